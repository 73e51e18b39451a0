import { describe, expect, it, vi } from 'vitest';
import { Details } from './details.ts';
import { Pulses } from './pulses.ts';

const settle = (): Promise<void> => new Promise((done) => setTimeout(done, 0));

describe('Details', () => {
  it('asks a few at a time, keeps what it knows and asks again only when the section changed and some time went by', async () => {
    const asked: number[] = [];
    const arrived: number[] = [];
    let now = 0;
    const details = new Details(
      (nr) => {
        asked.push(nr);
        return Promise.resolve(undefined);
      },
      (nr) => arrived.push(nr),
      () => now,
    );
    for (let nr = 0; nr < 20; nr++) details.want(nr, 1);
    expect(asked).toHaveLength(6);
    await settle();
    expect(arrived).toHaveLength(6);
    now = 5000;
    details.want(0, 1);
    expect(asked).toHaveLength(6);
    details.want(0, 2);
    expect(asked).toHaveLength(7);
    await settle();
    details.want(0, 3);
    expect(asked).toHaveLength(7);
    now = 7000;
    details.want(0, 3);
    expect(asked).toHaveLength(8);
  });

  it('draws once more when a section that changed twice may be asked about again', async () => {
    vi.useFakeTimers();
    try {
      const arrived: number[] = [];
      const details = new Details(
        () => Promise.resolve(undefined),
        (nr) => arrived.push(nr),
        () => Date.now(),
      );
      details.want(7, 1);
      await vi.advanceTimersByTimeAsync(10);
      details.want(7, 2);
      details.want(7, 3);
      expect(arrived).toEqual([7]);
      await vi.advanceTimersByTimeAsync(1500);
      expect(arrived).toEqual([7, 7]);
      details.clear();
      await vi.advanceTimersByTimeAsync(5000);
      expect(arrived).toEqual([7, 7]);
    } finally {
      vi.useRealTimers();
    }
  });

  it('drops answers about a machine that is gone and survives a worker that dies', async () => {
    const arrived: number[] = [];
    const details = new Details(
      () => Promise.reject(new Error('gone')),
      (nr) => arrived.push(nr),
      () => 0,
    );
    details.want(1, 1);
    details.clear();
    await settle();
    expect(arrived).toEqual([]);
    details.want(2, 1);
    await settle();
    expect(arrived).toEqual([2]);
    expect(details.get(2)).toBeUndefined();
  });
});

describe('Pulses', () => {
  it('fades and ends', () => {
    const pulses = new Pulses();
    pulses.add([{ from: 3, to: 5 }], 0);
    expect(pulses.at(0)).toEqual([{ from: 3, to: 5, strength: 1 }]);
    expect(pulses.at(550)[0]?.strength).toBeCloseTo(0.5);
    expect(pulses.alive(2000)).toBe(false);
  });
});
