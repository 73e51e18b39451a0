import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { parseSync } from 'vite';
import { afterAll, describe, expect, it } from 'vitest';

const source = fileURLToPath(new URL('.', import.meta.url));
const root = join(source, '../..');
/** Files of words below a folder, those in folders of their own included. */
const filesIn = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
const rooms = filesIn(join(source, 'en'));
// below the project: its types and its settings are found from there
const folder = mkdtempSync(join(root, 'node_modules/.other-language-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const isId = (key: unknown): boolean => /^[a-z\d_]+(-[a-z\d]+)+$/.test((key as { value?: string }).value ?? '');

/** The strings of a program, in templates as well; what is imported or compared, and an id, is none. */
function strings(node: unknown, found: { start: number; end: number }[] = []): { start: number; end: number }[] {
  if (typeof node !== 'object' || node === null) return found;
  if ('type' in node && /^(ImportDeclaration|TS.*)$/.test(String(node.type))) return found;
  if ('operator' in node && node.operator === '===') return found;
  // the names of machines are no words
  if ('key' in node && 'value' in node && isId(node.key)) return strings(node.value, found);
  const { type, value, start, end } = node as { type?: string; value?: unknown; start: number; end: number };
  if ((type === 'Literal' && typeof value === 'string') || type === 'TemplateElement') found.push({ start, end });
  for (const part of Object.values(node)) strings(part, found);
  return found;
}

/** A language nobody speaks: English with accents on its vowels. Imports of the house stay good. */
function accented(text: string, file: string): string {
  const edits = strings(parseSync(file, text).program).toSorted((a, b) => b.start - a.start);
  const other = edits.reduce(
    (so, { start, end }) =>
      so.slice(0, start) +
      so.slice(start, end).replace(/(?<!\\)[aeiou]/g, (vowel) => `${vowel}\u0301`.normalize('NFC')) +
      so.slice(end),
    text,
  );
  return other.replaceAll(
    /from '(\.\.\/[^']+)'/g,
    (_, to: string) => `from '${join(source, 'en', dirname(file), to)}'`,
  );
}

const compile = async (): Promise<string> => {
  const files = filesIn(folder);
  const settings = { extends: join(root, 'tsconfig.engine.json'), files, include: [] };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(settings));
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  return promisify(execFile)(process.execPath, [tsc, '-p', folder]).then(
    ({ stdout }) => stdout,
    (failed: { stdout: string }) => failed.stdout,
  );
};
const shape = (file: string, room: string): string => `
import * as other from '${join(folder, file)}';
import type { SameWords } from '${join(source, 'types.ts')}';
other satisfies SameWords<typeof import('${join(source, 'en', room)}')>;
`;

describe('another language', () => {
  it('fits where English stands', async () => {
    for (const room of rooms) {
      const english = readFileSync(join(source, 'en', room), 'utf8');
      const other = accented(english, room);
      expect(other, room).not.toBe(english);
      mkdirSync(join(folder, dirname(room)), { recursive: true });
      writeFileSync(join(folder, room), other);
      writeFileSync(join(folder, `check-${room.replaceAll(/[/\\]/g, '-')}`), shape(room, room));
    }
    expect(await compile()).toBe('');
  });

  it('is refused without a word or a choice of a question, with a word that is a sentence, and with other arguments', async () => {
    const wrong: readonly (readonly [room: string, word: RegExp, instead: string])[] = [
      ['stage.ts', /export const wholePage = .*/, ''],
      ['stage.ts', /export const wholePage = .*/, 'export const wholePage = (name: string): string => name;'],
      ['stage.ts', /export const takeAway = \(.*?\)/, 'export const takeAway = (name: boolean)'],
      ['stories/block-life.ts', /^ +asWritten: .*\n/m, ''],
      ['rules/add.ts', /^ +'ADD-5': .*\n/m, ''],
    ];
    for (const [i, [room, word, instead]] of wrong.entries()) {
      const other = accented(readFileSync(join(source, 'en', room), 'utf8'), room);
      const text = other.replace(word, instead);
      expect(text).not.toBe(other);
      writeFileSync(join(folder, `wrong${i}.ts`), text);
      writeFileSync(join(folder, `check-wrong${i}.ts`), shape(`wrong${i}.ts`, room));
    }
    const complaints = await compile();
    for (const i of wrong.keys()) expect(complaints).toContain(`check-wrong${i}.ts`);
  });
});
