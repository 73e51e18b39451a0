/** Everything that can be done to a device, as menus. Each entry is the lines it sends. */
import * as words from '#words/devices.ts';
import type { DaxView, NamespaceView, RegionView } from '../../engine/devices/view.ts';
import { KiB, MiB, GiB } from '../../engine/units.ts';
import type { MenuEntry, MenuGroup } from '../../ui/Menu.tsx';
import type { Hands } from './hands.ts';
import {
  linesToBind,
  linesToDestroy,
  linesToDevdax,
  linesToLabel,
  linesToOffline,
  linesToOnline,
  linesToRam,
  linesToRemake,
  linesToSwitch,
  linesToUnbind,
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
    hands.entry(`${mode}-${map}`, label, words.nameToMode(n.name, mode), linesToRemake(n.name, { mode, map, align }), {
      disabled: n.mode === mode && n.map === map && n.enabled,
    });
  return [
    {
      id: 'remake',
      title: words.makeIt,
      entries: [
        remake('devdax', 'dev', words.devdaxStructPages),
        remake('devdax', 'mem', words.menusDevdaxStructPages),
        remake('fsdax', 'dev', words.fsdaxStructPages),
        remake('fsdax', 'mem', words.menusFsdaxStructPages),
        hands.entry(
          'raw',
          words.rawWithoutStructPages,
          words.toRaw(n.name),
          linesToRemake(n.name, { mode: 'raw', map: 'mem', align }),
          { disabled: n.mode === 'raw' },
        ),
        hands.entry(
          'sector',
          words.sectorNeverTorn,
          words.toSector(n.name),
          linesToRemake(n.name, { mode: 'sector', map: 'mem', align }),
          { disabled: n.mode === 'sector' && n.enabled },
        ),
        {
          id: 'align',
          label: words.alignment,
          disabled: n.mode === 'raw' || n.mode === 'sector',
          entries: ALIGNS.map((size) =>
            hands.entry(
              `align-${size}`,
              size === GiB ? '1 GiB' : size === 2 * MiB ? '2 MiB' : '4 KiB',
              words.menusAlignment(n.name),
              linesToRemake(n.name, {
                mode: n.mode === 'fsdax' ? 'fsdax' : 'devdax',
                map: n.map === 'dev' ? 'dev' : 'mem',
                align: size,
              }),
              { disabled: n.align === size },
            ),
          ),
        },
      ],
    },
    {
      id: 'space',
      entries: [
        ...(region?.labelled === true ? [{ id: 'resize', label: words.menusAnotherSize, onAction: onResize }] : []),
        hands.entry(
          'switch',
          n.enabled ? words.disable : words.enable,
          n.enabled ? words.toDisable(n.name) : words.toEnable(n.name),
          linesToSwitch(n.name, !n.enabled),
        ),
        hands.entry('destroy', words.destroy, words.menusDestroy(n.name), linesToDestroy(n.name), { danger: true }),
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
    entry(id, label, words.toSystemRam(d.name), linesToRam(d.name, option, auto), { disabled: ram });
  return [
    {
      id: 'ram',
      title: ram ? undefined : auto ? words.policyIsForce(policy) : words.menusToSystemRam,
      entries: ram
        ? []
        : [
            toRam('ram-movable', words.systemRamOnline, 'movable'),
            toRam('ram-kernel', words.menusSystemRamOnline, 'no-movable'),
            toRam('ram-offline', words.systemRamLeaveIt, 'no-online'),
          ],
    },
    {
      id: 'memory',
      title: ram ? words.itsMemory : undefined,
      entries: !ram
        ? []
        : [
            entry('online', words.onlineToMovable, words.menusOnline(d.name), linesToOnline(d.name, true), {
              disabled: online === blocks.length,
            }),
            entry('online-kernel', words.onlineToNormal, words.menusOnline(d.name), linesToOnline(d.name, false), {
              disabled: online === blocks.length,
            }),
            entry('offline', words.takeOffline, words.offline(d.name), linesToOffline(d.name), {
              disabled: online === 0,
            }),
          ],
    },
    {
      id: 'back',
      title: ram ? words.backToDevdax : undefined,
      entries: !ram
        ? []
        : [
            entry('devdax', words.toDevdax, words.menusToDevdax(d.name), linesToDevdax(d.name, false)),
            entry('devdax-force', words.menusTakeOffline, words.menusToDevdax(d.name), linesToDevdax(d.name, true)),
          ],
    },
    {
      id: 'driver',
      title: words.menusDriver,
      entries:
        d.driver === undefined
          ? [
              entry('bind-dax', words.bindDeviceDax, words.bind(d.name), linesToBind(d.name, 'device_dax')),
              entry('bind-kmem', words.bindKmem, words.bind(d.name), linesToBind(d.name, 'kmem')),
            ]
          : [
              entry('unbind', words.unbind(d.driver), words.menusUnbind(d.name), linesToUnbind(d.name, d.driver), {
                danger: true,
              }),
            ],
    },
  ];
}

/** What can be done to a region that has labels, or could have. */
export function regionMenu(r: RegionView, canLabel: boolean, hands: Hands, onCarve: () => void): readonly MenuGroup[] {
  return [
    {
      id: 'region',
      entries: [
        { id: 'carve', label: words.carveNamespace, disabled: !r.labelled || r.largestGap === 0, onAction: onCarve },
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
