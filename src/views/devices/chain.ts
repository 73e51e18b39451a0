/**
 * From the device to pages that anybody can allocate, stage by stage ("boot to bash"): how far a device got, what
 * decided each step, and what can change it.
 *
 *   NVDIMM    ─▶ region ─▶ namespace ─▶ dax device ─▶ memory blocks ─▶ online in a zone
 *   firmware  ─▶ Soft Reserved ─▶ hmem ─▶ dax device ─▶ …
 */
import * as words from '#words/devices.ts';
import type { CxlRegionView, DaxView, DevicesView, NamespaceView, RegionView } from '../../engine/devices/view.ts';
import type { Cells, MachineInfo } from '../../link/messages.ts';
import type { DeviceRef } from '../../store/devices.ts';
import { formatAddress } from '../../ui/format.ts';
import { daxOf } from './bar.ts';
import { namespaceWords, REGION_KINDS } from './words.ts';

/** What is known of the machine beside its devices. */
export interface Policies {
  /** /sys/devices/system/memory/auto_online_blocks */
  readonly autoOnline: string;
  readonly blockBytes: number;
  readonly config: Readonly<Record<string, string>>;
  readonly cmdline: string;
  /** What the user-space rule writes to blocks that arrive. */
  readonly addRule: string;
}

/** The policies of a machine at the moment on screen. */
export const policiesOf = ({ blockBytes, config = {}, cmdline }: MachineInfo, cells: Partial<Cells>): Policies => ({
  autoOnline: cells.params?.['auto_online_blocks'] ?? 'offline',
  blockBytes,
  config,
  cmdline,
  addRule: cells.addRule ?? 'off',
});

/** What became of a stage, in a word. */
export const STAGE_STATES: Readonly<Record<Stage['state'], string>> = {
  done: words.stageDone,
  partly: words.stagePartly,
  open: words.stageOpen,
};

/** One stage of the way. */
export interface Stage {
  readonly name: string;
  /** done: it got here; partly: some of it did; open: it did not. */
  readonly state: 'done' | 'partly' | 'open';
  readonly what: string;
  /** What decides this step, with its value, and how to change it. */
  readonly decides: readonly string[];
  /** Kernel function. */
  readonly source: string;
  readonly device: DeviceRef | undefined;
}

/** The way of whatever a device belongs to; empty: it does not become System RAM. */
export function chainOf(d: DevicesView, ref: DeviceRef, p: Policies): readonly Stage[] {
  const dax = ref.kind === 'dax' ? d.dax.find((x) => x.name === ref.id) : undefined;
  switch (ref.kind) {
    case 'dax':
      if (dax === undefined) return [];
      return dax.origin === 'pmem'
        ? ofNamespace(d, namespaceOf(d, dax), undefined, p)
        : dax.origin === 'cxl'
          ? ofCxl(
              d,
              d.cxl.regions.find((r) => r.name === `region${dax.region}`),
              dax,
              p,
            )
          : ofSoft(d, dax.start, dax, p);
    case 'namespace': {
      const n = d.namespaces.find((x) => x.name === ref.id);
      return n === undefined ? [] : ofNamespace(d, n, undefined, p);
    }
    case 'region': {
      const r = d.regions.find((x) => `region${x.id}` === ref.id);
      return r === undefined
        ? []
        : ofNamespace(
            d,
            d.namespaces.find((n) => n.region === r.id),
            r,
            p,
          );
    }
    case 'nvdimm': {
      const m = d.nvdimms.find((x) => x.id === ref.id);
      const r = d.regions.find((x) => x.id === m?.region);
      return r === undefined
        ? []
        : ofNamespace(
            d,
            d.namespaces.find((n) => n.region === r.id),
            r,
            p,
          );
    }
    case 'soft': {
      const s = d.soft.find((x) => `0x${x.start.toString(16)}` === ref.id);
      return s === undefined
        ? []
        : ofSoft(
            d,
            s.start,
            d.dax.find((x) => x.start < s.end && s.start < x.end),
            p,
          );
    }
    case 'cxl-region': {
      const r = d.cxl.regions.find((x) => x.name === ref.id);
      if (r?.mode === 'pmem') {
        const own = d.regions.find((x) => `region${x.id}` === r.name);
        const [first] = d.namespaces.filter((n) => n.region === own?.id);
        return own === undefined ? [] : ofNamespace(d, first, own, p);
      }
      return ofCxl(
        d,
        r,
        d.dax.find((x) => x.origin === 'cxl' && `region${x.region}` === r?.name),
        p,
      );
    }
    case 'virtio-mem':
    case 'virtio-pmem':
    case 'cxl-window':
    case 'cxl-memdev':
    case 'accelerator':
      return [];
  }
}

