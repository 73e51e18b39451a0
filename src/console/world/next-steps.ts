/** What each of the three does next about a fault: the platform, the kernel, whoever looks after the machine. */
import type { Fault } from '../../engine/devices/faults.ts';
import type { Dimm } from '../../engine/devices/dimm/dimms.ts';
import type { ConsoleMachine } from '../host.ts';

/** Who does what. */
export interface NextSteps {
  readonly platform: string;
  readonly kernel: string;
  readonly administrator: string;
}

const CEC_THRESHOLD = 1023;
const hex = (n: number): string => `0x${n.toString(16)}`;

/** As things stand now: DIMMs that are gone and kernels that were built without a collector have other steps. */
export function nextSteps(machine: ConsoleMachine, fault: Fault): NextSteps {
  switch (fault.kind) {
    case 'correctable':
      return corrected(machine, fault);
    case 'uncorrectable':
      return uncorrected(machine, fault);
    case 'slot':
      return slot(machine, fault.slot);
    case 'notifier':
      return {
        platform: 'knows nothing of it',
        kernel: `a driver on the memory notifier chain answers ${fault.errno} to ${fault.action}, and all of the operation is taken back`,
        administrator: `makes the driver let go, then tries again${fault.once ? '' : `; here: fault clear notifier ${fault.action}`}`,
      };
  }
}

const has = (machine: ConsoleMachine, symbol: string): boolean => machine.k.config.config[`CONFIG_${symbol}`] === 'y';

/** Online blocks of a DIMM, as the guest's files have them. */
function onlineBlocks(machine: ConsoleMachine, dimm: Dimm): readonly number[] {
  const { blockBytes } = machine.blocks;
  const out: number[] = [];
  for (let id = Math.ceil(dimm.addr / blockBytes); id < (dimm.addr + dimm.size) / blockBytes; id++) {
    const state = machine.files.read(`/sys/devices/system/memory/memory${id}/state`);
    if ('text' in state && state.text === 'online\n') out.push(id);
  }
  return out;
}

function replace(machine: ConsoleMachine, dimm: Dimm): string {
  const online = onlineBlocks(machine, dimm);
  const first = online[0];
  const range = first === online.at(-1) ? `${first}` : `${first}-${online.at(-1)}`;
  return `${first === undefined ? '' : `chmem -d -b ${range}, `}device_del ${dimm.id}, and a good DIMM in its place`;
}

function corrected(machine: ConsoleMachine, f: Extract<Fault, { readonly kind: 'correctable' }>): NextSteps {
  const dimm = machine.dimms.get(f.dimm);
  if (dimm === undefined) return gone(f.dimm);
  const { pageBytes } = machine.k.sizes;
  const address = Math.floor((dimm.addr + f.offset) / pageBytes) * pageBytes;
  const left = CEC_THRESHOLD - f.count;
  const kernel = has(machine, 'RAS_CEC')
    ? left > 0
      ? `its collector has counted ${f.count} of ${CEC_THRESHOLD} on the page; ${left} more, and it moves the contents away and gives the page up`
      : 'its collector has given the page up: soft offline moved the contents away'
    : 'logs the event and does no more: it was built without RAS_CEC, counting is left to rasdaemon or mcelog';
  return {
    platform: 'has corrected every error and goes on; it scrubs the memory and may raise its own threshold event',
    kernel,
    administrator: `echo ${hex(address)} > /sys/devices/system/memory/soft_offline_page while it can still be read; if the errors spread: ${replace(machine, dimm)}`,
  };
}

function uncorrected(machine: ConsoleMachine, f: Extract<Fault, { readonly kind: 'uncorrectable' }>): NextSteps {
  const dimm = machine.dimms.get(f.dimm);
  if (dimm === undefined) return gone(f.dimm);
  return {
    platform: 'has raised a machine check and marks the line as poisoned: whoever reads it traps again',
    kernel: has(machine, 'MEMORY_FAILURE')
      ? `has marked page ${hex(f.pfn)} as poisoned: it is never handed out, its users lose it, and its block will not come online again once it is offline`
      : 'was built without MEMORY_FAILURE: it ignores the page, and the next read of it ends the machine',
    administrator: `reads dmesg and HardwareCorrupted in /proc/meminfo, then takes the DIMM out: ${replace(machine, dimm)}`,
  };
}

function slot(machine: ConsoleMachine, number: number): NextSteps {
  const dimm = machine.dimms.inSlot(number);
  if (dimm === undefined)
    return {
      platform: 'refuses DIMMs for this slot',
      kernel: 'knows nothing of it: slots are the platform’s',
      administrator: 'plugs the DIMM into another slot: same node=, other slot=',
    };
  const online = onlineBlocks(machine, dimm).length;
  return {
    platform: dimm.unplugPending
      ? `has asked the guest to let ${dimm.id} go (Eject Request) and waits`
      : `has asked for ${dimm.id} (Eject Request) and was refused: the guest is busy`,
    kernel: dimm.unplugPending
      ? 'takes the blocks of the DIMM offline, one after the other'
      : online > 0
        ? `could not take all blocks offline, brought them online again and keeps the DIMM (${online} of its blocks are online)`
        : 'keeps the DIMM although none of its blocks is online',
    administrator: `sees in dmesg what is in the way and frees it, then: ${replace(machine, dimm)} or another slot`,
  };
}

const gone = (id: string): NextSteps => ({
  platform: `${id} is not plugged any more`,
  kernel: 'has nothing left of it but the count of poisoned pages',
  administrator: `fault clear dimm ${id}`,
});
