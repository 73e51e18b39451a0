/** The doors to the parts about devices: they are loaded when a screen first has room for them. */
import type { NvdimmView } from '../../engine/devices/view.ts';
import type { SectionNr } from '../../engine/units.ts';
import type { MachineInfo } from '../../link/messages.ts';
import { lazyParts } from '../../ui/lazyPart.tsx';

const { part } = lazyParts(() => import('./all.ts'));

/** Under the nodes of the bay. */
export const LazyDevices = part<{ readonly info: MachineInfo }>((all) => all.DevicesPart);
/** A persistent DIMM in its slot. */
export const LazyNvdimm = part<{ readonly nvdimm: NvdimmView; readonly info: MachineInfo }>((all) => all.NvdimmStick);
/** The inspector's tab about one device. */
export const LazyDeviceTab = part<object>((all) => all.DeviceTab);
/** Who has which subsections of a section that several share. */
export const LazyOwners = part<{ readonly section: SectionNr }>((all) => all.Owners);
/** What pfn_valid, pfn_to_online_page and the others say of a page frame. */
export const LazyPredicates = part<object>((all) => all.Predicates);
/** On a node's card: its memory's tier. */
export const LazyNodeTier = part<{ readonly node: number }>((all) => all.NodeTier);
