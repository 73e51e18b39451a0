/** What the palette offers of a machine beyond its DIMMs: devices, knobs, its session, and how it is looked at. */
import * as words from '#words/palette.ts';
import { GiB, nodeId } from '../../engine/units.ts';
import type { Line } from '../../engine/lines.ts';
import { setCarving, setComparing, setPasting, usePage } from '../../store/page.ts';
import { atlasOf, labelStanding, openBeside, useWorld } from '../../store/world.ts';
import type { MachineEntry } from '../../store/machines.ts';
import { showsNow } from '../../store/running.ts';
import type { AtlasState, ConsolePane } from '../../store/types.ts';
import { formatBytes } from '../../ui/format.ts';
import type { MenuGroup } from '../../ui/Menu.tsx';
import { changeSpeed } from '../app/clock.ts';
import { MODELS, MODEL_NAMES, type Model, freeSlots, linesForMove } from '../bay/moves.ts';
import { type Hands, offered, typed } from '../devices/hands.ts';
import {
  acceleratorMenu,
  assembleMenu,
  cxlRegionMenu,
  daxMenu,
  namespaceMenu,
  portMenu,
  regionMenu,
  virtioMemMenu,
} from '../devices/menus.ts';
import { currentOf, type Known } from '../knobs/value.ts';
import { KNOBS } from '../knobs/knobs.ts';
import type { Knob } from '../knobs/types.ts';
import { endComparison } from '../compare/compare.ts';
import { goTo } from '../share/goTo.ts';
import type { Entry } from './entries.ts';

/** What stands between the lines of a hint. */
const BETWEEN = ' · ';
const join = (lines: readonly Line[]): string => lines.map(typed).join(BETWEEN);
const sendTo = (state: Pick<AtlasState, 'sendAll'>, lines: readonly Line[]): void =>
  void state.sendAll(lines).catch(() => undefined);

/** Models that QEMU's device_del, or the world, takes out by their id. */
const idsOf = ({ cells }: AtlasState): readonly (readonly [model: Model, id: string])[] => {
  const { devices } = cells;
  if (devices === undefined) return [];
  const of = (model: Model, all: readonly { readonly id: string }[]) => all.map(({ id }) => [model, id] as const);
  return [
    ...of('nvdimm', devices.nvdimms),
    ...of('virtio-mem', devices.virtioMem),
    ...of('virtio-pmem', devices.virtioPmem),
    ...of('cxl-type3', devices.cxl.memdevs),
    ...of('accelerator', devices.accelerators),
  ];
};

/** Devices into nodes, out of them, and what their menus can do. */
export function deviceEntries(state: AtlasState): Entry[] {
  const { info, cells } = state;
  if (info === undefined) return [];
  const free = freeSlots(info.slots, cells.dimms ?? []).length > 0;
  const plug = MODEL_NAMES.slice(1).flatMap((model) =>
    (cells.nodes ?? []).map((node): Entry => {
      const { name, slotted } = MODELS[model];
      const target = { kind: 'slot', node: nodeId(node.id), slot: undefined } as const;
      const lines = linesForMove({ kind: 'new', model, size: GiB }, target, cells);
      const why = !slotted ? undefined : info.slots === 0 ? words.noSlots : free ? undefined : words.slotsTaken;
      return {
        id: `plug-${model}-${node.id}`,
        group: words.devices,
        title: words.plugDevice(formatBytes(GiB), name, node.id),
        also: words.deviceAddHotAdd(model),
        ...(why === undefined ? { hint: join(lines) } : { why }),
        run: () => sendTo(state, lines),
      };
    }),
  );
  const out = idsOf(state).map(([model, id]): Entry => {
    const part = { kind: 'dimm', model, id, memdev: '', size: 0, node: nodeId(0), slot: undefined } as const;
    const lines = linesForMove(part, { kind: 'shelf' }, cells);
    return {
      id: `unplug-${id}`,
      group: words.devices,
      title: words.unplugDevice(id),
      also: words.deviceDelUnplugRemove(model),
      hint: join(lines),
      run: () => sendTo(state, lines),
    };
  });
  return [...menuEntries(state), ...out, ...plug];
}