const namespaceOf = (d: DevicesView, dax: DaxView): NamespaceView | undefined =>
  d.namespaces.find((n) => n.start <= dax.start && dax.end <= n.end);

function ofNamespace(
  d: DevicesView,
  n: NamespaceView | undefined,
  given: RegionView | undefined,
  p: Policies,
): readonly Stage[] {
  const r = given ?? d.regions.find((x) => x.id === n?.region);
  if (r === undefined) return [];
  const nvdimm = d.nvdimms.find((x) => x.region === r.id);
  const dax = n === undefined ? undefined : daxOf(d, n);
  return [
    {
      name: nvdimm === undefined ? REGION_KINDS[r.kind] : 'NVDIMM',
      state: 'done',
      what:
        nvdimm === undefined
          ? words.endAtStart(r.end - r.start, formatAddress(r.start))
          : words.inSlotNode(nvdimm.id, nvdimm.slot, nvdimm.node),
      decides: [words.firmwareWhereItLies],
      source: r.kind === 'nfit' ? 'drivers/acpi/nfit/core.c: acpi_nfit_register_region' : 'drivers/nvdimm/region.c',
      device: nvdimm === undefined ? undefined : { kind: 'nvdimm', id: nvdimm.id },
    },
    {
      name: words.regionStage,
      state: r.enabled ? 'done' : 'open',
      what: words.regionAndLabels(r.id, r.labelled),
      decides: ['ndctl enable-region, disable-region', 'ndctl init-labels: whether it can be carved'],
      source: 'drivers/nvdimm/region.c: nd_region_probe',
      device: { kind: 'region', id: `region${r.id}` },
    },
    {
      name: words.namespace,
      state: n?.enabled === true ? 'done' : 'open',
      what: n === undefined ? words.noneIsCarved : `${n.name}: ${n.enabled ? namespaceWords(n) : words.disabled}`,
      decides: [words.itsInfoBlockNdctl, words.devdaxIsModeThat],
      source: 'drivers/nvdimm/pfn_devs.c: nd_pfn_validate',
      device: n === undefined ? undefined : { kind: 'namespace', id: n.name },
    },
    ...ofDax(dax, 'pmem', p),
  ];
}

/** From the expanders in a window to memory: what no firmware made System RAM, the kernel's own regions do. */
function ofCxl(d: DevicesView, r: CxlRegionView | undefined, dax: DaxView | undefined, p: Policies): readonly Stage[] {
  const w = d.cxl.windows.find((x) => x.id === r?.window);
  return [
    {
      name: words.cxlWindow,
      state: 'done',
      what: w === undefined ? words.none : words.windowOf(w.decoder, w.end - w.start),
      decides: [words.firmwareDealsWindows],
      source: 'drivers/cxl/acpi.c: cxl_parse_cfmws',
      device: w === undefined ? undefined : { kind: 'cxl-window', id: w.decoder },
    },
    {
      name: words.cxlRegion,
      state: r?.state === 'committed' ? 'done' : 'open',
      what: r === undefined ? words.none : words.regionOver(r.name, r.targets.join(', ')),
      decides: ['cxl create-region, enable-region, disable-region', words.regionNeedsInvalidation],
      source: 'drivers/cxl/core/region.c: cxl_region_probe',
      device: r === undefined ? undefined : { kind: 'cxl-region', id: r.name },
    },
    ...ofDax(dax, 'cxl', p),
  ];
}

