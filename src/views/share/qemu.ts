/** The QEMU command line of a machine, for the scripts of its session. */
import * as v from 'valibot';
import type { MachineSource } from '../../link/messages.ts';
import { shellWord } from '../../session/script.ts';
import { machineText } from '../../store/machines.ts';

const headSchema = v.object({ qemu: v.object({ argv: v.array(v.string()) }) });
const MONITOR = '-monitor unix:monitor.sock,server=on,wait=off';

/** Words over several lines, an option a line. */
function folded(argv: readonly string[]): string {
  let out = '';
  for (const word of argv)
    out += out === '' ? shellWord(word) : `${/^-[a-z]/i.test(word) ? ' \\\n  ' : ' '}${shellWord(word)}`;
  return out;
}

/** The command line that starts the machine, its monitor on a socket; undefined: nobody knows one. */
export async function qemuOf(source: MachineSource): Promise<string | undefined> {
  if (source.kind === 'qemu') return `${source.text.trim()} \\\n  ${MONITOR}`;
  if (source.kind === 'preset') return undefined;
  try {
    const text = source.kind === 'file' ? source.text : await machineText(source);
    const parsed = v.safeParse(headSchema, JSON.parse(text ?? 'null'));
    const argv = parsed.success ? parsed.output.qemu.argv : [];
    return argv.length === 0 ? undefined : `${folded(argv)} \\\n  ${MONITOR}`;
  } catch {
    return undefined;
  }
}
