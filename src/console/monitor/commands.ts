/** The monitor commands this machine carries out, and what `help` prints about them. */
import * as words from '#words/monitor.ts';
import type { ConsoleMachine } from '../host.ts';
import { DIMM_MODEL, OTHER_OBJECTS, busOfDimm, otherModel } from './models.ts';
import { onPciBus } from './pci.ts';
import { qomGet, qomList, qomSet } from './qom.ts';
import { backendHelp, BACKEND_TYPES } from '../../engine/devices/dimm/backends.ts';
import { infoMemdev, infoMemoryDevices, infoMemorySizeSummary } from '../../engine/devices/dimm/info.ts';
import { isIdentifier, parseOptions } from '../../engine/devices/dimm/options.ts';
import type { Refusal } from '../../engine/devices/dimm/options.ts';

/** A command: what it takes and what it does with it. Answers what is printed. */
export interface MonitorCommand {
  readonly name: string;
  /** Other names, such as `?` for help. */
  readonly alias?: string;
  /** How QEMU reads the argument: a word, the whole rest of the line, a word that may be missing, or none. */
  readonly argument: 'word' | 'rest' | 'optional' | 'none';
  readonly parameters: string;
  readonly help: string;
  readonly run: (machine: ConsoleMachine, argument: string) => string;
}

const said = (refusal: Refusal | undefined): string => (refusal === undefined ? '' : `Error: ${refusal.error}\n`);

function objectAdd(machine: ConsoleMachine, argument: string): string {
  const options = parseOptions(argument, 'qom-type');
  const type = options.values.get('qom-type');
  if (type === 'help') return `List of user creatable objects:\n${BACKEND_TYPES.map((t) => `  ${t}\n`).join('')}`;
  if (type !== undefined && OTHER_OBJECTS.has(type)) return `Error: ${words.objectNotModelled(type)}\n`;
  if (options.bare.includes('help') && type !== undefined) {
    const known = backendHelp(type);
    if (known !== undefined) return known;
  }
  return said(machine.backends.add(options));
}

function deviceAdd(machine: ConsoleMachine, argument: string): string {
  const options = parseOptions(argument, 'driver');
  const driver = options.values.get('driver');
  const id = options.values.get('id');
  if (id !== undefined && !isIdentifier(id))
    // why goes to QEMU's own standard error, not to the monitor
    return 'Try "help device_add" for more information\n';
  if (driver === undefined || driver === '') return "Error: Parameter 'driver' is missing\n";
  if (driver === 'help' || driver === '?') return `Misc devices:\n${DIMM_MODEL.listing}\n`;
  if (driver !== DIMM_MODEL.name) {
    for (const d of machine.devices ?? []) {
      const answer = d.deviceAdd?.(driver, options);
      if (answer !== undefined) return answer;
    }
    const { board } = machine.dimms;
    const { known, refusal } = onPciBus(board, driver, options.values.get('bus'));
    if (refusal !== undefined) return `Error: ${refusal}\n`;
    if (known === false) return `Error: '${driver}' is not a valid device model name\n`;
    if (driver === 'nvdimm' && !board.acpi && board.arch === 'arm64')
      return 'Error: memory hotplug is not enabled: missing acpi-ged device\n';
    if (driver === 'nvdimm' && !board.nvdimm) return "Error: nvdimm is not enabled: missing 'nvdimm' in '-M'\n";
    return `Error: ${otherModel(driver, board.machine) ?? `'${driver}' is not a valid device model name`}\n`;
  }
  if (options.bare.includes('help') || options.bare.includes('?')) return DIMM_MODEL.options;
  const bus = options.values.get('bus');
  if (bus !== undefined) return `Error: ${busOfDimm(bus, machine.dimms.board.machine)}\n`;
  return said(machine.dimms.plug(options));
}

function deviceDel(machine: ConsoleMachine, id: string): string {
  for (const d of machine.devices ?? []) {
    const answer = d.deviceDel?.(id);
    if (answer !== undefined) return answer;
  }
  return said(machine.dimms.requestUnplug(id));
}

/** The DIMMs, and what else the board was started with. */
function memoryDevices(machine: ConsoleMachine): string {
  const all = machine.files.read('qemu/info-memory-devices');
  return 'text' in all ? all.text : infoMemoryDevices(machine.dimms);
}

