/** Takes over what was plugged when the snapshot was taken. */
import { BLOCK_OFFLINE } from '../../blocks/blocks.ts';
import { blockId } from '../../units.ts';
import { framesOf } from './fake.ts';
import { BBM, SBM, SUBBLOCK } from './state.ts';
import type { Vm } from './state.ts';

/**
 * Finds the units that are there, lowest first; of the last one only what is left of the plugged size is taken to be
 * plugged, the snapshot does not say which.
 */
export function restorePlugged(vm: Vm): void {
  const { host, driver, is } = vm;
  const { blocks } = host;
  let left = is.plugged;
  const usable = Math.max(is.plugged, is.requested);
  vm.set({ usable, lastUsableId: Math.floor((is.config.addr + usable) / driver.unit) - 1 });
  const perUnit = driver.unit / blocks.blockBytes;
  for (let id = driver.firstId; left > 0 && blocks.exists(id * perUnit); id++) {
    vm.set({ lastUsableId: Math.max(id, vm.is.lastUsableId) });
    vm.prepareNext();
    const first = blockId(id * perUnit);
    const offline = blocks.state.get(first) === BLOCK_OFFLINE;
    if (offline) vm.set({ offlineSize: vm.is.offlineSize + driver.unit });
    if (driver.mode === 'bbm') vm.setState(id, BBM.added);
    else {
      const pieces = Math.min(driver.unit, left) / driver.piece;
      vm.mark(id, 0, pieces, SUBBLOCK.plugged);
      const partial = pieces < driver.unit / driver.piece ? 1 : 0;
      const full = offline ? SBM.offline : blocks.zoneOf(first)?.zone === 'Movable' ? SBM.movable : SBM.kernel;
      vm.setState(id, full + partial);
      if (partial === 1 && !offline)
        host.pages.recogniseOffline(
          framesOf(vm, id * driver.unit + pieces * driver.piece, driver.unit - pieces * driver.piece),
        );
    }
    for (let b = 0; b < perUnit; b++) blocks.group.set(first + b, driver.group);
    left -= Math.min(driver.unit, left);
  }
  host.k.trace.clear();
}
