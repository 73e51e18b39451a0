/** Everything that can be done to a device, as menus. Each entry is the lines it sends. */
import * as words from '#words/devices.ts';
import type {
  AcceleratorView,
  CxlMemdevView,
  CxlRegionView,
  CxlView,
  CxlWindowView,
  DaxView,
  NamespaceView,
  RegionView,
  VirtioMemView,
} from '../../engine/devices/view.ts';
import { KiB, MiB, GiB } from '../../engine/units.ts';
import { formatBytes } from '../../ui/format.ts';
import type { MenuEntry, MenuGroup } from '../../ui/Menu.tsx';
import type { Hands } from './hands.ts';
import {
  linesForAccelerator,
  linesForCxlRegion,
  linesToAssemble,
  linesToBind,
  linesToDestroy,
  linesToDevdax,
  linesToLabel,
  linesToOffline,
  linesToOnline,
  linesToPlugCxl,
  linesToRam,
  linesToRemake,
  linesToRequest,
  linesToSwitch,
  linesToUnbind,
  linesToUnplugCxl,
} from './lines.ts';

/** A namespace's alignments (drivers/nvdimm/pfn_devs.c: nd_pfn_supported_alignments). */
export const ALIGNS = [4 * KiB, 2 * MiB, GiB] as const;

/** What can be done to a namespace. */
export function namespaceMenu(
  n: NamespaceView,
  region: RegionView | undefined,
  hands: Hands,
  onResize: () => void,
): readonly MenuGroup[] {
  const align = n.align === undefined || n.align < 2 * MiB ? 2 * MiB : n.align;
  const remake = (mode: 'fsdax' | 'devdax', map: 'mem' | 'dev', label: string): MenuEntry =>
    hands.entry(`${mode}-${map}`, label, words.toModeTitle(n.name, mode), linesToRemake(n.name, { mode, map, align }), {
      unless: n.mode === mode && n.map === map && n.enabled && words.isSoAlready,
    });
  return [
    {
      id: 'remake',
      title: words.makeIt,
      entries: [
        remake('devdax', 'dev', words.devdaxMemmapOnDevice),
        remake('devdax', 'mem', words.devdaxMemmapInRam),
        remake('fsdax', 'dev', words.fsdaxMemmapOnDevice),
        remake('fsdax', 'mem', words.fsdaxMemmapInRam),
        hands.entry(
          'raw',
          words.rawWithoutStructPages,
          words.toRawTitle(n.name),
          linesToRemake(n.name, { mode: 'raw', map: 'mem', align }),
          { unless: n.mode === 'raw' && words.isSoAlready },
        ),
        hands.entry(
          'sector',
          words.sectorNeverTorn,
          words.toSectorTitle(n.name),
          linesToRemake(n.name, { mode: 'sector', map: 'mem', align }),
          { unless: n.mode === 'sector' && n.enabled && words.isSoAlready },
        ),
        {
          id: 'align',
          label: words.alignment,
          ...((n.mode === 'raw' || n.mode === 'sector') && { disabled: true, description: words.nothingToAlign }),
          entries: ALIGNS.map((size) =>
            hands.entry(
              `align-${size}`,
              size === GiB ? '1 GiB' : size === 2 * MiB ? '2 MiB' : '4 KiB',
              words.alignmentTitle(n.name),
              linesToRemake(n.name, {
                mode: n.mode === 'fsdax' ? 'fsdax' : 'devdax',
                map: n.map === 'dev' ? 'dev' : 'mem',
                align: size,
              }),
              { unless: n.align === size && words.isSoAlready },
            ),
          ),
        },
      ],
    },
    {
      id: 'space',
      entries: [
        ...(region?.labelled === true ? [{ id: 'resize', label: words.anotherSize, onAction: onResize }] : []),
        hands.entry(
          'switch',
          n.enabled ? words.disable : words.enable,
          n.enabled ? words.toDisable(n.name) : words.toEnable(n.name),
          linesToSwitch(n.name, !n.enabled),
        ),
        hands.entry('destroy', words.destroy, words.destroyTitle(n.name), linesToDestroy(n.name), { danger: true }),
      ],
    },
  ];
}

