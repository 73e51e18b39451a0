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

/**
 * `info memory_size_summary`: base and plugged memory in bytes; `others` are the entries of memory devices beyond DIMMs. A
 * QEMU without any memory device says nothing of plugged memory.
 */
export function infoMemorySizeSummary(dimms: Dimms, others: readonly string[] = []): string {
  const { board } = dimms;
  const base = `base memory: ${board.ramBytes}\n`;
  if (board.arch === 'riscv64' && board.newer !== true && board.pcDimm !== true) return base;
  const sizes = [
    ...dimms.list.value.map((d) => d.size),
    ...others.map((text) => Number(/^ {2}size: (\d+)$/m.exec(text)?.[1] ?? 0)),
  ];
  return `${base}plugged memory: ${sizes.reduce((sum, size) => sum + size, 0)}\n`;
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
