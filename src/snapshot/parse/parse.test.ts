import { describe, expect, it } from 'vitest';
import { formatIomem } from '../../engine/files/iomem.ts';
import { formatList } from '../../engine/files/lists.ts';
import { GiB, MiB } from '../../engine/units.ts';
import { Problems } from '../problems.ts';
import { parseArgv } from './argv.ts';
import { parseMeminfo, parsePagetypeinfo, parseVmstat } from './counters.ts';
import { parseMemoryDevices } from './devices.ts';
import { parseCpuNodes, parseEarlyRanges } from './dmesg.ts';
import { parseIomem } from './iomem.ts';
import { parseNodeList } from './sysfs.ts';
import { parseZoneinfo } from './zoneinfo.ts';

/** Runs a reader and answers what it read and what it complained about. */
function reading<T>(read: (problems: Problems) => T): { readonly value: T; readonly problems: readonly string[] } {
  const problems = new Problems();
  const value = read(problems);
  return { value, problems: problems.list.map((p) => `${p.field} ${p.why}`) };
}

describe('/proc/iomem', () => {
  const text = `00000000-00000fff : Reserved
00001000-0009fbff : System RAM
40000000-bfffffff : System RAM
  40100000-401fffff : reserved
100000000-13fffffff : Persistent Memory
  100000000-13fffffff : dax0.0
    108000000-137ffffff : System RAM (kmem)
`;
  it('reads the tree and gives busy and System RAM by who registers what', () => {
    const { value, problems } = reading((p) => parseIomem(text, p));
    expect(problems).toEqual([]);
    expect(formatIomem(value)).toBe(text);
    const flat = (list: typeof value): string[] =>
      list.flatMap((r) => [`${r.name}${r.busy ? ' busy' : ''}${r.systemRam ? ' ram' : ''}`, ...flat(r.children)]);
    expect(flat(value)).toEqual([
      'Reserved busy',
      'System RAM busy ram',
      'System RAM busy ram',
      'reserved busy',
      'Persistent Memory',
      'dax0.0',
      'System RAM (kmem) busy ram',
    ]);
  });
  it.each([
    ['0-1 : x\n    2-3 : y\n', '/proc/iomem line 2 is indented by 4 blanks below a line of 0'],
    ['2-1 : x\n', '/proc/iomem line 1 ends before it starts'],
    ['0-f : x\n  8-10 : y\n', '/proc/iomem line 2 reaches out of the resource it stands below (x)'],
    ['0-f : x\n8-10 : y\n', '/proc/iomem line 2 overlaps the line before it (x)'],
    ['0-ffffffffffffffff : x\n', '/proc/iomem line 1 has an address beyond 2^53'],
    ['', '/proc/iomem holds no resource'],
    [
      '00000000-00000000 : System RAM\n00000000-00000000 : Reserved\n',
      '/proc/iomem has all its addresses zeroed: it was not read by root',
    ],
  ])('%j: %s', (broken, why) => expect(reading((p) => parseIomem(broken, p)).problems).toContain(why));
});

describe('/proc/zoneinfo', () => {
  const text = `Node 0, zone    DMA32
  per-node stats
      nr_inactive_anon 2140
  pages free     481324
        boost    0
        min      8205
        low      10256
        high     12307
        promo    14358
        spanned  520160
        present  520160
        managed  492389
        cma      0
        protection: (0, 12)
      nr_free_pages 481324
      nr_zone_inactive_anon 2140
  pagesets
    cpu: 0
              count: 12
              high:  14
              batch: 63
  vm stats threshold: 12
  node_unreclaimable:  0
  start_pfn:           4096
Node 0, zone   Normal
  pages free     0
        min      0
        low      0
        high     0
        spanned  0
        present  0
        managed  0
        protection: (0, 0)
`;
  it('reads every field and skips the per-CPU sets', () => {
    const { value, problems } = reading((p) => parseZoneinfo(text, p));
    expect(problems).toEqual([]);
    expect(value.zoneTypes).toEqual(['DMA32', 'Normal']);
    expect(value.zones[0]).toMatchObject({
      node: 0,
      zone: 'DMA32',
      free: 481324,
      min: 8205,
      promo: 14358,
      managed: 492389,
      protection: [0, 12],
      startPfn: 4096,
      nodeStats: [['nr_inactive_anon', 2140]],
      zoneStats: [
        ['nr_free_pages', 481324],
        ['nr_zone_inactive_anon', 2140],
      ],
    });
  });
  it.each([
    [
      text.replace('zone   Normal', 'zone   HighMem'),
      '/proc/zoneinfo line 25 names a zone that is not modelled: “HighMem”',
    ],
    [
      text.replace('(0, 12)', '(0)'),
      '/proc/zoneinfo line 1 Node 0, zone DMA32 has 1 protection values for 2 zone types',
    ],
    [text.replace('  start_pfn:           4096\n', ''), '/proc/zoneinfo line 1 Node 0, zone DMA32 misses start_pfn'],
    [
      text.replace('min      8205', 'min      lots'),
      '/proc/zoneinfo line 6 is not “name value”: “        min      lots”',
    ],
    [
      text.replace('present  520160', 'present  520161'),
      '/proc/zoneinfo line 1 Node 0, zone DMA32 has more pages present (520161) than spanned (520160)',
    ],
    ['hello\n', '/proc/zoneinfo line 1 stands before the first “Node N, zone NAME”: “hello”'],
  ])('case %#: %s', (broken, why) => expect(reading((p) => parseZoneinfo(broken, p)).problems).toContain(why));
});

