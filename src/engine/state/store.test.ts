import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changedRuns, compareCheckpoints } from './compare.ts';
import { hashCheckpoint, hashStore, hashValue } from './hash.ts';
import { CHUNK_BYTES, Store } from './store.ts';
import type { Checkpoint, ChunkedArray, ElementType } from './store.ts';

const TYPES: readonly ElementType[] = ['u8', 'u16', 'u32', 'f64'];
const LIMIT = { u8: 0xff, u16: 0xffff, u32: 0xffffffff, f64: Number.MAX_SAFE_INTEGER };
/** Longer than three chunks of the smallest type. */
const LENGTH = 3 * CHUNK_BYTES + 100;

function stores() {
  const s = new Store();
  return { s, arrays: TYPES.map((t) => s.array(t, t)), cell: s.cell<unknown>('cell', undefined) };
}
const content = (a: ChunkedArray): number[] => Array.from({ length: LENGTH }, (_, i) => a.get(i));

type Write = { readonly of: number; readonly at: number; readonly length: number; readonly value: number };
const write: fc.Arbitrary<Write> = fc.record({
  of: fc.integer({ min: 0, max: 3 }),
  at: fc.nat(LENGTH - 1),
  length: fc.oneof(fc.constant(1), fc.nat(2 * CHUNK_BYTES)),
  value: fc.oneof(fc.constant(0), fc.nat(255)),
});
const writes = fc.array(write, { maxLength: 12 });

function perform(arrays: readonly ChunkedArray[], w: Write): void {
  const a = arrays[w.of];
  if (w.length === 1) a?.set(w.at, w.value);
  else a?.fill(w.at, Math.min(LENGTH, w.at + w.length), w.value);
}

describe('chunked arrays', () => {
  it('hold what plain arrays hold', () => {
    fc.assert(
      fc.property(writes, (all) => {
        const { arrays } = stores();
        const plain = TYPES.map(() => Array.from({ length: LENGTH }, () => 0));
        for (const w of all) {
          perform(arrays, w);
          if (w.length === 1) plain[w.of]?.splice(w.at, 1, w.value);
          else plain[w.of]?.fill(w.value, w.at, w.at + w.length);
        }
        for (const [i, a] of arrays.entries()) expect(content(a)).toEqual(plain[i]);
      }),
      { numRuns: 40 },
    );
  });

  it('hold the largest value of their type', () => {
    const { arrays } = stores();
    for (const a of arrays) {
      a.set(5, LIMIT[a.type]);
      expect(a.get(5)).toBe(LIMIT[a.type]);
    }
  });

  it('cost nothing where untouched, also high up and for zeros', () => {
    const { s } = stores();
    const a = s.array('far', 'u8');
    a.fill(0, 1 << 20, 0);
    expect(a.bytes).toBe(0);
    a.set(1 << 24, 1);
    expect([a.bytes, a.get((1 << 24) - 1), a.get(1 << 24)]).toEqual([CHUNK_BYTES, 0, 1]);
  });

  it('do not notice a write of what is there', () => {
    const { s, arrays } = stores();
    arrays[0]?.set(1, 5);
    const { now } = s;
    arrays[0]?.set(1, 5);
    arrays[0]?.set(9000, 0);
    expect(s.now).toBe(now);
  });
});

