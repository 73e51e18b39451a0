/** The world's language: what no console of a machine can type. */
import { parseSize } from '../../engine/devices/dimm/options.ts';
import type { Proc, Task } from '../../engine/kernel/scheduler.ts';
import type { WorkloadKind } from '../../engine/pages/workloads.ts';
import { nodeId } from '../../engine/units.ts';
import { FAULT_PARAMETERS, fault, policy } from './faults.ts';
import type { ConsoleMachine } from '../host.ts';
import {
  PROCESS_PARAMETERS,
  SET_PARAMETERS,
  TOUCH_PARAMETERS,
  WALK_PARAMETERS,
  process,
  setDirectMap,
  touch,
  walk,
} from './tables.ts';

/** A command: undefined when its words are not as `parameters` says. */
interface WorldCommand {
  readonly name: string;
  readonly parameters: string;
  readonly help: string;
  readonly run: (machine: ConsoleMachine, args: readonly string[]) => string | undefined | Proc<string>;
}

const KINDS: readonly WorkloadKind[] = ['pagecache', 'anon', 'kernel', 'pinned'];
/** More workloads than a screen can name. */
const MOST_WORKLOADS = 64;
/** Most ticks of one line: it stays quick, and so does looking into it. */
const MOST_TICKS = 1000;

const NONE = 'nothing can run on this machine\n';

/** Kernel workers cannot be interrupted; what a person started can. */
const isWorker = (task: Task): boolean => /^(un)?plug /.test(task.name);

function interrupt(machine: ConsoleMachine): string {
  const task = machine.k.scheduler.live.find((t) => t.blocked !== undefined && !isWorker(t));
  if (task === undefined) return 'interrupt: nothing is waiting\n';
  machine.k.scheduler.signal(task);
  return '';
}

function tick(machine: ConsoleMachine, [word = '1', ...more]: readonly string[]): string | undefined {
  if (!/^[1-9]\d{0,8}$/.test(word) || more.length > 0) return undefined;
  if (Number(word) > MOST_TICKS) return `tick: at most ${MOST_TICKS} at a time\n`;
  for (let n = Number(word); n > 0; n--) machine.workloads?.tick();
  return '';
}

/** load KIND SIZE [node N] [id NAME] */
function load(machine: ConsoleMachine, [word, size = '', ...more]: readonly string[]): string | undefined {
  const { workloads, zones, k } = machine;
  if (workloads === undefined) return NONE;
  const kind = KINDS.find((x) => x === word);
  const bytes = parseSize(size);
  if (kind === undefined || bytes === undefined || more.length % 2 !== 0) return undefined;
  let node: number | undefined;
  let id: string | undefined;
  for (let i = 0; i < more.length; i += 2) {
    const value = more[i + 1] ?? '';
    if (more[i] === 'node') {
      node = zones.nodes.value.find((n) => String(n.id) === value)?.id;
      if (node === undefined) return `load: no node ${value}\n`;
    } else if (more[i] === 'id') id = value;
    else return undefined;
  }
  const pages = Math.floor(bytes / k.sizes.pageBytes);
  if (!Number.isSafeInteger(pages) || pages === 0) return `load: '${size}' is no size of a workload\n`;
  if (id !== undefined && !/^[A-Za-z][\w.-]{0,31}$/.test(id)) return `load: '${id}' is no name\n`;
  if (id !== undefined && workloads.get(id) !== undefined) return `load: ${id} runs already\n`;
  if (workloads.list.value.length >= MOST_WORKLOADS) return `load: ${MOST_WORKLOADS} workloads run already\n`;
  for (let n = 1; id === undefined; n++) if (workloads.get(`${kind}${n}`) === undefined) id = `${kind}${n}`;
  workloads.start(id, kind, pages, node === undefined ? undefined : nodeId(node));
  return `${id}\n`;
}

function unload(machine: ConsoleMachine, [id, ...more]: readonly string[]): string | undefined {
  if (id === undefined || more.length > 0) return undefined;
  if (machine.workloads === undefined) return NONE;
  if (machine.workloads.get(id) === undefined) return `unload: no workload ${id}\n`;
  machine.workloads.stop(id);
  return '';
}

/** `boot` replaces the machine: whoever keeps its first state carries it out, with words where it knows the machine's kernel. */
function boot(_machine: ConsoleMachine, args: readonly string[]): string {
  return args.length === 0 ? '' : 'boot: nothing here can start another kernel: only a bare boot is known\n';
}

/** Commands of the world, by name. */
export const WORLD_COMMANDS: readonly WorldCommand[] = [
  {
    name: 'boot',
    parameters: '[KNOB=VALUE …]',
    help: 'go back to the start; with knobs: start anew with the same DIMMs',
    run: boot,
  },
  { name: 'fault', parameters: FAULT_PARAMETERS, help: 'break something, or end that', run: fault },
  {
    name: 'kexec',
    parameters: '[KNOB=VALUE …]',
    help: 'start another kernel from the one that runs: it takes over the memory map',
    run: boot,
  },
  { name: 'help', parameters: '', help: 'this text', run: (machine) => worldCommandsOf(machine).map(usage).join('') },
  { name: 'interrupt', parameters: '', help: 'send a signal to the oldest line that waits', run: interrupt },
  {
    name: 'load',
    parameters: 'KIND SIZE [node N] [id NAME]',
    help: `start a workload that grows with every tick: pagecache, anon, kernel or pinned`,
    run: load,
  },
  {
    name: 'policy',
    parameters: '[add=off|online|online_kernel|online_movable]',
    help: 'what a udev rule writes to the state of a memory block that was added',
    run: policy,
  },
  {
    name: 'process',
    parameters: PROCESS_PARAMETERS,
    help: 'a process begins, with a copy of the top page table; or ends',
    run: process,
  },
  {
    name: 'set_direct_map',
    parameters: SET_PARAMETERS,
    help: 'change pages of the direct map as a module or a BPF program does',
    run: setDirectMap,
  },
  { name: 'tick', parameters: '[N]', help: 'let the workloads run N steps', run: tick },
  {
    name: 'touch',
    parameters: TOUCH_PARAMETERS,
    help: 'the kernel reads an address while the tables of a process are in use',
    run: touch,
  },
  { name: 'unload', parameters: 'NAME', help: 'end a workload', run: unload },
  { name: 'walk', parameters: WALK_PARAMETERS, help: 'the tables and entries that an address selects', run: walk },
];
/** The commands of a machine, those of its devices among them, in order. */
export const worldCommandsOf = (machine: ConsoleMachine): readonly WorldCommand[] =>
  [
    ...WORLD_COMMANDS,
    ...(machine.devices ?? []).flatMap((d) =>
      (d.world ?? []).map((c): WorldCommand => ({ ...c, run: (_machine, args) => c.run(args) })),
    ),
  ].sort((a, b) => (a.name < b.name ? -1 : 1));

function usage({ name, parameters, help }: WorldCommand): string {
  return `${`${name} ${parameters}`.padEnd(32)} ${help}\n`;
}

/** Carries out a line of the world; any text gets an answer. What waits is a procedure. */
export function world(machine: ConsoleMachine, line: string): string | Proc<string> {
  const [name = '', ...args] = line.trim().split(/\s+/);
  if (name === '') return '';
  const command = worldCommandsOf(machine).find((c) => c.name === name);
  if (command === undefined) return `unknown command: '${name}' (try help)\n`;
  return command.run(machine, args) ?? `usage: ${name} ${command.parameters}\n`;
}
