/** Which device the Device tab shows. */
import type { DevicesView } from '../../engine/devices/view.ts';
import { type DeviceRef, deviceAt, spansOfDevice } from '../../store/devices.ts';
import { type Known, rangesOf } from '../../store/selection.ts';
import type { Selection } from '../../store/types.ts';

/** The device that is selected, or the one that has the first selected byte. */
export function chosenDevice(selection: Selection, known: Known): DeviceRef | undefined {
  const { info, cells } = known;
  if (info === undefined || cells.devices === undefined) return undefined;
  if (selection.kind === 'device')
    return spansOfDevice(cells.devices, selection.ref).length > 0 || isListed(cells.devices, selection.ref)
      ? selection.ref
      : undefined;
  const [range] = rangesOf(selection, known);
  return range === undefined ? undefined : deviceAt(cells.devices, range.start * info.sizes.pageBytes);
}

/** Devices without a range of their own at the moment. */
const isListed = (d: DevicesView, ref: DeviceRef): boolean =>
  (ref.kind === 'cxl-memdev' && d.cxl.memdevs.some((m) => m.name === ref.id)) ||
  (ref.kind === 'accelerator' && d.accelerators.some((a) => a.id === ref.id));
