/**
 * What rounds of plugging and unplugging leave behind under a policy of tear-down, found by carrying them out on a fork:
 *
 *   replace   [DIMM]x -> [DIMM]x            the same addresses, again and again
 *   move      [DIMM]x -> [DIMM]x+1 -> …     the slot is faulty: its addresses never come back
 *   remove    [DIMM]x -> nothing            the next one comes elsewhere, and goes, too
 *   re-home   [DIMM]x, node a -> node b     the same addresses on another node
 */
import * as waiting from '#words/waits.ts';
import * as words from '#words/session.ts';
import { execute } from '../console/execute.ts';
import { deviceMemory, takesDimms } from '../engine/devices/dimm/board.ts';
import { Machine } from '../engine/machine.ts';
import type { Line } from '../engine/lines.ts';
import { logLines } from '../engine/kernel/kernel.ts';
import type { Proc } from '../engine/kernel/scheduler.ts';
import type { RoundResidue, RoundScenario, RoundsAnswer } from '../engine/mapping/table-views.ts';
import type { TeardownPolicy } from '../engine/mapping/types.ts';
import { tableResidue } from '../engine/residue.ts';
import { alignUp, bytes } from '../engine/units.ts';

export const SCENARIOS = ['replace', 'move', 'remove', 're-home'] as const satisfies readonly RoundScenario[];

/** What is to be carried out. */
export interface RoundsAsk {
  readonly policy: TeardownPolicy;
  readonly scenario: RoundScenario;
  readonly rounds: readonly number[];
  readonly dimmBytes?: number | undefined;
}

/** A round that the machine refused. */
class Stopped extends Error {}

/** A fork of a machine whose kernel follows another policy. */
export function forkWith(m: Machine, teardown: TeardownPolicy): Machine {
  const { options } = m;
  const twin = new Machine({ ...options, mapping: { ...options.mapping, teardown } });
  twin.k.store.restore(m.k.store.checkpoint());
  return twin;
}

/** Carries out lines on a machine that nobody looks at. */
class Hands {
  readonly m: Machine;
  #plugged = 0;

  constructor(m: Machine) {
    this.m = m;
    this.write('/sys/devices/system/memory/auto_online_blocks', 'offline');
    this.line({ channel: 'world', line: 'policy add=off' });
  }

  line(line: Line): string {
    const { k } = this.m;
    k.trace.clear();
    this.m.events.value = [];
    let output = '';
    const { m } = this;
    const body = function* (): Proc {
      const parts = yield* execute(m, line, [], () => {
        throw new Error('rounds need no shell');
      });
      output = parts.output ?? parts.errno ?? '';
    };
    k.scheduler.spawn(waiting.round, body());
    k.scheduler.run();
    return output;
  }
  write(path: string, value: string): void {
    this.line({ channel: 'write', path, value });
  }
  #monitor(line: string): void {
    const said = this.line({ channel: 'monitor', line });
    if (said !== '') throw new Stopped(said.trim());
  }

  /** Plugs a DIMM at an address; answers its name. */
  plug(size: number, addr: number, node: number): string {
    const id = `round${this.#plugged++}`;
    const logged = this.m.k.log.value.count;
    this.#monitor(`object_add memory-backend-ram,id=${id}m,size=${size}`);
    this.#monitor(`device_add pc-dimm,id=${id},memdev=${id}m,node=${node},addr=0x${addr.toString(16)}`);
    const block = addr / this.m.blocks.blockBytes;
    if (!this.m.blocks.exists(block))
      throw new Stopped(logLines(this.m.k.log.value, logged).at(-1) ?? words.kernelDidNotTake);
    return id;
  }
  unplug(id: string): void {
    this.#monitor(`device_del ${id}`);
    if (this.m.dimms.list.value.some((d) => d.id === id)) throw new Stopped(words.doesNotGo(id));
    this.#monitor(`object_del ${id}m`);
  }
}

