/** The world's words about page tables: walks, processes, and changes that only code inside the kernel makes. */
import { addressText } from '../../engine/mapping/address-text.ts';
import type { Mapping } from '../../engine/mapping/mapping.ts';
import { PROTECTIONS } from '../../engine/mapping/set-memory.ts';
import { pfn, virtAddr } from '../../engine/units.ts';
import { walkFrom } from '../../engine/walk-from.ts';
import type { ConsoleMachine } from '../host.ts';

const NONE = 'this machine has no page tables\n';
const number = (word: string): number | undefined =>
  /^(0x[0-9a-f]{1,13}|\d{1,15})$/i.test(word) ? Number(word) : undefined;
const address = (word: string): bigint | undefined => (/^0x[0-9a-f]{1,16}$/i.test(word) ? BigInt(word) : undefined);

export const WALK_PARAMETERS = 'ADDRESS | pfn N | page N';
/** walk ADDRESS | pfn N | page N: the direct map of a page frame, or its struct page. */
export function walk(machine: ConsoleMachine, args: readonly string[]): string | undefined {
  const { mapping, sections } = machine;
  if (mapping === undefined || sections === undefined) return NONE;
  const [first = '', second, ...more] = args;
  if (more.length > 0) return undefined;
  if (second === undefined) {
    const va = address(first);
    return va === undefined ? undefined : addressText(walkFrom({ mapping, sections }, { va }));
  }
  const frame = number(second);
  if (frame === undefined || (first !== 'pfn' && first !== 'page')) return undefined;
  const region = first === 'pfn' ? 'direct-map' : 'vmemmap';
  return addressText(walkFrom({ mapping, sections }, { pfn: pfn(frame), region }));
}

/** More processes than anybody looks at. */
const MOST_PROCESSES = 64;
export const PROCESS_PARAMETERS = 'NAME [exit]';
/** process NAME [exit]: one begins, with a copy of the kernel's top table; or ends. */
export function process(machine: ConsoleMachine, [name = '', end, ...more]: readonly string[]): string | undefined {
  const { mapping } = machine;
  if (mapping === undefined) return NONE;
  if (!/^[A-Za-z][\w.-]{0,31}$/.test(name) || more.length > 0) return undefined;
  const { processes } = mapping;
  if (end === undefined) {
    if (processes.names.length >= MOST_PROCESSES) return `process: ${MOST_PROCESSES} run already\n`;
    return processes.start(name) ? '' : `process: ${name} runs already\n`;
  }
  if (end !== 'exit') return undefined;
  if (name === 'init') return 'process: init never ends\n';
  return processes.stop(name) ? '' : `process: no process ${name}\n`;
}

export const TOUCH_PARAMETERS = 'PROCESS ADDRESS';
/** touch PROCESS ADDRESS: the kernel reads an address while this process's tables are in use. */
export function touch(machine: ConsoleMachine, [name = '', word = '', ...more]: readonly string[]): string | undefined {
  const { mapping, sections, k } = machine;
  if (mapping === undefined || sections === undefined) return NONE;
  const va = address(word);
  if (name === '' || va === undefined || more.length > 0) return undefined;
  const found = walkFrom({ mapping, sections }, { va });
  if ('outside' in found) return `touch: ${found.outside}\n`;
  const what = mapping.processes.touch(name, virtAddr(va));
  switch (what) {
    case 'nobody':
      return `touch: no process ${name}\n`;
    case 'dead':
      return `touch: ${name} is dead\n`;
    case 'mapped':
      return `${name} reads it\n`;
    case 'missing':
    case 'unmapped':
      oops(mapping, k.printk, va);
      return what === 'missing'
        ? `${name} dies: its copy of the top table lacks the entry that the kernel's own has\n`
        : `${name} dies: nothing is mapped there\n`;
  }
}

/** What the kernel logs of a fault in its own half that nothing mends (arch fault.c: no_context, page_fault_oops). */
function oops(mapping: Mapping, printk: (...lines: readonly string[]) => void, va: bigint): void {
  const hex = va.toString(16).padStart(16, '0');
  printk(
    mapping.context.geometry.arch === 'x86_64'
      ? `BUG: unable to handle page fault for address: ${hex}`
      : `Unable to handle kernel paging request at virtual address ${hex}`,
  );
}

export const SET_PARAMETERS = 'PFN PAGES [invalid|default|ro|rw]';
/** set_direct_map PFN PAGES [invalid|default|ro|rw]: as a module or a BPF program does with the pages it got. */
export function setDirectMap(machine: ConsoleMachine, args: readonly string[]): string | undefined {
  const { mapping } = machine;
  if (mapping === undefined) return NONE;
  const [first = '', many = '', word = 'invalid', ...more] = args;
  const start = number(first);
  const pages = number(many);
  const what = PROTECTIONS.find((p) => p === word);
  if (start === undefined || pages === undefined || pages === 0 || what === undefined || more.length > 0)
    return undefined;
  if (pages > 2 ** 18) return 'set_direct_map: at most 262144 pages at a time\n';
  const { geometry, tree } = mapping.context;
  if (start + pages > 2 ** (geometry.maxPhysmemBits - geometry.pageShift))
    return `set_direct_map: page frame 0x${(start + pages - 1).toString(16)} is beyond the physical addresses of this machine\n`;
  const done = mapping.setDirectMap({ start: pfn(start), end: pfn(start + pages) }, what);
  if ('errno' in done)
    return `set_direct_map: ${done.errno === 'EINVAL' ? 'a block mapping lies there, which arm64 does not split' : 'the direct map has no such page'}\n`;
  return [...done]
    .map(([level, count]) => {
      const name = (l: number): string => tree.level(l).name;
      return `split ${count} ${name(level)} ${count === 1 ? 'leaf' : 'leaves'} into ${name(level + 1)} entries\n`;
    })
    .join('');
}
