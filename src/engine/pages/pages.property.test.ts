import { expect, it } from 'vitest';
import { nodeId } from '../units.ts';
import { addSections, offline, online, ref, removeSections, sectionsAt, testRooms } from './testing.ts';
import type { OwnerKind, Request } from './types.ts';
import { pageFaults } from './invariants.ts';

/** A small linear congruential generator: the same seed, the same history. */
function generator(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const KINDS: readonly {
  readonly owner: OwnerKind;
  readonly type: Request['type'];
  readonly highestZone: Request['highestZone'];
  readonly order: number;
}[] = [
  { owner: 'anon', type: 'movable', highestZone: 'Movable', order: 0 },
  { owner: 'anon', type: 'movable', highestZone: 'Movable', order: 9 },
  { owner: 'pagecache', type: 'movable', highestZone: 'Movable', order: 0 },
  { owner: 'kernel', type: 'unmovable', highestZone: 'Normal', order: 0 },
  { owner: 'kernel', type: 'reclaimable', highestZone: 'Normal', order: 0 },
  { owner: 'pinned', type: 'unmovable', highestZone: 'Normal', order: 0 },
  { owner: 'pinned', type: 'movable', highestZone: 'Movable', order: 0 },
];

/** Sections 48…63 come and go, in any zone of any node, under load; answers what broke first. */
function history(seed: number, steps: number): string[] {
  const random = generator(seed);
  const m = testRooms();
  const state = new Map<number, { nid: number; zone: 'Normal' | 'Movable' | undefined }>();
  const tags: string[] = [];
  let nextTag = 0;
  for (let step = 0; step < steps; step++) {
    const s = 48 + random(16);
    const block = sectionsAt(s);
    const is = state.get(s);
    const what = random(6);
    let did = `step ${step}: `;
    if (what < 3) {
      if (is === undefined) {
        const nid = random(3);
        did += `add ${s} to node ${nid}`;
        addSections(m, block, nid);
        state.set(s, { nid, zone: undefined });
      } else if (is.zone === undefined) {
        if (random(3) === 0) {
          did += `remove ${s}`;
          removeSections(m, block);
          state.delete(s);
        } else {
          is.zone = random(2) === 0 ? 'Normal' : 'Movable';
          did += `online ${s} to ${is.nid} ${is.zone}`;
          online(m, block, ref(is.nid, is.zone));
        }
      } else {
        did += `offline ${s}`;
        const managed = m.zones.zone(ref(is.nid, is.zone)).managed;
        const result = offline(m, block, ref(is.nid, is.zone));
        if (result === undefined) is.zone = undefined;
        else if (m.zones.zone(ref(is.nid, is.zone)).managed !== managed)
          return [`seed ${seed} ${did}: a refusal changed managed`];
      }
    } else if (what < 5) {
      const kind = KINDS[random(KINDS.length)];
      if (kind === undefined) continue;
      const tag = random(4) === 0 && tags.length > 0 ? (tags[random(tags.length)] ?? 't') : `t${nextTag++}`;
      // a tag holds one kind of memory
      if (tags.includes(tag)) continue;
      const pages = (1 + random(kind.order === 0 ? 30000 : 40)) * 2 ** kind.order;
      did += `${pages} pages ${kind.owner} order ${kind.order}`;
      if (m.pages.alloc({ ...kind, tag, pages, nid: nodeId(random(3)) }) !== undefined) {
        tags.push(tag);
        if (m.pages.extentsOf(tag).reduce((n, e) => n + e.pages, 0) !== pages)
          return [`seed ${seed} ${did}: got something else`];
      }
    } else {
      m.pages.settle();
      const tag = tags.splice(random(tags.length), 1)[0];
      did += `free ${tag}`;
      if (tag !== undefined) m.pages.free(tag);
    }
    const faults = pageFaults(m.pages.core);
    if (faults.length > 0) return [`seed ${seed} ${did}`, ...faults.slice(0, 5)];
  }
  for (const tag of tags) m.pages.free(tag);
  return pageFaults(m.pages.core);
}

it('keeps owners, pageblocks, free lists and counters in agreement over random histories', () => {
  for (let seed = 1; seed <= 12; seed++) expect(history(seed, 60)).toEqual([]);
});

it('takes a history back with a checkpoint', () => {
  const m = testRooms();
  addSections(m, sectionsAt(48, 4), 1);
  online(m, sectionsAt(48, 4), ref(1, 'Movable'));
  const before = m.pages.ownersSummary();
  const saved = m.k.store.checkpoint();
  m.pages.alloc({
    owner: 'anon',
    tag: 'x',
    pages: 50000,
    order: 0,
    type: 'movable',
    highestZone: 'Movable',
    nid: nodeId(1),
  });
  offline(m, sectionsAt(49), ref(1, 'Movable'));
  m.k.store.restore(saved);
  expect(m.pages.ownersSummary()).toEqual(before);
  expect(pageFaults(m.pages.core)).toEqual([]);
  expect(
    m.pages.alloc({
      owner: 'anon',
      tag: 'x',
      pages: 50000,
      order: 0,
      type: 'movable',
      highestZone: 'Movable',
      nid: nodeId(1),
    }),
  ).toBeDefined();
  expect(pageFaults(m.pages.core)).toEqual([]);
});