function ofSoft(d: DevicesView, at: number, dax: DaxView | undefined, p: Policies): readonly Stage[] {
  const soft = d.soft.find((s) => s.start <= at && at < s.end);
  const reserve = p.config['CONFIG_EFI_SOFT_RESERVE'];
  return [
    {
      name: words.firmware,
      state: 'done',
      what: soft === undefined ? words.specialPurposeMemory : words.efiMemorySp(soft.end - soft.start),
      decides: [
        ...(reserve === undefined ? [] : [`CONFIG_EFI_SOFT_RESERVE=${reserve}`]),
        /\befi=\S*nosoftreserve/.test(p.cmdline) ? words.efiNosoftreserveIsSet : words.efiNosoftreserveWouldMake,
      ],
      source: words.driversFirmwareEfiEfi,
      device: soft === undefined ? undefined : { kind: 'soft', id: `0x${soft.start.toString(16)}` },
    },
    {
      name: 'hmem',
      state: dax === undefined ? 'open' : 'done',
      what: dax === undefined ? words.nobodyHasTakenRange : words.isTakenBy(soft?.takenBy ?? dax.name),
      decides: [words.daxHmemRegionIdle, words.insideCxlWindowIt],
      source: 'drivers/dax/hmem/hmem.c: dax_hmem_probe',
      device: undefined,
    },
    ...ofDax(dax, 'hmem', p),
  ];
}

function ofDax(dax: DaxView | undefined, origin: DaxView['origin'], p: Policies): readonly Stage[] {
  const kmem = dax?.kmem;
  const online = kmem?.blocks.filter((b) => b.online) ?? [];
  const total = kmem?.blocks.length ?? 0;
  const zones = [...new Set(online.map((b) => b.zone).filter((z) => z !== undefined))];
  const lost = dax === undefined || kmem === undefined ? 0 : dax.end - dax.start - (kmem.end - kmem.start);
  return [
    {
      name: words.daxDevice,
      state: dax === undefined ? 'open' : 'done',
      what: dax === undefined ? words.none : words.driverTargetNode(dax.name, dax.driver, dax.targetNode),
      decides: [
        origin === 'pmem'
          ? words.persistentMemoryBinds
          : origin === 'cxl'
            ? words.cxlDevicesBind
            : words.hmemDevicesBind,
        words.daxctlOrBind,
      ],
      source: 'drivers/dax/bus.c: dax_bus_match',
      device: dax === undefined ? undefined : { kind: 'dax', id: dax.name },
    },
    {
      name: words.memoryBlocks,
      state: total > 0 ? 'done' : 'open',
      what: total > 0 ? words.ofSystemRamKmem(total, lost) : words.kmemAddsWholeBlocks(p.blockBytes),
      decides: [words.memoryBlockSizeBoth(p.blockBytes), words.memmapOnMemory(dax?.memmapOnMemory === true)],
      source: 'drivers/dax/kmem.c: dev_dax_kmem_probe',
      device: undefined,
    },
    {
      name: words.online,
      state: total > 0 && online.length === total ? 'done' : online.length > 0 ? 'partly' : 'open',
      what:
        total === 0
          ? words.nothingToBringOnline
          : words.onlineOfTotal(online.length, total, zones.length, zones.join(' + ')),
      decides: [
        words.autoOnlineBlocks(p.autoOnline),
        words.userSpaceWrites(p.addRule),
        'daxctl: --no-online, --movable, --no-movable',
      ],
      source: 'mm/memory_hotplug.c: zone_for_pfn_range, online_pages',
      device: undefined,
    },
  ];
}
