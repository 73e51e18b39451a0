/** What each of the three does next about a fault: the platform, the kernel, whoever looks after the machine. */
import * as words from '#words/faults.ts';
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
        platform: words.knowsNothing,
        kernel: words.allIsTakenBack(fault.errno, fault.action),
        administrator: fault.once
          ? words.makesDriverLetGo
          : words.makesDriverLetGoOrClears(`fault clear notifier ${fault.action}`),
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
  if (first === undefined) return words.replaceDimm(dimm.id);
  return words.replaceOnlineDimm(dimm.id, first === online.at(-1) ? `${first}` : `${first}-${online.at(-1)}`);
}

function corrected(machine: ConsoleMachine, f: Extract<Fault, { readonly kind: 'correctable' }>): NextSteps {
  const dimm = machine.dimms.get(f.dimm);
  if (dimm === undefined) return gone(f.dimm);
  const { pageBytes } = machine.k.sizes;
  const address = Math.floor((dimm.addr + f.offset) / pageBytes) * pageBytes;
  const kernel = has(machine, 'RAS_CEC')
    ? f.count < CEC_THRESHOLD
      ? words.collectorCounts(f.count, CEC_THRESHOLD)
      : words.collectorGaveUp
    : words.onlyLogs;
  return {
    platform: words.correctedAndGoesOn,
    kernel,
    administrator: words.softOffline(address.toString(16), replace(machine, dimm)),
  };
}

function uncorrected(machine: ConsoleMachine, f: Extract<Fault, { readonly kind: 'uncorrectable' }>): NextSteps {
  const dimm = machine.dimms.get(f.dimm);
  if (dimm === undefined) return gone(f.dimm);
  return {
    platform: words.raisedMachineCheck,
    kernel: has(machine, 'MEMORY_FAILURE')
      ? words.markedAsPoisoned(f.pfn.toString(16))
      : words.builtWithoutMemoryFailure,
    administrator: words.takesDimmOut(replace(machine, dimm)),
  };
}

function slot(machine: ConsoleMachine, number: number): NextSteps {
  const dimm = machine.dimms.inSlot(number);
  if (dimm === undefined)
    return {
      platform: words.refusesDimms,
      kernel: words.slotsAreThePlatforms,
      administrator: words.plugsElsewhere,
    };
  const online = onlineBlocks(machine, dimm).length;
  return {
    platform: dimm.unplugPending ? words.askedAndWaits(dimm.id) : words.askedAndWasRefused(dimm.id),
    kernel: dimm.unplugPending
      ? words.takesBlocksOffline
      : online > 0
        ? words.broughtOnlineAgain(online)
        : words.keepsDimm,
    administrator: words.freesWhatIsInTheWay(replace(machine, dimm)),
  };
}

const gone = (id: string): NextSteps => ({
  platform: words.isNotPlugged(id),
  kernel: words.onlyTheCountIsLeft,
  administrator: `fault clear dimm ${id}`,
});
