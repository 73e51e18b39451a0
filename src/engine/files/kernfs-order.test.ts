import { describe, expect, it } from 'vitest';
import { kernfsNameHash, kernfsOrder } from './kernfs-order.ts';

describe('order of a sysfs directory', () => {
  it('is that in which a running kernel listed its memory blocks', () => {
    const numbers = [32, 3, 12, 40, 1, 10, 39, 47, 37, 8, 45, 35, 6, 15, 43, 33, 4, 13, 41, 2, 11, 0, 38, 9];
    const listed = [...numbers, 46, 36, 7, 44, 34, 5, 14, 42].map((n) => `memory${n}`);
    expect(kernfsOrder(listed.toSorted())).toEqual(listed);
  });
  it('never uses the values that kernfs keeps for itself', () => {
    for (let i = 0; i < 2000; i++) {
      const hash = kernfsNameHash(`x${i}`);
      expect(hash).toBeGreaterThanOrEqual(2);
      expect(hash).toBeLessThan(2 ** 31 - 1);
    }
  });
});