describe('counters', () => {
  it('reads meminfo of the machine and of a node', () => {
    expect(reading((p) => parseMeminfo('MemTotal:        4048268 kB\nHugePages_Total:       0\n', p)).value).toEqual([
      { name: 'MemTotal', value: 4048268, kB: true },
      { name: 'HugePages_Total', value: 0, kB: false },
    ]);
    expect(reading((p) => parseMeminfo('Node 1 Active(anon):    3180 kB\n', p)).value).toEqual([
      { name: 'Active(anon)', value: 3180, kB: true },
    ]);
    expect(reading((p) => parseMeminfo('MemTotal: much\n', p)).problems).toEqual([
      '/proc/meminfo line 1 is not “Name: value kB”: “MemTotal: much”',
    ]);
  });
  it('reads vmstat and the pageblock counts', () => {
    expect(reading((p) => parseVmstat('nr_memmap_pages 7\n', p)).value.get('nr_memmap_pages')).toBe(7);
    expect(reading((p) => parseVmstat('nr_memmap_pages x\n', p)).problems.length).toBe(1);
    const table =
      'Free pages count per migrate type at order 0\nNode 0, zone DMA, type Unmovable 0\n\nNumber of blocks type     Unmovable      Movable  Reclaimable   HighAtomic      Isolate \nNode 0, zone      DMA            1            7            0            0            0 \n';
    expect(reading((p) => parsePagetypeinfo(table, p))).toEqual({
      value: [{ node: 0, zone: 'DMA', unmovable: 1, movable: 7, reclaimable: 0 }],
      problems: [],
    });
    expect(reading((p) => parsePagetypeinfo(table.replace('            7 ', ' '), p)).problems[0]).toMatch(
      /^\/proc\/pagetypeinfo line 5 is not/,
    );
  });
});

describe('lists of nodes', () => {
  it.each([
    ['0-1,3\n', [0, 1, 3]],
    ['\n', []],
    ['5', [5]],
  ])('%j', (text, list) => {
    expect(reading((p) => parseNodeList('x', text, p))).toEqual({ value: list, problems: [] });
    expect(formatList(list)).toBe(text.trim());
  });
  it('refuses what is none', () => expect(reading((p) => parseNodeList('x', '3-1', p)).problems.length).toBe(1));
});