/** The commands, in QEMU's order of help. */
export const COMMANDS: readonly MonitorCommand[] = [
  {
    name: 'device_add',
    argument: 'optional',
    parameters: 'driver[,prop=value][,...]',
    help: 'add device, like -device on the command line',
    run: deviceAdd,
  },
  {
    name: 'device_del',
    argument: 'word',
    parameters: 'device',
    help: 'remove device',
    run: deviceDel,
  },
  {
    name: 'help',
    alias: '?',
    argument: 'optional',
    parameters: '[cmd]',
    help: 'show the help',
    run: (machine, about) => help(machine, about),
  },
  {
    name: 'info',
    argument: 'rest',
    parameters: '[subcommand]',
    help: 'show various information about the system state',
    // the monitor looks subcommands up itself
    run: (machine) => help(machine, 'info'),
  },
  {
    name: 'object_add',
    argument: 'rest',
    parameters: '[qom-type=]type,id=str[,prop=value][,...]',
    help: 'create QOM object',
    run: objectAdd,
  },
  {
    name: 'object_del',
    argument: 'word',
    parameters: 'id',
    help: 'destroy QOM object',
    run: (machine, id) => said(machine.backends.delete(id)),
  },
  {
    name: 'qom-get',
    argument: 'rest',
    parameters: 'path property',
    help: 'print QOM property',
    run: qomGet,
  },
  {
    name: 'qom-list',
    argument: 'rest',
    parameters: 'path',
    help: 'list QOM properties',
    run: qomList,
  },
  {
    name: 'qom-set',
    argument: 'rest',
    parameters: '[-j] path property value',
    help: 'set QOM property.\n\t\t\t -j: the value is specified in json format.',
    run: qomSet,
  },
];

/** What `info` shows. */
export const INFO: readonly MonitorCommand[] = [
  {
    name: 'memdev',
    argument: 'none',
    parameters: '',
    help: 'show memory backends',
    run: (machine) => infoMemdev(machine.backends),
  },
  {
    name: 'memory-devices',
    argument: 'none',
    parameters: '',
    help: 'show memory devices',
    run: memoryDevices,
  },
  {
    name: 'memory_size_summary',
    argument: 'none',
    parameters: '',
    help: 'show the amount of initially allocated and present hotpluggable (if enabled) memory in bytes.',
    run: (machine) =>
      infoMemorySizeSummary(
        machine.dimms,
        (machine.devices ?? []).flatMap((d) => d.memoryDevices?.().map((x) => x.text) ?? []),
      ),
  },
  {
    name: 'status',
    argument: 'none',
    parameters: '',
    help: 'show the current VM status (running|paused)',
    run: () => 'VM status: running\n',
  },
];

/** The commands of a machine, those of its devices among them, in order. */
export function commandsOf(machine: ConsoleMachine): readonly MonitorCommand[] {
  // those that look at all objects ask the device rooms themselves
  const more = (machine.devices ?? [])
    .flatMap((d) => d.monitor ?? [])
    .filter((c) => !COMMANDS.some(({ name }) => name === c.name));
  if (more.length === 0) return COMMANDS;
  return [
    ...COMMANDS,
    ...more.map((c): MonitorCommand => ({ ...c, run: (_machine, argument) => c.run(argument) })),
  ].sort((a, b) => (a.name < b.name ? -1 : 1));
}

const line = (c: MonitorCommand, prefix = ''): string =>
  `${prefix}${c.name}${c.alias === undefined ? '' : `|${c.alias}`} ${c.parameters} -- ${c.help}\n`;

/** The text of `help` and `help CMD`. */
export function help(machine: ConsoleMachine, about: string): string {
  const [name = '', sub] = about.trim().split(/\s+/);
  if (name === '')
    return commandsOf(machine)
      .map((c) => line(c))
      .join('');
  if (name === 'info') {
    const shown = INFO.filter((c) => sub === undefined || c.name === sub);
    return shown.length === 0 ? `unknown command: 'info ${sub ?? ''}'\n` : shown.map((c) => line(c, 'info ')).join('');
  }
  const command = commandsOf(machine).find((c) => c.name === name || c.alias === name);
  return command === undefined ? `unknown command: '${name}'\n` : line(command);
}
