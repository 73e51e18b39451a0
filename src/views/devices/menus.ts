/** Everything that can be done to a device, as menus. Each entry is the lines it sends. */
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
    hands.entry(`${mode}-${map}`, label, `${n.name} to ${mode}`, linesToRemake(n.name, { mode, map, align }), {
      disabled: n.mode === mode && n.map === map && n.enabled,
    });
  return [
    {
      id: 'remake',
      title: 'Make it…',
      entries: [
        remake('devdax', 'dev', 'devdax, struct pages on the device'),
        remake('devdax', 'mem', 'devdax, struct pages in RAM'),
        remake('fsdax', 'dev', 'fsdax, struct pages on the device'),
        remake('fsdax', 'mem', 'fsdax, struct pages in RAM'),
        hands.entry(
          'raw',
          'raw, without struct pages',
          `${n.name} to raw`,
          linesToRemake(n.name, { mode: 'raw', map: 'mem', align }),
          { disabled: n.mode === 'raw' },
        ),
        {
          id: 'align',
          label: 'Alignment',
          disabled: n.mode === 'raw' || n.mode === 'sector',
          entries: ALIGNS.map((size) =>
            hands.entry(
              `align-${size}`,
              size === GiB ? '1 GiB' : size === 2 * MiB ? '2 MiB' : '4 KiB',
              `${n.name}: alignment`,
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
        ...(region?.labelled === true ? [{ id: 'resize', label: 'Another size…', onAction: onResize }] : []),
        hands.entry(
          'switch',
          n.enabled ? 'Disable' : 'Enable',
          `${n.name}: ${n.enabled ? 'disable' : 'enable'}`,
          linesToSwitch(n.name, !n.enabled),
        ),
        hands.entry('destroy', 'Destroy', `${n.name}: destroy`, linesToDestroy(n.name), { danger: true }),
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
    entry(id, label, `${d.name} to System RAM`, linesToRam(d.name, option, auto), { disabled: ram });
  return [
    {
      id: 'ram',
      title: ram ? undefined : auto ? `Policy is ${policy}: --force` : 'To System RAM',
      entries: ram
        ? []
        : [
            toRam('ram-movable', 'System RAM, online to Movable', 'movable'),
            toRam('ram-kernel', 'System RAM, online to Normal', 'no-movable'),
            toRam('ram-offline', 'System RAM, leave it offline', 'no-online'),
          ],
    },
    {
      id: 'memory',
      title: ram ? 'Its memory' : undefined,
      entries: !ram
        ? []
        : [
            entry('online', 'Online to Movable', `${d.name}: online`, linesToOnline(d.name, true), {
              disabled: online === blocks.length,
            }),
            entry('online-kernel', 'Online to Normal', `${d.name}: online`, linesToOnline(d.name, false), {
              disabled: online === blocks.length,
            }),
            entry('offline', 'Take offline', `${d.name}: offline`, linesToOffline(d.name), { disabled: online === 0 }),
          ],
    },
    {
      id: 'back',
      title: ram ? 'Back to devdax' : undefined,
      entries: !ram
        ? []
        : [
            entry('devdax', 'To devdax', `${d.name} to devdax`, linesToDevdax(d.name, false)),
            entry('devdax-force', 'Take offline and to devdax', `${d.name} to devdax`, linesToDevdax(d.name, true)),
          ],
    },
    {
      id: 'driver',
      title: 'Driver',
      entries:
        d.driver === undefined
          ? [
              entry('bind-dax', 'Bind device_dax', `${d.name}: bind`, linesToBind(d.name, 'device_dax')),
              entry('bind-kmem', 'Bind kmem', `${d.name}: bind`, linesToBind(d.name, 'kmem')),
            ]
          : [
              entry('unbind', `Unbind ${d.driver}`, `${d.name}: unbind`, linesToUnbind(d.name, d.driver), {
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
        { id: 'carve', label: 'Carve a namespace…', disabled: !r.labelled || r.largestGap === 0, onAction: onCarve },
        ...(canLabel
          ? [
              hands.entry(
                'labels',
                r.labelled ? 'Write its labels anew' : 'Write labels, so that it can be carved',
                `region${r.id}: labels`,
                linesToLabel(r.id),
                { danger: true },
              ),
            ]
          : []),
      ],
    },
  ];
}
