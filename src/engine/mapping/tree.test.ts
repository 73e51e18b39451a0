import { describe, expect, it } from 'vitest';
import { geometryFor } from '../arch/layout.ts';
import { Store } from '../state/store.ts';
import { PageTree } from './tree.ts';

const geometry = geometryFor({ arch: 'x86_64', pageSize: 4096, levels: 4, vaBits: 48, maxPhysmemBits: 46 });

function runsOf(tree: PageTree, to: number): string[] {
  const out: { level: number; attribute: number; start: number; end: number }[] = [];
  tree.runs(0, to, (level, attribute, start, end) => {
    const last = out.at(-1);
    if (last?.level === level && last.attribute === attribute) last.end = end;
    else out.push({ level, attribute, start, end });
  });
  return out.map((r) => `${r.start}-${r.end} ${r.level} ${r.attribute}`);
}

describe('PageTree', () => {
  it('keeps full tables as one number and expands them on a write', () => {
    const store = new Store();
    const tree = new PageTree(store, geometry);
    const a = tree.attribute('a');
    tree.map(0, 2 ** 27, 3, a);
    expect(runsOf(tree, 2 ** 27)).toEqual([`0-${2 ** 27} 3 ${a}`]);
    expect(tree.tables(0, 2 ** 27)).toBe(1 + 512 + 512 * 512);
    expect([...store.arrays()].reduce((n, x) => n + x.bytes, 0)).toBeLessThanOrEqual(64 * 1024);
    tree.remove(1000, 1001, { leaf: () => true, free: () => false });
    expect(runsOf(tree, 2 ** 27)).toEqual([`0-1000 3 ${a}`, '1000-1001 3 0', `1001-${2 ** 27} 3 ${a}`]);
    tree.map(1000, 1001, 3, a);
    expect(runsOf(tree, 2 ** 27)).toEqual([`0-${2 ** 27} 3 ${a}`]);
  });

  it('does with compact tables what a plain list of pages does', () => {
    const tree = new PageTree(new Store(), geometry);
    const pages = 2048 * 3;
    const plain = new Uint8Array(pages);
    const attributes = [0, tree.attribute('a'), tree.attribute('b')];
    let seed = 12345;
    const random = (n: number): number => ((seed = (Math.imul(seed, 1103515245) + 12345) >>> 0) >>> 8) % n;
    for (let step = 0; step < 600; step++) {
      const a = random(pages);
      const from = random(3) === 0 ? Math.floor(a / 512) * 512 : a;
      const to = Math.min(pages, from + (random(3) === 0 ? 512 * (1 + random(4)) : 1 + random(700)));
      if (random(2) === 0) {
        const n = 1 + random(2);
        tree.map(from, to, 3, attributes[n] ?? 0);
        for (let i = from; i < to; i++) if (plain[i] === 0) plain[i] = n;
      } else {
        const emptied = random(2) === 0;
        tree.remove(from, to, {
          leaf: () => true,
          leaves: () => undefined,
          free: (_level, _vpn, empty) => empty && emptied,
        });
        plain.fill(0, from, to);
      }
      const got = new Uint8Array(pages);
      tree.runs(0, pages, (level, attribute, start, end) => {
        if (level !== 3 && attribute !== 0) throw new Error(`a leaf of level ${level}`);
        got.fill(attributes.indexOf(attribute), start, end);
      });
      expect(Buffer.compare(got, plain), `step ${step}`).toBe(0);
    }
  });

  it('is covered by checkpoints', () => {
    const store = new Store();
    const tree = new PageTree(store, geometry);
    tree.map(0, 700, 3, tree.attribute('a'));
    const before = runsOf(tree, 4096);
    const checkpoint = store.checkpoint();
    tree.map(700, 5000, 3, tree.attribute('b'));
    tree.remove(0, 512, { leaf: () => true, free: () => true });
    store.restore(checkpoint);
    expect(runsOf(tree, 4096)).toEqual(before);
    expect(tree.attribute('c')).toBe(2);
  });

  it('takes the same slots again in the same order', () => {
    const used = (): number[] => {
      const tree = new PageTree(new Store(), geometry);
      const a = tree.attribute('a');
      for (let i = 0; i < 8; i++) tree.map(i * 512, i * 512 + 100, 3, a);
      for (let i = 0; i < 8; i += 2) tree.remove(i * 512, i * 512 + 512, { leaf: () => true, free: () => true });
      for (let i = 0; i < 8; i += 2) tree.map(i * 512, i * 512 + 7, 3, a);
      return Array.from({ length: 8 }, (_, i) => tree.entryAt(i * 512, 2) ?? -1);
    };
    expect(used()).toEqual(used());
  });
});