/** What can be done to a dax device: to System RAM and back, with daxctl's options. */
export function daxMenu(d: DaxView, policy: string, hands: Hands): readonly MenuGroup[] {
  const auto = policy !== 'offline';
  const blocks = d.kmem?.blocks ?? [];
  const online = blocks.filter((b) => b.online).length;
  const ram = d.driver === 'kmem';
  const { entry } = hands;
  const toRam = (id: string, label: string, option: 'movable' | 'no-movable' | 'no-online'): MenuEntry =>
    entry(id, label, words.toSystemRamTitle(d.name), linesToRam(d.name, option, auto), {
      unless: ram && words.isSoAlready,
    });
  return [
    {
      id: 'ram',
      title: ram ? undefined : auto ? words.policyIsForce(policy) : words.toSystemRam,
      entries: ram
        ? []
        : [
            toRam('ram-movable', words.systemRamToMovable, 'movable'),
            toRam('ram-kernel', words.systemRamToNormal, 'no-movable'),
            toRam('ram-offline', words.systemRamOffline, 'no-online'),
          ],
    },
    {
      id: 'memory',
      title: ram ? words.itsMemory : undefined,
      entries: !ram
        ? []
        : [
            entry('online', words.onlineToMovable, words.onlineTitle(d.name), linesToOnline(d.name, true), {
              unless: online === blocks.length && words.allBlocksAreOnline,
            }),
            entry('online-kernel', words.onlineToNormal, words.onlineTitle(d.name), linesToOnline(d.name, false), {
              unless: online === blocks.length && words.allBlocksAreOnline,
            }),
            entry('offline', words.takeOffline, words.offlineTitle(d.name), linesToOffline(d.name), {
              unless: online === 0 && words.noBlockIsOnline,
            }),
          ],
    },
    {
      id: 'back',
      title: ram ? words.backToDevdax : undefined,
      entries: !ram
        ? []
        : [
            entry('devdax', words.toDevdax, words.toDevdaxTitle(d.name), linesToDevdax(d.name, false)),
            entry('devdax-force', words.takeOfflineToDevdax, words.toDevdaxTitle(d.name), linesToDevdax(d.name, true)),
          ],
    },
    {
      id: 'driver',
      title: words.driverHeading,
      entries:
        d.driver === undefined
          ? [
              entry('bind-dax', words.bindDeviceDax, words.bindTitle(d.name), linesToBind(d.name, 'device_dax')),
              entry('bind-kmem', words.bindKmem, words.bindTitle(d.name), linesToBind(d.name, 'kmem')),
            ]
          : [
              entry('unbind', words.unbind(d.driver), words.unbindTitle(d.name), linesToUnbind(d.name, d.driver), {
                danger: true,
              }),
            ],
    },
  ];
}

/** What can be done to a region that has labels, or could have. */
export function regionMenu(r: RegionView, canLabel: boolean, hands: Hands, onCarve: () => void): readonly MenuGroup[] {
  const why = !r.labelled ? words.hasNoLabels : r.largestGap === 0 ? words.noSpaceIsFree : undefined;
  return [
    {
      id: 'region',
      entries: [
        {
          id: 'carve',
          label: words.carveNamespace,
          ...(why !== undefined && { disabled: true, description: why }),
          onAction: onCarve,
        },
        ...(canLabel
          ? [
              hands.entry(
                'labels',
                r.labelled ? words.writeItsLabelsAnew : words.writeLabelsSoThat,
                words.regionLabels(r.id),
                linesToLabel(r.id),
                { danger: true },
              ),
            ]
          : []),
      ],
    },
  ];
}

/** Sizes that a virtio-mem device can be asked for in one go. */
export function virtioMemMenu(v: VirtioMemView, hands: Hands): readonly MenuGroup[] {
  const size = v.end - v.start;
  // a small device has fewer sizes than these
  const sizes = new Set([0, size / 4, size / 2, size].map((n) => Math.floor(n / v.blockSize) * v.blockSize));
  return [
    {
      id: 'request',
      title: words.request,
      entries: [...sizes].map((n) =>
        hands.entry(
          `request-${n}`,
          n === 0 ? words.nothing : formatBytes(n),
          words.requested(v.id, n),
          linesToRequest(v.id, n),
          { unless: n === v.requested && words.isRequested },
        ),
      ),
    },
  ];
}

