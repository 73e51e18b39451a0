import { expect, it } from 'vitest';
import { bigState } from '../../snapshot/big.ts';
import { inOneWord } from './inOneWord.ts';
import { ROOMS, byProvenance } from './provenance.ts';

it('puts a machine in one word: recorded, where any of it was', () => {
  expect(inOneWord({ zones: 'recorded', pages: 'modelled' })).toBe('recorded');
  expect(inOneWord({ zones: 'derived', pages: 'modelled' })).toBe('derived');
  expect(inOneWord({})).toBe('modelled');
});

it('calls the 64 TiB machine modelled, and knows all its rooms', () => {
  const { provenance } = bigState();
  expect(inOneWord(provenance)).toBe('modelled');
  expect(byProvenance(provenance).map(({ id }) => id)).toEqual(['modelled']);
  expect(Object.keys(provenance).filter((room) => ROOMS[room] === undefined)).toEqual([]);
});
