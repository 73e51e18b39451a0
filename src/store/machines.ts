/** The bundled machines: their list and their files, fetched from beside the page. */
import * as v from 'valibot';
import * as words from '#words/store.ts';
import { bundledLine, bundledTitle } from '../link/bundled.ts';
import { LoadProblem } from '../link/client.ts';
import { problemsOf } from '../link/validate.ts';
import type { MachineSource } from '../link/messages.ts';
import { fileOf } from './machine-file.ts';
import { servedText } from './served.ts';

/** One line of the machine picker. */
export interface MachineEntry {
  readonly id: string;
  readonly title: string;
  readonly arch: string;
  readonly nodes: number;
  readonly ramBytes: number;
  readonly blockBytes: number;
  /** One sentence about it. */
  readonly line: string;
}

const indexSchema = v.object({
  schema: v.literal(1, words.thisPageReadsVersion),
  machines: v.array(
    v.object({
      id: v.string(),
      arch: v.string(),
      nodes: v.number(),
      ramBytes: v.number(),
      blockBytes: v.number(),
    }),
  ),
});

const fault = (field: string, why: string): LoadProblem => new LoadProblem([{ field, why }]);

/** The text of a file below `machines/`. Throws LoadProblem with the file's address. */
async function fetchText(file: string): Promise<string> {
  const served = await servedText(file);
  if ('why' in served) throw fault(file, served.why);
  return served.text;
}

/** Parses JSON. Throws LoadProblem that names the file. */
function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const html = text.trimStart().startsWith('<') ? words.itLooksLikeWeb : '';
    throw fault(file, words.isNotJson(html, error instanceof Error ? error.message : String(error)));
  }
}

/** The bundled machines. Throws LoadProblem. */
export async function listMachines(): Promise<readonly MachineEntry[]> {
  const parsed = v.safeParse(indexSchema, parseJson('index.json', await fetchText('index.json')));
  if (!parsed.success)
    throw new LoadProblem(problemsOf(parsed.issues).map((p) => ({ ...p, field: `index.json: ${p.field}` })));
  return parsed.output.machines.map((machine) => ({
    ...machine,
    title: bundledTitle(machine.id),
    line: bundledLine(machine.id),
  }));
}

/** The snapshot file of a machine, or of the one that lends its kernel, where the page has to fetch it. Throws LoadProblem. */
export async function machineText(source: MachineSource): Promise<string | undefined> {
  const id = fileOf(source);
  if (id === undefined) return undefined;
  const file = `${id}.json`;
  const text = await fetchText(file);
  // a host that answers every address with its start page would otherwise be reported as a broken snapshot
  if (text.trimStart().startsWith('<')) parseJson(file, text);
  return text;
}
