import { expect, it } from 'vitest';
import { STORIES } from '../../stories/index.ts';
import { partsOf } from '../../stories/text.ts';
import { entryOfFunction } from '../guide/functions.ts';
import { documentAddress, threadAddress } from '../guide/source.ts';
import { TERM_NAMES } from '#words/term-names.ts';
import { functionOf, termOf } from './words.ts';

it('finds words of the glossary as stories write them', () => {
  expect(termOf('memory blocks')).toBe('block');
  expect(termOf('Struct pages')).toBe('struct page');
  expect(termOf('Managed')).toBe('managed');
  expect(termOf('there')).toBeUndefined();
});

it('finds kernel functions that the story or the engine knows', () => {
  const sources = [{ kind: 'kernel', fn: 'mm/memremap.c: memunmap_pages' } as const];
  expect(functionOf('memunmap_pages()', sources)).toBe('mm/memremap.c: memunmap_pages');
  expect(functionOf('memunmap_pages', [])).toBeUndefined();
  expect(functionOf('offline_pages', [])).toBe('mm/memory_hotplug.c: offline_pages');
  expect(functionOf('lsmem', sources)).toBeUndefined();
});

it('tells what the simulator takes from a function, and where to read it', () => {
  const entry = entryOfFunction('mm/memory_hotplug.c: offline_pages');
  expect(entry?.text).toContain('a signal ends it with EINTR');
  expect(entry?.link).toBe('https://elixir.bootlin.com/linux/v6.12/A/ident/offline_pages');
});

it('links a thread by a search for its subject, escaped for the search and for the address', () => {
  expect(threadAddress('riscv: Memory Hot(Un)Plug support')).toBe(
    'https://lore.kernel.org/all/?q=s%3A%22riscv%3A%20Memory%20Hot(Un)Plug%20support%22',
  );
  const { searchParams } = new URL(threadAddress('a & "b" + 50% #1?'));
  expect([...searchParams]).toEqual([['q', 's:"a &  b  + 50% #1?"']]);
});

it('links every kernel source and document of every story', async () => {
  let words = 0;
  for (const { load } of STORIES) {
    const { sources, steps } = await load();
    for (const source of sources) {
      if (source.kind === 'kernel')
        expect(entryOfFunction(source.fn), source.fn).toMatchObject({
          link: expect.stringMatching(/ident\/\w+$/) as string,
        });
      if (source.kind === 'thread') {
        // what the search looks for is a subject: no version and no part of the thread, and the month is one
        expect(source.subject).not.toMatch(/, [vV]\d|scenario|^\[|[“”"]/);
        expect(source.month).toMatch(/^20\d\d-(0[1-9]|1[0-2])$/);
      }
      if (source.kind === 'doc') expect(documentAddress(source.file), source.file).toBeDefined();
    }
    for (const { narration } of steps)
      for (const part of partsOf(narration))
        for (const piece of (part.kind === 'list' ? part.items : [part.pieces]).flat()) {
          const term = piece.kind === 'em' ? termOf(piece.text) : undefined;
          if (term !== undefined) expect(TERM_NAMES.has(term), term).toBe(true);
          const place = piece.kind === 'code' ? functionOf(piece.text, sources) : undefined;
          if (place !== undefined) expect(entryOfFunction(place)?.text, place).not.toBe('');
          if (term !== undefined || place !== undefined) words++;
        }
  }
  // a story that is rewritten may lose one, not all
  expect(words).toBeGreaterThan(30);
});