describe('checkpoints', () => {
  it('stand still whatever is written later, in the store and in forks of it', () => {
    fc.assert(
      fc.property(writes, writes, writes, (a, b, c) => {
        const one = stores();
        const two = stores();
        for (const w of a) perform(one.arrays, w);
        one.cell.value = { a };
        const at = one.s.checkpoint();
        const then = one.arrays.map(content);
        for (const w of b) perform(one.arrays, w);
        const later = one.arrays.map(content);
        two.s.restore(at);
        expect(two.arrays.map(content)).toEqual(then);
        expect(two.cell.value).toBe(one.cell.value);
        for (const w of c) perform(two.arrays, w);
        expect(one.arrays.map(content)).toEqual(later);
        one.s.restore(at);
        expect(one.arrays.map(content)).toEqual(then);
        expect(hashStore(one.s)).toBe(hashCheckpoint(at));
      }),
      { numRuns: 30 },
    );
  });

  it('restored again and again into a fork never leak a write back', () => {
    fc.assert(
      fc.property(fc.array(writes, { minLength: 1, maxLength: 4 }), (rounds) => {
        const one = stores();
        const two = stores();
        const hashes: [Checkpoint, string][] = [];
        for (const round of rounds) {
          for (const w of round) perform(one.arrays, w);
          const at = one.s.checkpoint();
          hashes.push([at, hashCheckpoint(at)]);
          two.s.restore(at);
          for (const w of round) perform(two.arrays, { ...w, value: w.value ^ 1 });
        }
        for (const [at, hash] of hashes) {
          two.s.restore(at);
          expect(hashStore(two.s)).toBe(hash);
          one.s.restore(at);
          expect(hashStore(one.s)).toBe(hash);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('give readers of versions every chunk that differs, and only those', () => {
    const { s, arrays } = stores();
    const a = arrays[0];
    if (a === undefined) throw new Error('no array');
    a.set(0, 1);
    const empty = s.checkpoint();
    a.set(CHUNK_BYTES, 2);
    a.set(2 * CHUNK_BYTES, 3);
    const full = s.checkpoint();
    const before = s.now;
    s.restore(empty);
    const changed = [...a.chunks()].filter((c) => c.version > before).map((c) => [c.index, c.data[0]]);
    expect(changed).toEqual([
      [1, 0],
      [2, 0],
    ]);
    const again = s.now;
    s.restore(empty);
    expect(s.now).toBe(again);
    s.restore(full);
    expect([a.get(CHUNK_BYTES), a.get(2 * CHUNK_BYTES)]).toEqual([2, 3]);
    expect(a.bytes).toBe(3 * CHUNK_BYTES);
  });

  it('keep chunk data that was handed out as it is, once frozen', () => {
    const { s, arrays } = stores();
    arrays[0]?.set(3, 1);
    const data = arrays[0]?.chunk(0);
    s.freeze();
    arrays[0]?.set(3, 2);
    expect([data?.[3], arrays[0]?.chunk(0)?.[3]]).toEqual([1, 2]);
    expect(arrays[0]?.chunk(0)).not.toBe(data);
  });
});

describe('hashes', () => {
  it('say the same of the same content, however it came about', () => {
    fc.assert(
      fc.property(writes, writes, (a, b) => {
        const one = stores();
        const two = stores();
        for (const w of [...a, ...b]) perform(one.arrays, w);
        // the long way round: another order in time, checkpoints between, and back
        for (const w of a) perform(two.arrays, w);
        const at = two.s.checkpoint();
        for (const w of b) perform(two.arrays, { ...w, value: w.value ^ 3 });
        two.s.restore(at);
        for (const w of b) perform(two.arrays, w);
        expect(hashStore(two.s)).toBe(hashStore(one.s));
      }),
      { numRuns: 30 },
    );
  });

  it('do not tell written zeros from untouched ones', () => {
    const one = stores();
    const { arrays, s } = stores();
    arrays[1]?.set(7000, 9);
    arrays[1]?.set(7000, 0);
    expect(hashStore(s)).toBe(hashStore(one.s));
  });

  it('tell different content apart', () => {
    const seen = new Set<string>();
    for (const [of, at, value] of [
      [0, 0, 1],
      [0, 1, 1],
      [0, CHUNK_BYTES, 1],
      [1, 0, 1],
      [2, 0, 1],
      [0, 0, 2],
    ] as const) {
      const { arrays, s } = stores();
      arrays[of]?.set(at, value);
      seen.add(hashStore(s));
    }
    expect(seen.size).toBe(6);
  });

  it('look at values by content', () => {
    expect(hashValue({ a: 1, b: [2n, undefined], c: undefined })).toBe(hashValue({ b: [2n, undefined], a: 1 }));
    expect(
      hashValue(
        new Map([
          ['x', 1],
          ['y', 2],
        ]),
      ),
    ).toBe(
      hashValue(
        new Map([
          ['y', 2],
          ['x', 1],
        ]),
      ),
    );
    expect(hashValue(['ab', 'c'])).not.toBe(hashValue(['a', 'bc']));
    expect(hashValue('1')).not.toBe(hashValue(1));
    expect(hashValue([])).not.toBe(hashValue({}));
    const cut = { before: { before: undefined, lines: ['a'], count: 1 }, lines: ['b', 'c'], count: 3 };
    expect(hashValue(cut)).toBe(hashValue({ before: undefined, lines: ['a', 'b', 'c'], count: 3 }));
    expect(() => hashValue(() => 1)).toThrow('no state');
  });

  it('manage a log of a hundred thousand pieces', () => {
    let log: unknown = undefined;
    for (let i = 0; i < 100_000; i++) log = { before: log, lines: [`line ${i}`], count: i + 1 };
    expect(hashValue(log)).toMatch(/^[0-9a-f]{16}$/);
  });
});

describe('comparison', () => {
  it('finds exactly the elements that differ', () => {
    fc.assert(
      fc.property(writes, writes, (a, b) => {
        const { s, arrays, cell } = stores();
        for (const w of a) perform(arrays, w);
        cell.value = [1, { x: a }];
        const before = s.checkpoint();
        const then = arrays.map(content);
        for (const w of b) perform(arrays, w);
        cell.value = [1, { x: a.slice() }];
        const after = s.checkpoint();
        const found = compareCheckpoints(before, after);
        for (const [n, array] of arrays.entries()) {
          const differ = new Set<number>();
          for (const { from, to } of found.arrays.get(array.name) ?? []) for (let i = from; i < to; i++) differ.add(i);
          const expected = content(array).flatMap((v, i) => (v === then[n]?.[i] ? [] : [i]));
          expect([...differ]).toEqual(expected);
        }
        expect(found.cells).toEqual([]);
        expect(changedRuns(after, after, 'u8')).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });

  it('names cells that differ', () => {
    const { s, cell } = stores();
    const before = s.checkpoint();
    cell.value = 5;
    expect(compareCheckpoints(before, s.checkpoint()).cells).toEqual(['cell']);
  });
});
