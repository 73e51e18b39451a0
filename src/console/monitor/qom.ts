/** qom-get, qom-set and qom-list over DIMMs and backends (qom/qom-hmp-cmds.c); devices of other rooms answer for themselves. */
import type { Backend } from '../../engine/devices/dimm/backends.ts';
import type { Dimm } from '../../engine/devices/dimm/dimms.ts';
import { parseSwitch } from '../../engine/devices/dimm/options.ts';
import type { QomObject } from '../../engine/devices/types.ts';
import type { ConsoleMachine } from '../host.ts';

type Found =
  | { readonly kind: 'dimm'; readonly dimm: Dimm }
  | { readonly kind: 'backend'; readonly backend: Backend }
  | { readonly kind: 'folder'; readonly name: 'peripheral' | 'objects' }
  | 'ambiguous'
  | undefined;

const PLACES: Readonly<Record<string, 'peripheral' | 'objects'>> = {
  '/objects': 'objects',
  objects: 'objects',
  '/machine/peripheral': 'peripheral',
  peripheral: 'peripheral',
};

/** What a path names: an absolute one, or the end of one. */
function find({ dimms, backends }: ConsoleMachine, path: string): Found {
  const plain = path.replace(/(?<=.)\/+$/, '');
  const folder = PLACES[plain];
  if (folder !== undefined) return { kind: 'folder', name: folder };
  const [, place, id = plain] = /^(\/?(?:machine\/)?peripheral|\/?objects)\/([^/]+)$/.exec(plain) ?? [];
  const dimm = place?.includes('objects') === true ? undefined : dimms.list.value.find((d) => d.named && d.id === id);
  const backend = place?.includes('peripheral') === true ? undefined : backends.list.value.find((b) => b.id === id);
  if (dimm !== undefined && backend !== undefined) return 'ambiguous';
  if (dimm !== undefined) return { kind: 'dimm', dimm };
  return backend === undefined ? undefined : { kind: 'backend', backend };
}

const DIMM_PROPERTIES: Readonly<Record<string, (d: Dimm) => string>> = {
  type: () => '"pc-dimm"',
  parent_bus: () => '""',
  realized: () => 'true',
  hotplugged: (d) => `${d.hotplugged}`,
  hotpluggable: () => 'true',
  memdev: (d) => `"/objects/${d.memdev}"`,
  node: (d) => `${d.node}`,
  addr: (d) => `${d.addr}`,
  slot: (d) => `${d.slot}`,
  size: (d) => `${d.size}`,
};
const BACKEND_PROPERTIES: Readonly<Record<string, (b: Backend) => string>> = {
  type: (b) => `"${b.type}"`,
  share: () => 'false',
  size: (b) => `${b.size}`,
  dump: () => 'true',
  policy: () => '"default"',
  'prealloc-context': () => '""',
  prealloc: () => 'false',
  reserve: () => 'true',
  'host-nodes': () => '[\n]',
  merge: () => 'true',
};
const LISTED_DIMM =
  'type (string)\nparent_bus (link<bus>)\nrealized (bool)\nhotplugged (bool)\nhotpluggable (bool)\n' +
  'memdev (link<memory-backend>)\nnode (uint32)\naddr (uint64)\nlegacy-memdev (str)\nslot (int32)\nsize (uint64)\n';
const LISTED_BACKEND =
  'type (string)\nshare (bool)\nsize (int)\ndump (bool)\nprealloc-threads (int)\n' +
  'x-use-canonical-path-for-ramblock-id (bool)\npolicy (HostMemPolicy)\nprealloc-context (link<thread-context>)\n' +
  'prealloc (bool)\nreserve (bool)\nhost-nodes (int)\nmerge (bool)\n';
const SWITCHES = new Set(['merge', 'dump', 'prealloc']);
const FIXED = new Set(['share', 'reserve']);
const POLICIES = new Set(['default', 'preferred', 'bind', 'interleave']);

const expected = (command: string): string =>
  `${command}: string expected\nTry "help ${command}" for more information\n`;
const extraneous = (command: string): string =>
  `${command}: extraneous characters at the end of line\nTry "help ${command}" for more information\n`;
const notFound = (path: string): string => `Error: Device '${path}' not found\n`;

