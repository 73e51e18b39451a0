/**
 * Watermarks, lowmem protection and zonelist messages of real kernels, recomputed: each step of a recording starts from
 * the state read before it, the blocks that changed go online or offline one after the other, and the marks of all zones
 * and the kernel's messages must come out. virtio-mem recordings are left out: there, blocks are only partly plugged.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { geometryFor } from '../arch/layout.ts';
import { logLines } from '../kernel/kernel.ts';
import { Sections } from '../sparse/sections.ts';
import { nodeId, pfn } from '../units.ts';
import { testKernel, testZone } from './testing.ts';
import type { NodeState, Zone, ZoneName } from './types.ts';
import { ZONE_NAMES } from './types.ts';
import { Zones } from './zones.ts';

interface Step {
  readonly do: { readonly line?: string };
  readonly state: Readonly<Record<string, string | null>>;
}
interface Recording {
  readonly arch: 'x86_64' | 'arm64' | 'riscv64';
  readonly kernel: {
    readonly page_size: number;
    readonly section_size_bits: number;
    readonly config: Readonly<Record<string, string>>;
  };
  readonly qemu: { readonly argv: readonly string[] };
  readonly cmdline: string;
  readonly steps: readonly Step[];
}
type State = Map<string, string>;

const own = new URL('../../../test/recordings/', import.meta.url);
const shared = new URL('../../../../shared/recordings/', import.meta.url);
const folder = existsSync(shared) ? shared : own;
const files = existsSync(folder)
  ? readdirSync(folder).filter((f) => /\.json(\.gz)?$/.test(f) && !f.includes('virtio-mem'))
  : [];

function read(file: string): Recording {
  const bytes = readFileSync(new URL(file, folder));
  return JSON.parse((file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')) as Recording;
}

/** Numbers of a list such as 0-1,3. */
const list = (text: string | undefined): number[] =>
  (text ?? '')
    .trim()
    .split(',')
    .filter((p) => p !== '')
    .flatMap((p) => {
      const [from = 0, to = from] = p.split('-').map(Number);
      return Array.from({ length: to - from + 1 }, (_, i) => from + i);
    });

function zonesOf(state: State): Map<number, Zone[]> {
  const out = new Map<number, Zone[]>();
  for (const text of (state.get('/proc/zoneinfo') ?? '').split(/^(?=Node )/m)) {
    const head = /^Node (\d+), zone +(\w+)/.exec(text);
    if (head === null) continue;
    const field = (name: string): number => Number(new RegExp(`^ +${name} +(\\d+)$`, 'm').exec(text)?.[1] ?? 0);
    const protection = (/protection: \((.*)\)/.exec(text)?.[1] ?? '').split(', ').map(Number);
    const zone = testZone(head[2] as ZoneName, { protection });
    const numbers = Object.fromEntries(
      ['present', 'managed', 'boost', 'min', 'low', 'high', 'promo', 'spanned'].map((n) => [n, field(n)]),
    );
    out.set(Number(head[1]), [...(out.get(Number(head[1])) ?? []), { ...zone, ...numbers }]);
  }
  return out;
}

