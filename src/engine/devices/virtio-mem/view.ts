/** What the screen shows of virtio-mem devices. */
import type { VirtioMemUnit, VirtioMemView } from '../view.ts';
import { SUBBLOCK } from './state.ts';
import type { Vm } from './state.ts';

const SBM_STATES: readonly VirtioMemUnit['state'][] = [
  'unused',
  'plugged',
  'offline',
  'offline-partial',
  'kernel',
  'kernel-partial',
  'movable',
  'movable-partial',
];
const BBM_STATES: readonly VirtioMemUnit['state'][] = ['unused', 'plugged', 'added', 'fake-offline'];

type Run = VirtioMemView['bitmap'][number];

/** One device: its configuration, its units and the bitmap of its region. */
export function viewOf(vm: Vm): VirtioMemView {
  const { config, driver, requested, plugged, usable, offlineSize, broken, retryMs, armedAt, nextId } = vm.is;
  const units: VirtioMemUnit[] = [];
  const bitmap: Run[] = [];
  let at = config.addr;
  const put = (end: number, state: Run['state']): void => {
    const last = bitmap.at(-1);
    if (end <= at) return;
    if (last !== undefined && last.state === state) bitmap[bitmap.length - 1] = { ...last, end };
    else bitmap.push({ start: at, end, state });
    at = end;
  };
  if (driver !== undefined) {
    const states = driver.mode === 'sbm' ? SBM_STATES : BBM_STATES;
    for (let id = driver.firstId; id < nextId; id++) {
      const start = id * driver.unit;
      const state = states[vm.peek(id)] ?? 'unused';
      units.push({ start, end: start + driver.unit, state });
      put(start, 'unplugged');
      if (driver.mode === 'bbm')
        put(start + driver.unit, state === 'unused' ? 'unplugged' : state === 'fake-offline' ? state : 'plugged');
      else
        for (let sb = 0; sb < driver.unit / driver.piece; sb++) {
          const is = vm.subblock(id, sb);
          const online = state !== 'unused' && !state.startsWith('offline');
          put(
            start + (sb + 1) * driver.piece,
            is === SUBBLOCK.plugged ? 'plugged' : online ? 'fake-offline' : 'unplugged',
          );
        }
    }
  }
  put(config.addr + config.size, 'unplugged');
  return {
    id: config.id,
    memdev: config.memdev.replace(/^\/objects\//, ''),
    node: config.nid,
    start: config.addr,
    end: config.addr + config.size,
    requested,
    plugged,
    usable,
    blockSize: config.blockSize,
    driver:
      driver === undefined
        ? undefined
        : {
            name: driver.name,
            mode: driver.mode,
            unit: driver.unit,
            piece: driver.piece,
            unplugOnline: driver.unplugOnline,
            offlineThreshold: driver.offlineThreshold,
            offlineSize,
            broken,
            retryMs: armedAt === undefined ? undefined : retryMs,
          },
    units,
    bitmap,
  };
}
