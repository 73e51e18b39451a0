/** Random lines for property tests: what somebody might type at a machine. Loaded by tests and the long property run only. */
import fc from 'fast-check';
import type { Line } from '../engine/lines.ts';

const ids = fc.constantFrom('1', '2', '3');
const size = fc.constantFrom('128M', '256M', '512M', '1G', '64M', '0', '1000');
const block = fc.oneof(fc.integer({ min: 44, max: 66 }), fc.integer({ min: 0, max: 47 }));
const word = fc.constantFrom('online', 'online_kernel', 'online_movable', 'offline', 'nonsense');

/** A line somebody might type at the machine with two nodes. */
export const anyLine: fc.Arbitrary<Line> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc
      .tuple(ids, size)
      .map(([i, s]): Line => ({ channel: 'monitor', line: `object_add memory-backend-ram,id=mem${i},size=${s}` })),
  },
  {
    weight: 5,
    arbitrary: fc
      .tuple(
        ids,
        ids,
        fc.constantFrom('', ',node=0', ',node=1', ',node=7'),
        fc.constantFrom('', ',slot=2', ',addr=0x200000000', ',addr=0x184000000'),
      )
      .map(([i, j, n, more]): Line => ({
        channel: 'monitor',
        line: `device_add pc-dimm,id=dimm${i},memdev=mem${j}${n}${more}`,
      })),
  },
  { weight: 2, arbitrary: ids.map((i): Line => ({ channel: 'monitor', line: `device_del dimm${i}` })) },
  { weight: 1, arbitrary: ids.map((i): Line => ({ channel: 'monitor', line: `object_del mem${i}` })) },
  {
    weight: 9,
    arbitrary: fc
      .tuple(block, word)
      .map(([b, w]): Line => ({ channel: 'write', path: `/sys/devices/system/memory/memory${b}/state`, value: w })),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(block, fc.constantFrom('0', '1', 'on', 'x'))
      .map(([b, w]): Line => ({ channel: 'write', path: `/sys/devices/system/memory/memory${b}/online`, value: w })),
  },
  {
    weight: 1,
    arbitrary: word.map((w): Line => ({
      channel: 'write',
      path: '/sys/devices/system/memory/auto_online_blocks',
      value: w,
    })),
  },
  { weight: 2, arbitrary: fc.integer({ min: 1, max: 20 }).map((n): Line => ({ channel: 'world', line: `tick ${n}` })) },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom('load pagecache 64M', 'load anon 64M node 1', 'load kernel 8M', 'load pinned 8M')
      .map((l): Line => ({ channel: 'world', line: l })),
  },
);
/** What only code inside the kernel does to page tables. */
export const tableLine: fc.Arbitrary<Line> = fc
  .oneof(
    fc
      .tuple(
        fc.integer({ min: 0x180000, max: 0x200000 }),
        fc.constantFrom(1, 3, 512, 700),
        fc.constantFrom('invalid', 'default', 'ro', 'rw', ''),
      )
      .map(([at, pages, what]) => `set_direct_map ${at} ${pages} ${what}`.trim()),
    fc.constantFrom('process a', 'process b', 'process a exit', 'touch a 0xffff888180000000', 'walk pfn 0x180000'),
  )
  .map((line): Line => ({ channel: 'world', line }));

/** Memory that is held, set aside for huge pages, or bad. */
export const useLine: fc.Arbitrary<Line> = fc.oneof(
  fc.tuple(fc.integer({ min: 0, max: 2 }), fc.integer({ min: 0, max: 200 })).map(([n, count]): Line => ({
    channel: 'write',
    path: `/sys/devices/system/node/node${n}/hugepages/hugepages-2048kB/nr_hugepages`,
    value: `${count}`,
  })),
  fc
    .integer({ min: 0, max: 300 })
    .map((count): Line => ({ channel: 'write', path: '/proc/sys/vm/nr_hugepages', value: `${count}` })),
  fc
    .tuple(
      ids,
      fc.constantFrom('anon', 'thp', 'shm', 'mlock', 'hugetlb', 'pin', 'vmsplice', 'pipe'),
      fc.integer({ min: 1, max: 300 }),
      fc.integer({ min: -1, max: 2 }),
    )
    .map(([i, kind, mib, n]): Line => ({ channel: 'shell', line: `hold h${i} ${kind} ${mib} ${n}` })),
  ids.map((i): Line => ({ channel: 'shell', line: `drop h${i}` })),
  fc
    .tuple(fc.constantFrom('hard', 'soft'), fc.integer({ min: 44, max: 66 }), fc.integer({ min: 0, max: 32767 }))
    .map(([how, b, page]): Line => ({
      channel: 'write',
      path: `/sys/devices/system/memory/${how}_offline_page`,
      value: `0x${((b * 32768 + page) * 4096).toString(16)}`,
    })),
);
/** Up to 40 lines. */
export const lines = fc.array(anyLine, { minLength: 1, maxLength: 40 });

