import { describe, expect, it } from 'vitest';
import { NO_DEVICES, type DevicesView } from '../../engine/devices/view.ts';
import type { Line } from '../../engine/lines.ts';
import { GiB } from '../../engine/units.ts';
import { setCarving, usePage } from '../../store/page.ts';
import { KNOBS } from '../knobs/knobs.ts';
import { smallMachine, testState } from '../map/testing.ts';
import { besideEntries, deviceEntries, knobEntries, sessionEntries, viewEntries } from './machineEntries.ts';

const { info, mirror, cells } = smallMachine();
const sent: Line[] = [];
const state = {
  ...testState(info, mirror, cells),
  sendAll: (lines: readonly Line[]) => {
    sent.push(...lines);
    return Promise.resolve([]);
  },
};
const ids = (entries: readonly { readonly id: string }[]): readonly string[] => entries.map((e) => e.id);

describe('the palette', () => {
  it('has every knob, and sets those of the running kernel', () => {
    const opened: string[] = [];
    const entries = knobEntries(state, (search) => opened.push(search));
    for (const knob of KNOBS) expect(ids(entries), knob.name).toContain(`knob-${knob.id}`);
    entries.find((e) => e.id === 'knob-online-policy-auto-movable')?.run();
    expect(sent.splice(0)).toEqual([
      { channel: 'write', path: '/sys/module/memory_hotplug/parameters/online_policy', value: 'auto-movable' },
    ]);
    entries.find((e) => e.id === 'knob-online-policy')?.run();
    expect(opened).toEqual(['online_policy']);
    const set = knobEntries(
      { ...state, cells: { ...cells, params: { online_policy: 'auto-movable' } } },
      () => undefined,
    );
    expect(set.find((e) => e.id === 'knob-online-policy-auto-movable')?.why).toBe('set already');
    const past = knobEntries(
      { ...state, moment: { line: -1, step: undefined }, session: { ...state.session, length: 3 } },
      () => undefined,
    );
    expect(past.find((e) => e.id === 'knob-online-policy-auto-movable')?.why).toMatch(/^the screen shows the past/);
  });

  it('plugs every model of the shelf, or says why not', () => {
    const entries = deviceEntries({ ...state, info: { ...info, slots: 0 } });
    for (const model of ['nvdimm', 'virtio-mem', 'virtio-pmem', 'cxl-type3', 'accelerator'])
      expect(ids(entries), model).toContain(`plug-${model}-0`);
    expect(entries.find((e) => e.id === 'plug-nvdimm-0')?.why).toBe('this machine has no DIMM slots');
    const mem = entries.find((e) => e.id === 'plug-virtio-mem-0');
    expect(mem?.why).toBeUndefined();
    mem?.run();
    expect(sent.splice(0).at(-1)).toMatchObject({
      line: expect.stringMatching(/^device_add virtio-mem-pci/) as string,
    });
  });

  it('does to devices what their menus do, and says why not', () => {
    const span = { start: 4 * GiB, end: 5 * GiB };
    const memdev = (name: string, hostBridge: string) => ({
      name,
      id: name,
      port: undefined,
      hostBridge,
      volatileBytes: GiB,
      persistentBytes: 0,
      freeVolatile: GiB,
      freePersistent: 0,
      decoders: [],
      poison: [],
      readNs: undefined,
    });
    const region = { ...span, id: 0, kind: 'pmem' as const, targetNode: 0, available: 0, largestGap: 0 };
    const devices = {
      ...NO_DEVICES,
      regions: [
        { ...region, labelled: true },
        { ...region, id: 1, labelled: true, available: GiB, largestGap: GiB },
      ],
      accelerators: [
        { ...span, id: 'gpu0', node: 0, type: 'coherent', state: 'ready', pinned: 0, before: [], fault: undefined },
      ],
      cxl: {
        ...NO_DEVICES.cxl,
        windows: [
          {
            ...span,
            id: 0,
            decoder: 'decoder0.0',
            ways: 2,
            granularity: 256,
            targets: ['a', 'b'],
            volatile: true,
            persistent: false,
            available: GiB,
          },
        ],
        memdevs: [memdev('mem0', 'a'), memdev('mem1', 'b')],
        ports: [{ id: 'rp0', bridge: 'a', device: undefined }],
      },
    } as unknown as DevicesView;
    const entries = deviceEntries({ ...state, cells: { ...cells, devices } });
    const named = (title: string) => entries.find((e) => e.title === title);
    const run = (title: string): unknown => {
      named(title)?.run();
      return sent.splice(0);
    };
    expect(named('region0: Carve a namespace…')?.why).toBe('no space of it is free');
    run('region1: Carve a namespace…');
    expect(usePage.getState().carving).toEqual({ region: 1 });
    setCarving(undefined);
    expect(named('gpu0: They are let go')?.why).toBe('nobody holds pages of it');
    expect(run('decoder0.0: Assemble a region over… mem0 + mem1 · volatile')).toEqual([
      { channel: 'shell', line: 'cxl create-region -m -d decoder0.0 -t ram -w 2 mem0 mem1' },
    ]);
    expect(run('rp0: Plug an expander of… 256 MiB')).toMatchObject([
      {},
      { line: expect.stringMatching(/^device_add cxl-type3,bus=rp0/) as string },
    ]);
  });

  it('goes to bookmarks and branches, sets the pace, reboots', () => {
    const entries = sessionEntries(
      {
        ...state,
        bookmarks: [{ label: 'Before it goes', branch: 1, line: 0 }],
        session: {
          ...state.session,
          branches: [
            { id: 1, name: undefined, from: undefined, lines: 3, own: 3, current: true },
            { id: 2, name: 'the other way', from: undefined, lines: 2, own: 1, current: false },
          ] as never,
        },
      },
      'main',
    );
    expect(entries.map((e) => e.title)).toEqual(
      expect.arrayContaining([
        'Go to bookmark “Before it goes”',
        'Go to the other way',
        'Reboot this machine with its DIMMs',
        'Workloads at 10 ticks a second',
      ]),
    );
    expect(entries.find((e) => e.id === 'branch-1')?.why).toBe('the screen shows it');
  });

  it('shows panes, all of memory, filters, and machines beside', () => {
    const all = [...viewEntries({ ...state, hidden: new Set(['Movable']) }), ...besideEntries([])];
    expect(ids(all)).toEqual(
      expect.arrayContaining(['pane-shell', 'pane-monitor', 'pane-dmesg', 'pane-world', 'fit-all', 'paste']),
    );
    expect(all.find((e) => e.id === 'filter-Movable')?.title).toBe('Show Movable on the map again');
    expect(all.find((e) => e.id === 'end-compare')?.why).toBe('nothing is being compared');
    expect(new Set(ids(all)).size).toBe(all.length);
  });
});
