/** Taking pages of online memory from the allocator, and giving them back (virtio_mem_fake_offline, virtio_mem_fake_online). */
import type { Status } from '../../kernel/errno.ts';
import { pfn } from '../../units.ts';
import type { PfnRange } from '../../units.ts';
import type { Vm } from './state.ts';

/** In Movable a busy range is tried this often, in kernel zones once. */
const TRIES = 5;

/** Page frames of bytes. */
export function framesOf(vm: Vm, at: number, size: number): PfnRange {
  const { pageBytes } = vm.host.k.sizes;
  return { start: pfn(at / pageBytes), end: pfn((at + size) / pageBytes) };
}

/** Takes a range of online pages; EBUSY when something in it stays, EAGAIN when the device wants something else by now. */
export function fakeOffline(vm: Vm, range: PfnRange): Status {
  const { trace } = vm.host.k;
  trace.enter('virtio_mem_fake_offline', range.start);
  const errno = tryFakeOffline(vm, range);
  trace.leave('virtio_mem_fake_offline');
  return errno;
}
function tryFakeOffline(vm: Vm, range: PfnRange): Status {
  const { k, zones, pages } = vm.host;
  const ref = zones.pageZone(range.start);
  if (ref === undefined) return 'EBUSY';
  const tries = ref.zone === 'Movable' ? TRIES : 1;
  for (let i = 0; i < tries; i++) {
    if (vm.is.configChanged) return 'EAGAIN';
    if (pages.takeContig(ref, range) === undefined) {
      k.trace.leaf('virtio_mem_set_fake_offline', range.start);
      return undefined;
    }
  }
  return 'EBUSY';
}

/**
 * Gives a range of fake-offline pages to the allocator, in the largest pieces that its alignment allows. `taken`: whether
 * the pages at a page frame were once in the allocator; the others are onlined for the first time and used last.
 */
export function fakeOnline(vm: Vm, range: PfnRange, taken: (at: number) => boolean): void {
  const { k, pages } = vm.host;
  let piece = k.sizes.pagesPerChunk;
  while (range.start % piece !== 0 || (range.end - range.start) % piece !== 0) piece /= 2;
  k.trace.enter('virtio_mem_fake_online', range.start);
  for (let at = range.start as number; at < range.end; at += piece) {
    k.trace.leaf('virtio_mem_clear_fake_offline', at);
    const fresh = !taken(at);
    if (fresh) k.trace.leaf('generic_online_page', at);
    pages.bringOnline({ start: pfn(at), end: pfn(at + piece) }, fresh);
  }
  k.trace.leave('virtio_mem_fake_online');
}