/** Bytes left over at one moment. */
type Level = ReturnType<typeof tableResidue>;

function since(base: Level, now: Level, rounds: number, pageBytes: number): RoundResidue {
  const orphanTables = now.orphanTables - base.orphanTables;
  const stalePages = now.stalePages - base.stalePages;
  const orphanBytes = bytes(orphanTables * pageBytes);
  return {
    rounds,
    orphanTables,
    orphanBytes,
    stalePages,
    foreignPages: now.foreignPages - base.foreignPages,
    bytes: bytes(orphanBytes + stalePages * pageBytes),
  };
}

/** Carries out rounds and counts after those that were asked for. `progress`: fraction of the rounds. */
export function rounds(
  machine: Machine,
  { policy, scenario, rounds: wanted, dimmBytes }: RoundsAsk,
  progress: (what: string, fraction: number) => void,
): RoundsAnswer {
  const { board } = machine.options;
  const block = machine.blocks.blockBytes;
  const size = alignUp(Math.max(dimmBytes ?? block, block), block);
  const counts = [...new Set(wanted)].filter((n) => n > 0).sort((a, b) => a - b);
  const after: RoundResidue[] = [];
  let wrapped = 0;
  const answer = (stopped: string | undefined): RoundsAnswer => ({
    policy,
    scenario,
    dimmBytes: bytes(size),
    after,
    wrapped,
    stopped,
  });
  const room = takesDimms(board) ? deviceMemory(board) : undefined;
  if (room === undefined) return answer(words.thisBoardTakes);
  const nodes = machine.zones.nodes.value.map((n) => n.id);
  if (scenario === 're-home' && nodes.length < 2) return answer(words.thisMachineHasOne);
  const hands = new Hands(forkWith(machine, policy));
  const places = freePlaces(hands.m, room, size);
  if (places.length === 0) return answer(words.thereIsNoRoom);
  let turn = 0;
  const next = (): number => {
    if (turn > 0 && turn % places.length === 0) wrapped++;
    return places[turn++ % places.length] ?? 0;
  };
  const { pageBytes } = machine.k.sizes;
  const last = counts.at(-1) ?? 0;
  try {
    const first = places[0] ?? 0;
    const home = (n: number): number => nodes[n % nodes.length] ?? 0;
    let here = scenario === 'remove' ? '' : hands.plug(size, scenario === 'move' ? next() : first, home(0));
    const base = tableResidue(hands.m);
    for (let n = 1; n <= last; n++) {
      switch (scenario) {
        case 'replace':
          hands.unplug(here);
          here = hands.plug(size, first, home(0));
          break;
        case 'move':
          hands.unplug(here);
          here = hands.plug(size, next(), home(0));
          break;
        case 'remove':
          hands.unplug(hands.plug(size, next(), home(0)));
          break;
        case 're-home':
          hands.unplug(here);
          here = hands.plug(size, first, home(n));
          break;
      }
      if (counts.includes(n)) after.push(since(base, tableResidue(hands.m), n, pageBytes));
      if (n % 10 === 0 || n === last) progress(words.roundOf(n, last), n / last);
    }
  } catch (error) {
    if (error instanceof Stopped) return answer(error.message);
    throw error;
  }
  return answer(undefined);
}

/** Addresses in the room for DIMMs where one of this size fits beside those that are plugged, lowest first. */
function freePlaces(m: Machine, room: { readonly base: number; readonly size: number }, size: number): number[] {
  const step = alignUp(size, Math.max(m.blocks.blockBytes, 2 ** 27));
  const taken = m.dimms.list.value.map((d) => ({ start: d.addr, end: d.addr + d.size }));
  const out: number[] = [];
  for (let at = alignUp(room.base, step); at + size <= room.base + room.size && out.length < 4096; at += step)
    if (!taken.some((t) => t.start < at + size && at < t.end)) out.push(at);
  return out;
}