describe('the QEMU command line', () => {
  const parse = (line: string): ReturnType<typeof parseArgv> =>
    reading((p) => parseArgv(['qemu', ...line.split(' ')], line.includes('virt') ? 'arm64' : 'x86_64', p)).value;
  it('gives board, CPUs and nodes', () => {
    const m = parse(
      '-machine pc-q35-7.2,nvdimm=on -cpu max,la57=off -smp 4,sockets=2 -m size=4G,slots=8,maxmem=32G -object memory-backend-ram,id=m0,size=2G -numa node,nodeid=0,cpus=0,cpus=2-3,memdev=m0 -numa node,nodeid=1,cpus=1 -numa dist,src=0,dst=1,val=21 -device pc-dimm,id=d,memdev=x -append quiet',
    );
    expect(m.board).toEqual({
      machine: 'q35',
      arch: 'x86_64',
      ramBytes: 4 * GiB,
      maxmemBytes: 32 * GiB,
      slots: 8,
      numaNodes: 2,
      acpi: true,
      nvdimm: true,
    });
    expect(m.numa.map((n) => n.cpus)).toEqual([[0, 2, 3], [1]]);
    expect(m.distances).toEqual([{ src: 0, dst: 1, val: 21 }]);
    expect([m.cpus, m.cpu.features.get('la57'), m.devices[0]?.driver, m.append]).toEqual([
      4,
      'off',
      'pc-dimm',
      'quiet',
    ]);
  });
  it('takes a bare -m as MiB and deals CPUs out to nodes in turn', () => {
    const m = parse('-m 2048 -smp 3 -numa node -numa node');
    expect(m.board.ramBytes).toBe(2048 * MiB);
    expect(m.board.maxmemBytes).toBe(2048 * MiB);
    expect(m.numa.map((n) => [n.id, n.cpus])).toEqual([
      [0, [0, 2]],
      [1, [1]],
    ]);
  });
  it('knows that virt has ACPI only behind a firmware', () => {
    expect(parse('-machine virt').board.acpi).toBe(false);
    expect(parse('-machine virt-7.2,gic-version=3 -bios QEMU_EFI.fd').board).toMatchObject({
      machine: 'virt',
      acpi: true,
    });
    expect(parse('-machine virt,acpi=off -bios QEMU_EFI.fd').board.acpi).toBe(false);
  });
  it.each([
    ['-m 4G,maxmem=2G', 'qemu.argv -m maxmem is smaller than the RAM'],
    ['-m', 'qemu.argv -m has no value'],
    ['-m 4G,slots=some', 'qemu.argv -m slots is not a number: “some”'],
  ])('%s: %s', (line, why) =>
    expect(reading((p) => parseArgv(['qemu', ...line.split(' ')], 'x86_64', p)).problems).toEqual([why]),
  );
});

describe('memory devices of the monitor', () => {
  const dimm =
    'Memory device [dimm]: "dimm1"\n  addr: 0x140000000\n  slot: 0\n  node: 1\n  size: 1073741824\n  memdev: /objects/mem1\n  hotplugged: true\n  hotpluggable: true\n';
  it('reads DIMMs and others', () => {
    const other =
      'Memory device [virtio-mem]: "vm0"\n  memaddr: 0x180000000\n  node: 1\n  size: 0\n  memdev: /objects/vmem0\n';
    const { value, problems } = reading((p) => parseMemoryDevices(dimm + other, p));
    expect(problems).toEqual([]);
    expect(value.map((d) => [d.kind, d.id, d.addr, d.memdev, d.text.length])).toEqual([
      ['dimm', 'dimm1', 0x140000000, 'mem1', dimm.length],
      ['virtio-mem', 'vm0', 0x180000000, 'vmem0', other.length],
    ]);
  });
  it('says which line is wrong', () => {
    expect(reading((p) => parseMemoryDevices(dimm + dimm.replace('  slot: 0\n', ''), p)).problems).toEqual([
      'qemu/info-memory-devices line 9 misses slot',
    ]);
    expect(reading((p) => parseMemoryDevices('hello\n', p)).problems[0]).toMatch(/line 1 is not/);
  });
});

describe('boot messages', () => {
  const lines = [
    'Early memory node ranges',
    '  node   0: [mem 0x0000000000001000-0x000000000009efff]',
    '  node   1: [mem 0x0000000100000000-0x000000017fffffff]',
    'Initmem setup node 0',
    '  node   7: [mem 0x0-0x1]',
  ];
  it('give the early ranges, end exclusive', () =>
    expect(reading((p) => parseEarlyRanges(lines, p)).value).toEqual([
      { node: 0, start: 0x1000, end: 0x9f000 },
      { node: 1, start: 0x100000000, end: 0x180000000 },
    ]));
  it('name nodes with CPUs, or nothing', () => {
    expect(parseCpuNodes(['ACPI: NUMA: SRAT: PXM 1 -> MPIDR 0x1 -> Node 1', '.... node  #0, CPUs:      #1'])).toEqual([
      0, 1,
    ]);
    expect(parseCpuNodes(lines)).toBeUndefined();
  });
});