/** Nodes as they were read; nodes that are offline keep what `before` says of them. */
function nodesOf(r: Recording, state: State, before: readonly NodeState[]): NodeState[] {
  const zones = zonesOf(state);
  const types = [...zones.values()][0]?.map((z) => z.name) ?? [];
  const online = list(state.get('/sys/devices/system/node/online'));
  const memory = list(state.get('/sys/devices/system/node/has_memory'));
  const normal = list(state.get('/sys/devices/system/node/has_normal_memory'));
  const numa = r.qemu.argv.filter((a) => a.startsWith('node,') && a.includes('cpus='));
  const cpus = numa.length === 0 ? [0] : numa.map((a) => Number(/nodeid=(\d+)/.exec(a)?.[1] ?? 0));
  return list(state.get('/sys/devices/system/node/possible')).map((id) => {
    const old = before.find((n) => n.id === id);
    const distances = (state.get(`/sys/devices/system/node/node${id}/distance`) ?? '')
      .trim()
      .split(' ')
      .filter((d) => d !== '')
      .map(Number);
    const distance: number[] = [];
    for (const [i, n] of online.entries()) distance[n] = distances[i] ?? 0;
    return {
      id: nodeId(id),
      online: online.includes(id),
      hasCpu: cpus.includes(id),
      hasMemory: memory.includes(id),
      hasNormalMemory: normal.includes(id),
      distance: distances.length > 0 ? distance : (old?.distance ?? []),
      zones:
        zones.get(id) ??
        old?.zones.map((z) => ({ ...z, present: 0, managed: 0, spanned: 0 })) ??
        types.map((name) => testZone(name, { protection: types.map(() => 0) })),
      startPfn: pfn(0),
      spanned: 0,
      watermarksKnown: true,
      kswapd: false,
    };
  });
}

interface Block {
  readonly id: number;
  readonly nid: number;
  /** undefined: offline; 'none': of several zones. */
  readonly zone: string | undefined;
}
function blocksOf(state: State): Map<number, Block> {
  const out = new Map<number, Block>();
  for (const [path, text] of state) {
    const m = /memory\/memory(\d+)\/state$/.exec(path);
    if (m === null) continue;
    const id = Number(m[1]);
    const at = (name: string): string => (state.get(`/sys/devices/system/memory/memory${id}/${name}`) ?? '').trim();
    out.set(id, { id, nid: Number(at('node')), zone: text.trim() === 'online' ? at('valid_zones') : undefined });
  }
  return out;
}

interface Change {
  readonly nid: number;
  readonly zone: ZoneName;
  readonly online: boolean;
}
/** Blocks that changed: those that left a zone, then those that came, ascending. */
function changesBetween(before: State, after: State): Change[] {
  const was = blocksOf(before);
  const is = blocksOf(after);
  const out: Change[] = [];
  const ids = [...new Set([...was.keys(), ...is.keys()])].sort((a, b) => a - b);
  const push = (b: Block | undefined, other: Block | undefined, online: boolean): void => {
    if (b?.zone !== undefined && b.zone !== other?.zone) out.push({ nid: b.nid, zone: b.zone as ZoneName, online });
  };
  for (const id of ids) push(was.get(id), is.get(id), false);
  for (const id of ids) push(is.get(id), was.get(id), true);
  return out;
}

const MARKS = ['min', 'low', 'high', 'promo'] as const;
const messages = (lines: readonly string[]): string[] =>
  lines.filter((l) => /^(Fallback order|Built \d+ zonelists|Policy zone)/.test(l));