/** Groups whose entries are the answer to their title. */
const ASKS: ReadonlySet<string> = new Set(['remake', 'plug', 'assemble', 'request']);

/** The menus of all devices, flat; carving opens its dialog. */
function menuEntries(state: AtlasState): Entry[] {
  const { devices, params, backends } = state.cells;
  if (devices === undefined) return [];
  const hands: Hands = {
    send: () => Promise.resolve(),
    preview: () => undefined,
    entry: (id, label, _title, lines, rest) => ({
      id,
      label,
      ...offered(lines, BETWEEN, rest),
      onAction: () => sendTo(state, lines),
    }),
  };
  const flat = (device: string, groups: readonly MenuGroup[], within = ''): Entry[] =>
    groups.flatMap(({ id: group, title = '', entries }) => {
      // a group that asks “of what?” is the beginning of what its entries say
      const of = within === '' && ASKS.has(group) ? `${title} ` : within;
      return entries.flatMap((entry): Entry[] => {
        if (entry.entries !== undefined)
          return flat(device, [{ id: entry.id, entries: entry.entries }], `${entry.label} `);
        const { onAction, description = '' } = entry;
        if (onAction === undefined) return [];
        return [
          {
            id: `menu-${device}-${group}-${entry.id}`,
            group: words.devices,
            title: words.ofDevice(device, `${of}${entry.label}`),
            ...(entry.disabled === true ? { why: description } : { hint: description }),
            run: onAction,
          },
        ];
      });
    });
  const policy = params?.['auto_online_blocks'] ?? 'offline';
  const { cxl } = devices;
  return [
    ...devices.regions.flatMap((r) => {
      const canLabel = devices.nvdimms.some((n) => n.region === r.id && n.labelSize > 0);
      return flat(
        words.region(r.id),
        regionMenu(r, canLabel, hands, () => setCarving({ region: r.id })),
      );
    }),
    ...devices.namespaces.flatMap((n) => {
      const region = devices.regions.find((r) => r.id === n.region);
      return flat(
        n.name,
        namespaceMenu(n, region, hands, () => setCarving({ region: n.region, of: n.name })),
      );
    }),
    ...devices.dax.flatMap((d) => flat(d.name, daxMenu(d, policy, hands))),
    ...devices.virtioMem.flatMap((v) => flat(v.id, virtioMemMenu(v, hands))),
    ...cxl.windows.flatMap((w) => flat(w.decoder, assembleMenu(cxl, w, hands))),
    ...cxl.regions.flatMap((r) => flat(r.name, cxlRegionMenu(r, hands))),
    ...cxl.ports
      .filter((p) => p.device === undefined)
      .flatMap((p) => flat(p.id, portMenu(cxl, p.id, backends ?? [], hands))),
    ...devices.accelerators.flatMap((a) => flat(a.id, acceleratorMenu(a, hands))),
  ];
}

/** Knobs: those of the running kernel set to each of their words, and every knob where it stands in its panel. */
export function knobEntries(state: AtlasState, openKnob: (search: string) => void): Entry[] {
  const { info, cells } = state;
  if (info === undefined) return [];
  const known: Known = {
    arch: info.geometry.arch,
    params: cells.params ?? {},
    addRule: cells.addRule,
    cmdline: info.cmdline,
    config: info.config,
  };
  const now = showsNow(state);
  return KNOBS.flatMap((knob): Entry[] => [
    ...wordsOf(knob).map(([value, line]): Entry => {
      const current = currentOf(knob, known);
      const why = !now
        ? words.inThePast
        : current.kind !== 'unknown' && current.text === value
          ? words.isSetAlready
          : undefined;
      return {
        id: `knob-${knob.id}-${value}`,
        group: words.knobs,
        title: words.setKnob(knob.name, value),
        also: knob.what,
        ...(why === undefined ? { hint: typed(line) } : { why }),
        run: () => sendTo(state, [line]),
      };
    }),
    {
      id: `knob-${knob.id}`,
      group: words.knobs,
      title: words.openKnob(knob.name),
      also: knob.where.join(' '),
      hint: { run: knob.what, boot: words.atBoot, build: words.atBuild }[knob.stage],
      run: () => openKnob(knob.name),
    },
  ]);
}