/** An accelerator's life: it fails, is initialised anew, and comes back; and who holds its pages. */
export function acceleratorMenu(a: AcceleratorView, hands: Hands): readonly MenuGroup[] {
  const does = (verb: Parameters<typeof linesForAccelerator>[1], label: string, unless: string | false): MenuEntry =>
    hands.entry(verb, label, words.acceleratorTitle(a.id, label), linesForAccelerator(a.id, verb), { unless });
  return [
    {
      id: 'state',
      title: words.itsMemory,
      entries: [
        does('fault', words.takeItOfflineHigh, a.state !== 'ready' && words.memoryIsNotInUse),
        does('reset', words.initialiseIt, a.state === 'ready' && words.memoryIsInUse),
        does('online', words.putItBackWhere, a.state !== 'reset' && words.isNotInitialised),
        does('online-elsewhere', words.putItBack, a.state !== 'reset' && words.isNotInitialised),
      ],
    },
    {
      id: 'pins',
      entries: [
        does('pin', words.holdPages, a.state !== 'ready' && words.memoryIsNotInUse),
        does('release', words.theyAreLetGo, a.pinned === 0 && words.nobodyHoldsPages),
      ],
    },
  ];
}

/** What `cxl` does to a region as a whole. */
export function cxlRegionMenu(r: CxlRegionView, hands: Hands): readonly MenuGroup[] {
  const does = (verb: 'enable' | 'disable' | 'destroy', label: string, rest: Parameters<Hands['entry']>[4]) =>
    hands.entry(verb, label, words.regionTitle(r.name, label), linesForCxlRegion(r.name, verb), rest);
  return [
    {
      id: 'region',
      entries: [
        does('enable', words.enable, { unless: r.state === 'committed' && words.isSoAlready }),
        does('disable', words.disable, { unless: r.state === 'idle' && words.isSoAlready }),
        does('destroy', words.destroy, { danger: true }),
      ],
    },
  ];
}

/** Sets of expanders that a window's regions can be made of: one behind each of its bridges, in their order. */
export function setsFor(
  cxl: CxlView,
  w: CxlWindowView,
  free: (m: CxlMemdevView) => number,
): readonly CxlMemdevView[][] {
  return w.targets.reduce<CxlMemdevView[][]>(
    (sets, bridge) =>
      sets.flatMap((set) =>
        cxl.memdevs.filter((m) => m.hostBridge === bridge && free(m) > 0 && !set.includes(m)).map((m) => [...set, m]),
      ),
    [[]],
  );
}

/** Regions that could be assembled in a window, of either kind of memory. */
export function assembleMenu(cxl: CxlView, w: CxlWindowView, hands: Hands): readonly MenuGroup[] {
  const kinds = [
    { type: 'ram', free: (m: CxlMemdevView) => m.freeVolatile },
    { type: 'pmem', free: (m: CxlMemdevView) => m.freePersistent },
  ] as const;
  const entries = kinds.flatMap(({ type, free }) =>
    setsFor(cxl, w, free).map((set) => {
      const names = set.map((m) => m.name);
      return hands.entry(
        `${type}-${names.join('-')}`,
        words.expandersOfKind(names.join(' + '), type),
        words.newRegionTitle(w.decoder),
        linesToAssemble(w.decoder, names, type),
      );
    }),
  );
  return [
    {
      id: 'assemble',
      title: entries.length > 0 ? words.assembleRegionOver : words.noExpanderToSpare,
      entries,
    },
  ];
}

/** What can be done to an expander. */
export const expanderMenu = (m: CxlMemdevView, hands: Hands): readonly MenuGroup[] => [
  {
    id: 'unplug',
    entries: [hands.entry('unplug', words.unplugIt, words.unplugTitle(m.id), linesToUnplugCxl(m.id), { danger: true })],
  },
];

/** Sizes of expanders on offer: a region takes 256 MiB of each. */
const EXPANDERS = [256, 512, 1024, 2048].map((n) => n * MiB);

/** What can be plugged into a CXL port that is free. `backends`: the memory that the host has. */
export function portMenu(
  cxl: CxlView,
  port: string,
  backends: readonly { readonly id: string }[],
  hands: Hands,
): readonly MenuGroup[] {
  const taken = new Set([...backends, ...cxl.memdevs].map((x) => x.id));
  for (const p of cxl.ports) if (p.device !== undefined) taken.add(p.device);
  let n = 1;
  while (taken.has(`cxl${n}`) || taken.has(`cxlmem${n}`)) n++;
  return [
    {
      id: 'plug',
      title: words.plugAnExpander,
      entries: EXPANDERS.map((size) =>
        hands.entry(
          String(size),
          formatBytes(size),
          words.plugTitle(port),
          linesToPlugCxl(port, `cxl${n}`, `cxlmem${n}`, size),
        ),
      ),
    },
  ];
}
