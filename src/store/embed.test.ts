import { expect, it } from 'vitest';
import { asksForLines, embedView, fullAddress, hashFromQuery } from './embed.ts';

it('an embedded page shows one view', () => {
  expect(embedView('', '#story=block-life')).toBeUndefined();
  expect(embedView('?embed', '')).toBe('map');
  expect(embedView('?embed=tables', '')).toBe('tables');
  expect(embedView('?embed=1&story=block-life', '')).toBe('story');
  expect(embedView('?embed', '#machine=x&story=block-life')).toBe('story');
});

it('keys of the query count as keys of the address, and the full page has them', () => {
  const hash = hashFromQuery('?embed=story&story=block-life&step=3', '#step=4');
  expect(hash).toBe('#step=4&story=block-life');
  expect(fullAddress(`https://here/atlas/?embed=story&story=block-life${hash}`)).toBe(`https://here/atlas/${hash}`);
});

it('lines of the query are no keys of the address: they are read once, in their order', () => {
  const search = '?embed&machine=64TiB&line=info+numa&line=%24+lsmem';
  expect(asksForLines(search)).toBe(true);
  expect(asksForLines('?line=info+numa')).toBe(false);
  expect(hashFromQuery(search, '')).toBe('#machine=64TiB');
});
