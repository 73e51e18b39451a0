/** Subblocks of a memory block: asking for their state, plugging and unplugging them (virtio_mem_sbm_*_sb). */
import { SUBBLOCK } from './state.ts';
import type { Vm } from './state.ts';
import { sendRequest } from './requests.ts';

/** Subblocks of a memory block. */
export const perBlock = (vm: Vm): number => vm.driver.unit / vm.driver.piece;

function test(vm: Vm, name: string, id: number, sb: number, count: number, plugged: boolean): boolean {
  const { trace } = vm.host.k;
  trace.enter(name, id);
  trace.leaf('virtio_mem_sbm_sb_state_bit_nr');
  trace.leave(name);
  for (let i = sb; i < sb + count; i++) if ((vm.subblock(id, i) === SUBBLOCK.plugged) !== plugged) return false;
  return true;
}
/** Whether all of them are plugged. */
export const allPlugged = (vm: Vm, id: number, sb: number, count: number): boolean =>
  test(vm, 'virtio_mem_sbm_test_sb_plugged', id, sb, count, true);
/** Whether none of them is plugged. */
export const allUnplugged = (vm: Vm, id: number, sb: number, count: number): boolean =>
  test(vm, 'virtio_mem_sbm_test_sb_unplugged', id, sb, count, false);

/** The lowest subblock that is not plugged; as many as there are: none. */
export function firstUnplugged(vm: Vm, id: number): number {
  const { trace } = vm.host.k;
  trace.enter('virtio_mem_sbm_first_unplugged_sb', id);
  trace.leaf('virtio_mem_sbm_sb_state_bit_nr');
  trace.leave('virtio_mem_sbm_first_unplugged_sb');
  let sb = 0;
  while (sb < perBlock(vm) && vm.subblock(id, sb) === SUBBLOCK.plugged) sb++;
  return sb;
}

/** Has subblocks plugged by the device. */
export function plugSubblocks(vm: Vm, id: number, sb: number, count: number): void {
  change(vm, ['virtio_mem_sbm_plug_sb', 'virtio_mem_sbm_set_sb_plugged'], id, sb, count, SUBBLOCK.plugged);
}
/** Has subblocks unplugged by the device; `taken`: their pages were taken from the allocator before. */
export function unplugSubblocks(vm: Vm, id: number, sb: number, count: number, taken = false): void {
  change(
    vm,
    ['virtio_mem_sbm_unplug_sb', 'virtio_mem_sbm_set_sb_unplugged'],
    id,
    sb,
    count,
    taken ? SUBBLOCK.taken : SUBBLOCK.unplugged,
  );
}
function change(
  vm: Vm,
  [ask, note]: readonly [string, string],
  id: number,
  sb: number,
  count: number,
  as: number,
): void {
  const { trace } = vm.host.k;
  trace.enter(ask, id);
  vm.phys(id);
  sendRequest(vm, (as === SUBBLOCK.plugged ? 1 : -1) * count * vm.driver.piece);
  trace.enter(note, id);
  trace.leaf('virtio_mem_sbm_sb_state_bit_nr');
  vm.mark(id, sb, count, as);
  trace.leave(note);
  trace.leave(ask);
}
