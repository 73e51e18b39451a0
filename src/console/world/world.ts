/** The world's language: what no console of a machine can type. */
import * as faults from '#words/faults.ts';
import * as words from '#words/world.ts';
import { parseSize } from '../../engine/devices/dimm/options.ts';
import type { Proc } from '../../engine/kernel/scheduler.ts';
import { ADD_RULES } from '../../engine/hotplug/user-policy.ts';
import type { WorkloadKind } from '../../engine/pages/workloads.ts';
import { nodeId } from '../../engine/units.ts';
import { fault, policy } from './faults.ts';
import type { ConsoleMachine } from '../host.ts';
import { said } from './said.ts';
import { process, setDirectMap, touch, walk } from './tables.ts';

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

function interrupt(machine: ConsoleMachine): string {
  const task = machine.k.scheduler.live.find((t) => t.blocked !== undefined && !t.worker);
  if (task === undefined) return said(words.nothingIsWaiting);
  machine.k.scheduler.signal(task);
  return '';
}

function tick(machine: ConsoleMachine, [word = '1', ...more]: readonly string[]): string | undefined {
  if (!/^[1-9]\d{0,8}$/.test(word) || more.length > 0) return undefined;
  if (Number(word) > MOST_TICKS) return said(words.tooManyTicks(MOST_TICKS));
  for (let n = Number(word); n > 0; n--) machine.workloads?.tick();
  return '';
}

/** load KIND SIZE [node N] [id NAME] */
function load(machine: ConsoleMachine, [word, size = '', ...more]: readonly string[]): string | undefined {
  const { workloads, zones, k } = machine;
  if (workloads === undefined) return said(words.nothingCanRun);
  const kind = KINDS.find((x) => x === word);
  const bytes = parseSize(size);
  if (kind === undefined || bytes === undefined || more.length % 2 !== 0) return undefined;
  let node: number | undefined;
  let id: string | undefined;
  for (let i = 0; i < more.length; i += 2) {
    const value = more[i + 1] ?? '';
    if (more[i] === 'node') {
      node = zones.nodes.value.find((n) => String(n.id) === value)?.id;
      if (node === undefined) return said(words.noNodeForLoad(value));
    } else if (more[i] === 'id') id = value;
    else return undefined;
  }
  const pages = Math.floor(bytes / k.sizes.pageBytes);
  if (!Number.isSafeInteger(pages) || pages === 0) return said(words.noSizeOfWorkload(size));
  if (id !== undefined && !/^[A-Za-z][\w.-]{0,31}$/.test(id)) return said(words.noName(id));
  if (id !== undefined && workloads.get(id) !== undefined) return said(words.workloadRunsAlready(id));
  if (workloads.list.value.length >= MOST_WORKLOADS) return said(words.tooManyWorkloads(MOST_WORKLOADS));
  for (let n = 1; id === undefined; n++) if (workloads.get(`${kind}${n}`) === undefined) id = `${kind}${n}`;
  workloads.start(id, kind, pages, node === undefined ? undefined : nodeId(node));
  return `${id}\n`;
}

function unload(machine: ConsoleMachine, [id, ...more]: readonly string[]): string | undefined {
  if (id === undefined || more.length > 0) return undefined;
  if (machine.workloads === undefined) return said(words.nothingCanRun);
  if (machine.workloads.get(id) === undefined) return said(words.noWorkload(id));
  machine.workloads.stop(id);
  return '';
}

/** `boot` replaces the machine: whoever keeps its first state carries it out, with words where it knows the machine's kernel. */
function boot(_machine: ConsoleMachine, args: readonly string[]): string {
  return args.length === 0 ? '' : said(words.onlyBareBoot);
}

/** Commands of the world, by name. */
export const WORLD_COMMANDS: readonly WorldCommand[] = [
  { name: 'boot', parameters: words.knobs, help: words.bootHelp, run: boot },
  { name: 'fault', parameters: faults.parameters, help: words.faultHelp, run: fault },
  { name: 'kexec', parameters: words.knobs, help: words.kexecHelp, run: boot },
  {
    name: 'help',
    parameters: '',
    help: words.helpHelp,
    run: (machine) => worldCommandsOf(machine).map(usage).join(''),
  },
  { name: 'interrupt', parameters: '', help: words.interruptHelp, run: interrupt },
  { name: 'load', parameters: words.loadParameters, help: words.loadHelp, run: load },
  {
    name: 'policy',
    parameters: `[add=${ADD_RULES.join('|')}]`,
    help: words.policyHelp,
    run: policy,
  },
  { name: 'process', parameters: words.processParameters, help: words.processHelp, run: process },
  { name: 'set_direct_map', parameters: words.setDirectMapParameters, help: words.setDirectMapHelp, run: setDirectMap },
  { name: 'tick', parameters: words.tickParameters, help: words.tickHelp, run: tick },
  { name: 'touch', parameters: words.touchParameters, help: words.touchHelp, run: touch },
  { name: 'unload', parameters: words.unloadParameters, help: words.unloadHelp, run: unload },
  { name: 'walk', parameters: words.walkParameters, help: words.walkHelp, run: walk },
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
  if (command === undefined) return said(words.unknownCommand(name));
  return command.run(machine, args) ?? said(words.usage(name, command.parameters));
}
