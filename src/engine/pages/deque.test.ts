import { describe, expect, it } from 'vitest';
import { dropHead, EMPTY, head, numbers, pushHead, pushTail, remove, runs } from './deque.ts';
import type { Deque } from './deque.ts';

describe('list of runs', () => {
  it('keeps a re-freed ascending range as one descending run', () => {
    let d: Deque = EMPTY;
    for (let n = 0; n < 1000; n++) d = pushHead(d, n);
    expect(runs(d)).toHaveLength(1);
    expect(head(d)).toBe(999);
  });

  it('does what an array does, in any order of operations', () => {
    let seed = 1;
    const random = (below: number): number => {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
      return Math.floor((seed / 2 ** 32) * below);
    };
    for (let round = 0; round < 300; round++) {
      let d: Deque = EMPTY;
      let want: number[] = [];
      for (let step = 0; step < 60; step++) {
        const n = random(40);
        expect(head(d)).toBe(want[0]);
        switch (random(5)) {
          case 0:
            if (!want.includes(n)) {
              d = pushHead(d, n);
              want = [n, ...want];
            }
            break;
          case 1: {
            const to = n + 1 + random(6);
            if (!want.some((x) => x >= n && x < to)) {
              d = pushTail(d, n, to);
              want = [...want, ...Array.from({ length: to - n }, (_, i) => n + i)];
            }
            break;
          }
          case 2:
            d = dropHead(d);
            want = want.slice(1);
            break;
          case 3: {
            const to = n + random(8);
            d = remove(d, n, to);
            want = want.filter((x) => x < n || x >= to);
            break;
          }
          default:
            if (!want.includes(n) && want.length > 0) {
              const first = want[0] ?? 0;
              const next = first + (random(2) === 0 ? 1 : -1);
              if (!want.includes(next)) {
                d = pushHead(d, next);
                want = [next, ...want];
              }
            }
        }
        expect([...numbers(d)]).toEqual(want);
        expect(d.size).toBe(want.length);
      }
    }
  });
});
