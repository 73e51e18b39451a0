/** Whether a line was refused, and why in the words of whom refused it. */
import * as words from '#words/session.ts';
import { ERRNO_TEXT } from '../engine/kernel/errno.ts';
import type { Line, QmpEvent } from '../engine/lines.ts';
import type { Machine } from '../engine/machine.ts';
import type { Culprit } from '../engine/pages/types.ts';
import { blockId } from '../engine/units.ts';
import type { BlockId } from '../engine/units.ts';
import type { SessionLine } from './types.ts';

/** ACPI's _OST reports: source 3 is an eject request, 0x84 says that it is under way (ACPI 6.5 §6.3.5). */
function refusingEvent({ event, data }: QmpEvent): boolean {
  if (event === 'DEVICE_UNPLUG_GUEST_ERROR' || event === 'MEM_UNPLUG_ERROR') return true;
  if (event !== 'ACPI_DEVICE_OST') return false;
  const info = data['info'];
  const status = typeof info === 'object' && info !== null && 'status' in info ? info.status : data['status'];
  return typeof status === 'number' && status !== 0 && status !== 0x84;
}

/** What the kernel said of a device that would not work: lines about failures. */
const complaint = (line: string): boolean =>
  /fail|error|cannot|not supported|unsupported|busy|unaligned|exceeds|dumped because|Offlin.*attempted/i.test(line);

/** The reason a line was refused, waits included; undefined: it was carried out. */
export function refusalText({ line, reply, dmesg }: Pick<SessionLine, 'line' | 'reply' | 'dmesg'>): string | undefined {
  const said = [...new Set(dmesg.filter(complaint))];
  const because = said.length === 0 ? '' : `\n${said.join('\n')}`;
  if (reply.pending !== undefined) return reply.pending;
  if (reply.errno !== undefined) return `${ERRNO_TEXT[reply.errno]} (${reply.errno})${because}`;
  if (line.channel === 'monitor') {
    if (
      (reply.output ?? '').trim() !== '' &&
      /^(?:Error: |.*: )?\S/.test(reply.output ?? '') &&
      /^Error|unknown command|invalid|Parameter/im.test(reply.output ?? '')
    )
      return (reply.output ?? '').trim();
    if (reply.events.some(refusingEvent) || said.length > 0)
      return said.length > 0 ? said.join('\n') : words.guestRefused;
  }
  // a status alone refuses nothing: a loop ends with that of its last test
  const output = (reply.output ?? '').trim();
  if (line.channel === 'shell' && (reply.status ?? 0) !== 0 && output !== '') return `${output}${because}`;
  return undefined;
}

/** The page in the way of what a line asked for; undefined: none is. */
export function culpritOf(machine: Machine, line: Line): Culprit | undefined {
  for (const id of blocksMeant(machine, line)) {
    const culprit =
      machine.blocks.exists(id) && machine.blocks.stateName(id) === 'online'
        ? machine.pages.whyNot(machine.blocks.range(id))
        : undefined;
    if (culprit !== undefined) return culprit;
  }
  return undefined;
}

/** The memory blocks a line would take offline. */
function* blocksMeant(machine: Machine, line: Line): Generator<BlockId> {
  if (line.channel === 'monitor') {
    const dimm = machine.dimms.get(/^\s*device_del\s+(\S+)/.exec(line.line)?.[1] ?? '');
    if (dimm === undefined) return;
    const { blockBytes } = machine.blocks;
    for (let id = Math.floor(dimm.addr / blockBytes); id * blockBytes < dimm.addr + dimm.size; id++) yield blockId(id);
    return;
  }
  const text = line.channel === 'write' ? `${line.path} ${line.value}` : line.line;
  for (const m of text.matchAll(/memory(\d+)\//g)) yield blockId(Number(m[1]));
}
