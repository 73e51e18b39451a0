/** The world's words about page tables: walks, processes, and changes that only code inside the kernel makes. */
import * as words from '#words/world.ts';
import { addressText } from '../../engine/mapping/address-text.ts';
import type { Mapping } from '../../engine/mapping/mapping.ts';
import { PROTECTIONS } from '../../engine/mapping/set-memory.ts';
import { pfn, virtAddr } from '../../engine/units.ts';
import { walkFrom } from '../../engine/walk-from.ts';
import type { ConsoleMachine } from '../host.ts';
import { said } from './said.ts';

const number = (word: string): number | undefined =>
  /^(0x[0-9a-f]{1,13}|\d{1,15})$/i.test(word) ? Number(word) : undefined;
const address = (word: string): bigint | undefined => (/^0x[0-9a-f]{1,16}$/i.test(word) ? BigInt(word) : undefined);

/** walk ADDRESS | pfn N | page N: the direct map of a page frame, or its struct page. */
export function walk(machine: ConsoleMachine, args: readonly string[]): string | undefined {
  const { mapping, sections } = machine;
  if (mapping === undefined || sections === undefined) return said(words.noPageTables);
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
/** process NAME [exit]: one begins, with a copy of the kernel's top table; or ends. */
export function process(machine: ConsoleMachine, [name = '', end, ...more]: readonly string[]): string | undefined {
  const { mapping } = machine;
  if (mapping === undefined) return said(words.noPageTables);
  if (!/^[A-Za-z][\w.-]{0,31}$/.test(name) || more.length > 0) return undefined;
  const { processes } = mapping;
  if (end === undefined) {
    if (processes.names.length >= MOST_PROCESSES) return said(words.tooManyProcesses(MOST_PROCESSES));
    return processes.start(name) ? '' : said(words.processRunsAlready(name));
  }
  if (end !== 'exit') return undefined;
  if (name === 'init') return said(words.initNeverEnds);
  return processes.stop(name) ? '' : said(words.noProcessToEnd(name));
}

/** touch PROCESS ADDRESS: the kernel reads an address while this process's tables are in use. */
export function touch(machine: ConsoleMachine, [name = '', word = '', ...more]: readonly string[]): string | undefined {
  const { mapping, sections, k } = machine;
  if (mapping === undefined || sections === undefined) return said(words.noPageTables);
  const va = address(word);
  if (name === '' || va === undefined || more.length > 0) return undefined;
  const found = walkFrom({ mapping, sections }, { va });
  if ('outside' in found) return said(words.cannotBeTouched(found.outside));
  const what = mapping.processes.touch(name, virtAddr(va));
  switch (what) {
    case 'nobody':
      return said(words.noProcessToRead(name));
    case 'dead':
      return said(words.isDead(name));
    case 'mapped':
      return said(words.reads(name));
    case 'missing':
    case 'unmapped':
      oops(mapping, k.printk, va);
      return what === 'missing' ? said(words.diesWithoutEntry(name)) : said(words.diesUnmapped(name));
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

/** More pages than anybody changes at once. */
const MOST_PAGES = 2 ** 18;
/** set_direct_map PFN PAGES [invalid|default|ro|rw]: as a module or a BPF program does with the pages it got. */
export function setDirectMap(machine: ConsoleMachine, args: readonly string[]): string | undefined {
  const { mapping } = machine;
  if (mapping === undefined) return said(words.noPageTables);
  const [first = '', many = '', word = 'invalid', ...more] = args;
  const start = number(first);
  const pages = number(many);
  const what = PROTECTIONS.find((p) => p === word);
  if (start === undefined || pages === undefined || pages === 0 || what === undefined || more.length > 0)
    return undefined;
  if (pages > MOST_PAGES) return said(words.tooManyPages(MOST_PAGES));
  const { geometry, tree } = mapping.context;
  if (start + pages > 2 ** (geometry.maxPhysmemBits - geometry.pageShift))
    return said(words.beyondPhysical((start + pages - 1).toString(16)));
  const done = mapping.setDirectMap({ start: pfn(start), end: pfn(start + pages) }, what);
  if ('errno' in done) return said(done.errno === 'EINVAL' ? words.blockIsNotSplit : words.noSuchPageInDirectMap);
  return [...done]
    .map(([level, count]) => {
      const name = (l: number): string => tree.level(l).name;
      return said(words.split(count, name(level), name(level + 1)));
    })
    .join('');
}
