import { expect, it } from 'vitest';
import { hashWithPlace, placeFromHash } from './story-address.ts';

it('a place in a story stands in the address, beside what else it says', () => {
  const hash = hashWithPlace({ id: 'block-life', step: 3 }, '#machine=x86_64-dimm-lifecycle');
  expect(hash).toBe('#machine=x86_64-dimm-lifecycle&story=block-life&step=3');
  expect(placeFromHash(hash)).toEqual({ id: 'block-life', step: 3 });
  expect(hashWithPlace(undefined, hash)).toBe('#machine=x86_64-dimm-lifecycle');
});

it('what is no place is none', () => {
  for (const hash of [
    '',
    '#machine=x',
    '#story=',
    '#story=../x',
    '#story=a&step=0',
    '#story=a&step=-1',
    '#story=a&step=x',
  ])
    expect(placeFromHash(hash), hash).toBeUndefined();
  expect(placeFromHash('#story=a')).toEqual({ id: 'a', step: 1 });
});