/** The object of a device room; undefined: none has it. */
function elsewhere(machine: ConsoleMachine, path: string): QomObject | undefined {
  const id = path.replace(/^\/?(machine\/)?peripheral\//, '');
  for (const d of machine.devices ?? []) {
    const found = d.qom?.(id);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Prints a property. */
export function qomGet(machine: ConsoleMachine, argument: string): string {
  const [path = '', property, ...more] = argument.trim().split(/\s+/);
  if (path === '' || property === undefined) return expected('qom-get');
  if (more.length > 0) return extraneous('qom-get');
  const found = find(machine, path);
  const object = found === undefined ? elsewhere(machine, path) : undefined;
  if (object !== undefined) {
    const value = object.get(property);
    return value === undefined ? `Error: Property '${object.type}.${property}' not found\n` : `${value}\n`;
  }
  if (found === undefined) return notFound(path);
  if (found === 'ambiguous' || found.kind === 'folder') return notFound(path);
  const lacks = (type: string): string => `Error: Property '${type}.${property}' not found\n`;
  if (found.kind === 'dimm') {
    if (property === 'legacy-memdev') return "Error: Property 'pc-dimm.legacy-memdev' is not readable\n";
    const read = Object.hasOwn(DIMM_PROPERTIES, property) ? DIMM_PROPERTIES[property] : undefined;
    return read === undefined ? lacks('pc-dimm') : `${read(found.dimm)}\n`;
  }
  const read = Object.hasOwn(BACKEND_PROPERTIES, property) ? BACKEND_PROPERTIES[property] : undefined;
  return read === undefined ? lacks(found.backend.type) : `${read(found.backend)}\n`;
}

/** Sets a property: of what stands plugged almost none can be. */
export function qomSet(machine: ConsoleMachine, argument: string): string {
  const option = /^\s*-(\S)/.exec(argument)?.[1];
  if (option !== undefined && option !== 'j')
    return `qom-set: unsupported option -${option}\nTry "help qom-set" for more information\n`;
  const m = /^\s*(?:-j\s+)?(\S+)\s+(\S+)\s+(\S.*?)\s*$/s.exec(argument);
  const [path, property, value] = [m?.[1], m?.[2], m?.[3]];
  if (path === undefined || property === undefined || value === undefined) return expected('qom-set');
  const found = find(machine, path);
  const object = found === undefined ? elsewhere(machine, path) : undefined;
  if (object !== undefined) {
    const refusal = object.set(property, value);
    return refusal === undefined ? '' : `Error: ${refusal}\n`;
  }
  if (found === undefined) return notFound(path);
  if (found === 'ambiguous' || found.kind === 'folder') return notFound(path);
  return found.kind === 'dimm' ? setDimm(found.dimm, property) : setBackend(found.backend, property, value);
}

function setDimm({ id }: Dimm, property: string): string {
  if (property === 'realized') return '';
  if (property === 'memdev' || property === 'node' || property === 'addr' || property === 'slot')
    return `Error: Attempt to set ${property === 'memdev' ? 'link ' : ''}property '${property}' on device '${id}' (type 'pc-dimm') after it was realized\n`;
  return Object.hasOwn(DIMM_PROPERTIES, property)
    ? `Error: Property 'pc-dimm.${property}' is not writable\n`
    : `Error: Property 'pc-dimm.${property}' not found\n`;
}

function setBackend({ type }: Backend, property: string, value: string): string {
  if (property === 'size') return `Error: cannot change property size of ${type} \n`;
  if (FIXED.has(property)) return 'Error: cannot change property value\n';
  if (property === 'policy')
    return POLICIES.has(value) ? '' : `Error: Parameter 'policy' does not accept value '${value}'\n`;
  // what the host makes of these no guest sees
  if (SWITCHES.has(property))
    return parseSwitch(value) === undefined ? `Error: Parameter '${property}' expects 'on' or 'off'\n` : '';
  if (property === 'host-nodes') return '';
  return Object.hasOwn(BACKEND_PROPERTIES, property)
    ? `Error: Property '${type}.${property}' is not writable\n`
    : `Error: Property '${type}.${property}' not found\n`;
}

/** Lists what is below a path. */
export function qomList(machine: ConsoleMachine, argument: string): string {
  const [path = '', ...more] = argument.trim().split(/\s+/);
  if (more.length > 0) return extraneous('qom-list');
  if (path === '') return '/\n';
  const found = find(machine, path);
  if (found === 'ambiguous') return `Error: Path '${path}' is ambiguous\n`;
  if (found === undefined) return notFound(path);
  if (found.kind === 'dimm') return LISTED_DIMM;
  if (found.kind === 'backend') return `${LISTED_BACKEND}${found.backend.id}[0] (child<memory-region>)\n`;
  const children =
    found.name === 'objects'
      ? machine.backends.list.value.map((b) => `${b.id} (child<${b.type}>)`)
      : machine.dimms.list.value.filter((d) => d.named).map((d) => `${d.id} (child<pc-dimm>)`);
  return `type (string)\n${children.map((child) => `${child}\n`).join('')}`;
}