const fault = fc.constantFrom(
  'fault slot 1 defective',
  'fault clear',
  'fault notifier MEM_GOING_ONLINE EBUSY once',
  'fault notifier MEM_GOING_OFFLINE EAGAIN once',
  'fault notifier MEM_PREPARE_ONLINE ENOMEM once',
  'fault dimm dimm1 uncorrectable 2M',
  'fault dimm dimm2 correctable 2000 4K',
  'policy add=online_movable',
  'policy add=online',
  'policy add=off',
  'interrupt',
  'unload pagecache1',
  'unload kernel1',
);
/** The same with faults, user policies and module parameters; `blocks`: ids of memory blocks worth naming. */
export const harderLine = (blocks: readonly number[]): fc.Arbitrary<Line> =>
  fc.oneof(
    { weight: 8, arbitrary: anyLine },
    { weight: 2, arbitrary: fault.map((line): Line => ({ channel: 'world', line })) },
    { weight: 1, arbitrary: tableLine },
    {
      weight: 1,
      arbitrary: fc
        .constantFrom(
          ['online_policy', 'auto-movable'],
          ['online_policy', 'contig-zones'],
          ['auto_movable_ratio', '0'],
          ['auto_movable_ratio', '301'],
        )
        .map(([name, value = '']): Line => ({
          channel: 'write',
          path: `/sys/module/memory_hotplug/parameters/${name}`,
          value,
        })),
    },
    {
      weight: 4,
      arbitrary: fc
        .tuple(fc.constantFrom(...blocks), word)
        .map(([b, value]): Line => ({ channel: 'write', path: `/sys/devices/system/memory/memory${b}/state`, value })),
    },
  );

const dax = fc.constantFrom('dax0.0', 'dax0.1', 'dax1.0', 'all');
const namespace = fc.constantFrom('namespace0.0', 'namespace0.1', 'namespace1.0', 'all');
const shell = (words: readonly string[]): Line => ({
  channel: 'shell',
  line: words.filter((word) => word !== '').join(' '),
});

/** What somebody might do to persistent memory, dax devices and virtio-mem: sound, out of order, or wrong. */
export const deviceLine: fc.Arbitrary<Line> = fc.oneof(
  fc
    .tuple(
      fc.constantFrom('', '-f -e namespace0.0', '-f -e namespace0.1', '-r region0'),
      fc.constantFrom('devdax', 'fsdax', 'raw', 'sector'),
      fc.constantFrom('', '-M mem', '-M dev'),
      fc.constantFrom('', '-a 2M', '-a 4K', '-a 1G'),
      fc.constantFrom('', '-s 128M', '-s 256M', '-s 302M', '-s 100G'),
    )
    .map(([where, mode, map, align, bytes]) =>
      shell(['ndctl create-namespace', where, `-m ${mode}`, map, align, bytes]),
    ),
  fc.tuple(fc.constantFrom('disable', 'enable', 'destroy', 'destroy -f'), namespace).map(([what, which]) => {
    const [verb = '', force = ''] = what.split(' ');
    return shell([`ndctl ${verb}-namespace`, force, which]);
  }),
  fc
    .constantFrom('ndctl disable-region all', 'ndctl enable-region all', 'ndctl init-labels -f all', 'ndctl list -RN')
    .map((line) => shell([line])),
  {
    weight: 3,
    arbitrary: fc
      .tuple(
        fc.constantFrom('system-ram', 'devdax'),
        fc.constantFrom('', '--no-online', '--no-movable', '--force'),
        dax,
      )
      .map(([mode, how, which]) => shell(['daxctl reconfigure-device', `-m ${mode}`, how, which])),
  },
  fc
    .tuple(fc.constantFrom('offline-memory', 'online-memory', 'disable-device', 'enable-device', 'list'), dax)
    .map(([verb, which]) => shell([`daxctl ${verb}`, verb === 'list' ? '' : which])),
  fc
    .tuple(fc.constantFrom('kmem', 'device_dax'), fc.constantFrom('bind', 'unbind', 'new_id', 'remove_id'), dax)
    .map(([driver, file, value]): Line => ({
      channel: 'write',
      path: `/sys/bus/dax/drivers/${driver}/${file}`,
      value,
    })),
  {
    weight: 3,
    arbitrary: fc
      .constantFrom('0', '2M', '64M', '130M', '512M', '1G', '2G', '3M', '64G')
      .map((bytes): Line => ({ channel: 'monitor', line: `qom-set vm0 requested-size ${bytes}` })),
  },
);