/** Replays one recording; answers faults and how much was compared. */
function replay(r: Recording): { faults: string[]; values: number; totals: number; steps: number } {
  const geometry = geometryFor({
    arch: r.arch,
    pageSize: r.kernel.page_size,
    levels: r.kernel.page_size === 65536 ? 3 : 4,
    vaBits: r.kernel.page_size === 65536 ? 52 : 48,
    maxPhysmemBits: 48,
    sectionSizeBits: r.kernel.section_size_bits,
  });
  const state: State = new Map();
  const apply = (s: Step): void => {
    for (const [path, text] of Object.entries(s.state))
      if (text === null) state.delete(path);
      else state.set(path, text);
  };
  const [boot, ...rest] = r.steps;
  if (boot === undefined) throw new Error('empty');
  apply(boot);
  const perBlock =
    Number.parseInt(state.get('/sys/devices/system/memory/block_size_bytes') ?? '0', 16) / r.kernel.page_size;
  let nodes = nodesOf(r, state, []);
  const out = { faults: [] as string[], values: 0, totals: 0, steps: 0 };
  for (const [i, step] of rest.entries()) {
    const before = new Map(state);
    apply(step);
    const changes = changesBetween(before, state);
    const after = nodesOf(r, state, nodes);
    const appeared = after.filter((n) => n.online && nodes.find((o) => o.id === n.id)?.online === false);
    const said = messages((step.state['dmesg'] ?? '').split('\n'));
    if (changes.length > 0 || appeared.length > 0) {
      out.steps++;
      const k = testKernel(geometry, { CONFIG_TRANSPARENT_HUGEPAGE: 'n', ...r.kernel.config }, r.cmdline);
      const zones = new Zones(k, new Sections(k));
      zones.importNodes(nodes, nodes[0]?.zones.map((z) => z.name) ?? []);
      for (const n of appeared) {
        zones.buildAllZonelists(n.id);
        zones.replaceNode(n.id, { online: true, distance: n.distance });
        for (const other of after) zones.replaceNode(other.id, { distance: other.distance });
      }
      for (const c of changes) {
        const ref = { nid: nodeId(c.nid), zone: c.zone };
        const same = changes.filter((x) => x.nid === c.nid && x.zone === c.zone);
        const net = same.reduce((n, x) => n + (x.online ? 1 : -1), 0);
        const managedOf = (all: readonly NodeState[]): number =>
          all.find((n) => n.id === c.nid)?.zones.find((z) => z.name === c.zone)?.managed ?? 0;
        const managed = net === 0 ? perBlock : Math.abs(managedOf(after) - managedOf(nodes)) / Math.abs(net);
        const sign = c.online ? 1 : -1;
        const change = c.online ? zones.statusChangeOnline(ref) : zones.statusChangeOffline(ref, perBlock);
        const was = zones.isPopulated(ref);
        zones.adjustManaged(ref, sign * managed);
        zones.adjustPresentPageCount(ref, sign * perBlock, false, undefined);
        if (c.online) {
          zones.setNodeState(ref.nid, change);
          if (!was) zones.buildAllZonelists();
          zones.initPerZoneWmarkMin();
        } else {
          zones.initPerZoneWmarkMin();
          zones.clearNodeState(ref.nid, change);
          if (!zones.isPopulated(ref)) zones.buildAllZonelists();
        }
      }
      if (changes.length > 0) {
        for (const n of after.filter((x) => x.online)) {
          for (const z of n.zones) {
            const got = zones.zone({ nid: n.id, zone: z.name });
            for (const mark of MARKS)
              if (got[mark] !== z[mark])
                out.faults.push(`step ${i + 1} node ${n.id} ${z.name} ${mark}: ${got[mark]}, recorded ${z[mark]}`);
            if (got.protection.join() !== z.protection.join())
              out.faults.push(
                `step ${i + 1} node ${n.id} ${z.name} protection: ${got.protection.join()}, recorded ${z.protection.join()}`,
              );
            out.values += MARKS.length + z.protection.length;
          }
        }
      }
      const printed = messages(logLines(k.log.value));
      if (said.join('\n') !== printed.join('\n'))
        out.faults.push(`step ${i + 1} says\n    ${said.join('\n    ')}\n  computed\n    ${printed.join('\n    ')}`);
      out.totals += said.filter((l) => l.startsWith('Built')).length;
    }
    nodes = after;
  }
  return out;
}

describe.skipIf(files.length === 0)('watermarks and zonelists of recorded kernels', () => {
  let values = 0;
  let totals = 0;
  it.each(files)('%s', (file) => {
    const result = replay(read(file));
    values += result.values;
    totals += result.totals;
    expect(result.faults).toEqual([]);
  });
  it('compared something', () => {
    expect(values).toBeGreaterThan(100);
    expect(totals).toBeGreaterThan(4);
  });
});

it('knows all zone names of the recordings', () => {
  expect(ZONE_NAMES).toEqual(['DMA', 'DMA32', 'Normal', 'Movable', 'Device']);
});
