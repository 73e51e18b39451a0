import { expect, it } from 'vitest';
import { STORIES } from '../../stories/index.ts';
import { partsOf } from '../../stories/text.ts';
import { entryOfFunction } from '../guide/functions.ts';
import { documentAddress } from '../guide/source.ts';
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

it('links every kernel source and document of every story', async () => {
  let words = 0;
  for (const { load } of STORIES) {
    const { sources, steps } = await load();
    for (const source of sources) {
      if (source.kind === 'kernel')
        expect(entryOfFunction(source.fn), source.fn).toMatchObject({
          link: expect.stringMatching(/ident\/\w+$/) as string,
        });
      if (source.kind === 'doc' && source.title.startsWith('Documentation/'))
        expect(documentAddress(source.title), source.title).toBeDefined();
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