/** What a knob of the running kernel can be set to in one line. */
function wordsOf(knob: Knob): readonly (readonly [value: string, line: Line])[] {
  const { access, values } = knob;
  if (knob.stage !== 'run' || access.kind !== 'file' || values.kind !== 'word') return [];
  return values.words.map(({ word }) => [word, { channel: 'write', path: access.path, value: word }]);
}

/** Bookmarks and branches to go to, and the speed of the workloads. */
export function sessionEntries(state: AtlasState, name: string): Entry[] {
  const store = atlasOf(name);
  const { bookmarks, session } = state;
  return [
    ...bookmarks.map((mark, i): Entry => ({
      id: `bookmark-${i}`,
      group: words.session,
      title: words.goToBookmark(mark.label),
      also: words.momentTimeTravel,
      run: () => {
        if (store !== undefined) void goTo(store, mark.branch, { line: mark.line, step: mark.step });
      },
    })),
    ...(session.branches.length < 2 ? [] : session.branches).map((branch): Entry => ({
      id: `branch-${branch.id}`,
      group: words.session,
      title: words.goToBranch(branch.name ?? words.branch(branch.id)),
      also: words.switchFork,
      ...(branch.current ? { why: words.onThisBranch } : {}),
      run: () => void state.switchTo(branch.id),
    })),
    {
      id: 'reboot',
      group: words.machines,
      title: words.reboot,
      also: words.bootRestart,
      ...(showsNow(state) ? { hint: words.boot } : { why: words.inThePast }),
      run: () => sendTo(state, [{ channel: 'world', line: 'boot' }]),
    },
    ...[1, 4, 10, 30].map((ticks): Entry => ({
      id: `speed-${ticks}`,
      group: words.workloads,
      title: words.speed(ticks),
      also: words.clockPace,
      run: () => changeSpeed(ticks),
    })),
  ];
}

/** How a machine is looked at: panes of the console, the map, its filters. */
export function viewEntries(state: AtlasState): Entry[] {
  const panes: readonly ConsolePane[] = ['shell', 'monitor', 'dmesg', 'world'];
  const filters = ['DMA32', 'Normal', 'Movable', 'Device', 'offline', 'memmap', 'trouble'] as const;
  return [
    ...panes.map((pane): Entry => ({
      id: `pane-${pane}`,
      group: words.view,
      title: words.consolePane(words.panes[pane]),
      also: words.tabShow,
      run: () => state.setPane(pane),
    })),
    {
      id: 'fit-all',
      group: words.view,
      title: words.allOfMemory,
      also: words.zoomOutFit,
      run: () => state.setAim('all'),
    },
    ...filters.map((key): Entry => {
      const hidden = state.hidden.has(key);
      const what = words.filters[key];
      return {
        id: `filter-${key}`,
        group: words.view,
        title: hidden ? words.show(what) : words.hide(what),
        also: words.legendFilterZone,
        run: () => state.toggleHidden(key),
      };
    }),
  ];
}

/** Machines to stand beside this one, and the end of a comparison. */
export function besideEntries(machines: readonly MachineEntry[]): Entry[] {
  const comparing = usePage.getState().comparing || useWorld.getState().machines.length > 1;
  return [
    {
      id: 'end-compare',
      group: words.session,
      title: words.endComparison,
      also: words.compareDifferencesSide,
      ...(comparing ? {} : { why: words.nothingCompared }),
      run: endComparison,
    },
    {
      id: 'paste',
      group: words.machines,
      title: words.paste,
      also: words.qemuSystemCommandLine,
      run: () => setPasting(true),
    },
    ...machines.map((machine): Entry => ({
      id: `beside-${machine.id}`,
      group: words.machines,
      title: words.beside(machine.title),
      also: words.compareTwoSecond(machine.arch),
      hint: machine.line,
      run: () => {
        void openBeside('beside', { kind: 'bundled', id: machine.id });
        labelStanding('beside', machine.title);
        setComparing(true);
      },
    })),
  ];
}
