/** How far a predicted boot agrees with a recorded one: what a boot's description decides, and nothing else. */

/** A class of facts: how many agree, and what does not. */
export interface Agreement {
  readonly right: number;
  readonly wrong: readonly string[];
}
export type BootClass =
  'iomem' | 'blocks' | 'nodes' | 'zones' | 'managed' | 'leaves' | 'vmemmap' | 'directmap' | 'devices';
type State = Readonly<Record<string, string | null>>;

/** Lines of /proc/iomem that are about memory. */
const MEMORY_LINE = /: (System RAM|Soft Reserved|Persistent Memory|namespace\d|dax\d|virtio\d+$)/;

/** Compares state with state. */
export function compareBoot(recorded: State, predicted: State): Readonly<Record<BootClass, Agreement>> {
  const files = (pattern: RegExp): Agreement => {
    const paths = [...new Set([...Object.keys(recorded), ...Object.keys(predicted)])].filter((p) => pattern.test(p));
    return tally(paths.map((p) => [p, recorded[p] ?? undefined, predicted[p] ?? undefined]));
  };
  const lines = (path: string, pattern: RegExp): Agreement => {
    const of = (s: State): string[] => (s[path] ?? '').split('\n').filter((l) => pattern.test(l));
    return sets(of(recorded), of(predicted));
  };
  return {
    iomem: lines('/proc/iomem', MEMORY_LINE),
    blocks: files(/^\/sys\/devices\/system\/memory\/(memory\d+\/|block_size_bytes|auto_online_blocks)/),
    nodes: files(/^\/sys\/devices\/system\/node\/(online|possible|has_memory|has_normal_memory|node\d+\/distance)$/),
    zones: zones(recorded, predicted, ['spanned', 'present', 'start_pfn'], 0),
    managed: zones(recorded, predicted, ['managed'], 0.01),
    leaves: lines('ptdump/direct-map', /\S/),
    vmemmap: lines('ptdump/vmemmap', /\S/),
    directmap: lines('/proc/meminfo', /^DirectMap/),
    devices: files(/^(qemu\/info-memory-devices|lsmem|\/sys\/module\/memory_hotplug\/.*)$/),
  };
}

function tally(
  facts: readonly (readonly [name: string, recorded: string | undefined, predicted: string | undefined])[],
): Agreement {
  const wrong = facts
    .filter(([, a, b]) => a !== b)
    .map(([name, a, b]) => `${name}: ${JSON.stringify(a)} predicted ${JSON.stringify(b)}`);
  return { right: facts.length - wrong.length, wrong };
}

function sets(recorded: readonly string[], predicted: readonly string[]): Agreement {
  const have = new Set(predicted);
  const want = new Set(recorded);
  return {
    right: recorded.filter((l) => have.has(l)).length,
    wrong: [
      ...recorded.filter((l) => !have.has(l)).map((l) => `- ${l}`),
      ...predicted.filter((l) => !want.has(l)).map((l) => `+ ${l}`),
    ],
  };
}

/** Fields of every zone in /proc/zoneinfo, equal within a share. */
function zones(recorded: State, predicted: State, fields: readonly string[], tolerance: number): Agreement {
  const read = (s: State): Map<string, string> => {
    const out = new Map<string, string>();
    for (const part of (s['/proc/zoneinfo'] ?? '').split(/^(?=Node )/m)) {
      const head = /^Node (\d+), zone +(\S+)/.exec(part);
      if (head === null) continue;
      for (const f of fields)
        out.set(`${head[1]} ${head[2]} ${f}`, new RegExp(`^\\s+${f}:?\\s+(\\d+)$`, 'm').exec(part)?.[1] ?? '');
    }
    return out;
  };
  const [a, b] = [read(recorded), read(predicted)];
  const names = [...new Set([...a.keys(), ...b.keys()])];
  const same = (x: string | undefined, y: string | undefined): boolean =>
    x === y || (tolerance > 0 && Math.abs(Number(x) - Number(y)) <= tolerance * Number(x));
  const wrong = names.filter((n) => !same(a.get(n), b.get(n))).map((n) => `${n}: ${a.get(n)} predicted ${b.get(n)}`);
  return { right: names.length - wrong.length, wrong };
}
