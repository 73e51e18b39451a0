/** What the monitor prints about plugged memory (softmmu: hmp_info_memory_devices, hmp_info_memory_size_summary, hmp_info_memdev). */
import type { Backends } from './backends.ts';
import type { Dimms } from './dimms.ts';

/** `info memory-devices`: the devices by address. */
export function infoMemoryDevices(dimms: Dimms): string {
  return [...dimms.list.value]
    .sort((a, b) => a.addr - b.addr)
    .map(
      (d) =>
        `Memory device [dimm]: "${d.named ? d.id : ''}"\n  addr: 0x${d.addr.toString(16)}\n  slot: ${d.slot}\n` +
        `  node: ${d.node}\n  size: ${d.size}\n  memdev: /objects/${d.memdev}\n` +
        `  hotplugged: ${d.hotplugged}\n  hotpluggable: true\n`,
    )
    .join('');
}

/** `info memory_size_summary`: base and plugged memory in bytes. */
export function infoMemorySizeSummary(dimms: Dimms): string {
  const plugged = dimms.list.value.reduce((sum, d) => sum + d.size, 0);
  return `base memory: ${dimms.board.ramBytes}\nplugged memory: ${plugged}\n`;
}

/** `info memdev`: the backends; what the host does with their memory is left at QEMU's defaults. */
export function infoMemdev(backends: Backends): string {
  return `${backends.list.value
    .map(
      ({ id, size }) =>
        `memory backend: ${id}\n  size:  ${size}\n  merge: true\n  dump: true\n  prealloc: false\n  share: false\n` +
        '  reserve: true\n  policy: default\n  host nodes: \n',
    )
    .join('')}\n`;
}
