import { readFileSync, readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { lines, titles } from '#words/machines.ts';
import { bundledLine, bundledTitle } from './bundled.ts';

const files = readdirSync('public/machines').filter((file) => file !== 'index.json');

it('every bundled machine has its words, and no words are left over', () => {
  const { machines } = JSON.parse(readFileSync('public/machines/index.json', 'utf8')) as { machines: { id: string }[] };
  const ids = machines.map(({ id }) => id).toSorted();
  expect(files.map((file) => file.replace('.json', '')).toSorted()).toEqual(ids);
  expect(Object.keys(titles).toSorted()).toEqual(ids);
  expect(Object.keys(lines).toSorted()).toEqual(ids);
  expect(new Set(Object.values(titles)).size).toBe(ids.length);
});

it('a machine that somebody put beside them goes by its id', () => {
  expect([bundledTitle('mine'), bundledLine('mine')]).toEqual(['mine', '']);
  // no name of every object's is a machine's
  expect(bundledTitle('constructor')).toBe('constructor');
});
