/** The world's language: what no console of a machine can type. */
import type { Task } from '../../engine/kernel/scheduler.ts';
import type { ConsoleMachine } from '../host.ts';

interface WorldCommand {
  readonly name: string;
  readonly parameters: string;
  readonly help: string;
  readonly run: (machine: ConsoleMachine, args: readonly string[]) => string;
}

/** Kernel workers cannot be interrupted; what a person started can. */
const isWorker = (task: Task): boolean => /^(un)?plug /.test(task.name);

/** The oldest line that waits, as its task; undefined: none does. */
export function oldestWaiting(machine: ConsoleMachine): Task | undefined {
  return machine.k.scheduler.live.find((task) => task.blocked !== undefined && !isWorker(task));
}

function interrupt(machine: ConsoleMachine): string {
  const task = oldestWaiting(machine);
  if (task === undefined) return 'interrupt: nothing is waiting\n';
  machine.k.scheduler.signal(task);
  return '';
}

/** Commands of the world, by name. */
export const WORLD_COMMANDS: readonly WorldCommand[] = [
  { name: 'help', parameters: '', help: 'this text', run: () => WORLD_COMMANDS.map((c) => `${`${c.name} ${c.parameters}`.padEnd(12)} ${c.help}\n`).join('') },
  { name: 'interrupt', parameters: '', help: 'send a signal to the oldest line that waits', run: interrupt },
];

/** Words of the language that this machine does not carry out, and why. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  tick: 'this machine has no workloads',
  load: 'this machine has no workloads',
  unload: 'this machine has no workloads',
  fault: 'faults are not modelled',
};

/** Carries out a line of the world; any text gets an answer. */
export function world(machine: ConsoleMachine, line: string): string {
  const [name = '', ...args] = line.trim().split(/\s+/);
  if (name === '') return '';
  if (name === 'boot') {
    return args.length === 0 ? '' : `boot: cannot change ${args.map((a) => `'${a.replace(/=.*/s, '')}'`).join(', ')}: machines start from what a real boot left\n`;
  }
  const why = Object.hasOwn(ELSEWHERE, name) ? ELSEWHERE[name] : undefined;
  if (why !== undefined) return `${name}: ${why}\n`;
  const command = WORLD_COMMANDS.find((c) => c.name === name);
  return command === undefined ? `unknown command: '${name}' (try help)\n` : command.run(machine, args);
}
