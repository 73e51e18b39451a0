/** What stories claim of a machine, and what is found instead. */
import { formatAnd, formatCount } from './numbers.ts';

export const quoted = (text: string): string => `“${text}”`;
/** A claim about another machine than the story's first. */
export const of = (machine: string, says: string): string => `${machine}: ${says}`;

// files
export const reads = (path: string, text: string): string => `${path} reads ${quoted(text)}`;
/** `part`: quoted, or a pattern. */
export const contains = (path: string, part: string): string => `${path} contains ${part}`;
export const doesNotContain = (path: string, part: string): string => `${path} does not contain ${part}`;
export const thereIsNo = (path: string): string => `there is no ${path}`;
export const isThere = 'it is there';
export const readingGives = (errno: string): string => `reading it gives ${errno}`;

// memory blocks, first to last
const range = (from: number, to: number): string => (from === to ? `memory${from}` : `memory${from}–${to}`);
export const blocksAre = (
  from: number,
  to: number,
  state: string,
  zones: string | undefined,
  node: number | undefined,
): string =>
  `${range(from, to)} ${from === to ? 'is' : 'are'} ${state}${zones === undefined ? '' : ` in ${zones}`}${node === undefined ? '' : ` of node ${node}`}`;
export const noBlocks = (from: number, to: number): string =>
  from === to ? `there is no memory${from}` : `there are no blocks ${range(from, to)}`;
export const noBlock = (block: number): string => `there is no memory${block}`;
export const blockIs = (block: number, state: string): string => `memory${block} is ${state}`;
export const blockHasZones = (block: number, zones: string): string => `memory${block} has valid_zones ${zones}`;
export const blockIsNotOf = (block: number, node: number): string => `memory${block} is not of node ${node}`;
export const blockExists = (block: number): string => `memory${block} exists`;

// figures of a zone
export const exactly = (pages: number): string => formatCount(pages);
export const between = (least: number | undefined, most: number | undefined): string =>
  formatAnd([
    ...(least === undefined ? [] : [`at least ${formatCount(least)}`]),
    ...(most === undefined ? [] : [`at most ${formatCount(most)}`]),
  ]);
/** `fields`: the kernel's names of figures with `exactly` or `between`. */
export const zoneHas = (
  node: number,
  zone: string,
  fields: readonly { readonly field: string; readonly amount: string }[],
): string => `node ${node} ${zone}: ${fields.map(({ field, amount }) => `${field} ${amount}`).join(', ')} pages`;
export const noSuchZone = 'there is no such zone';
export const figureIs = (field: string, figure: string | undefined): string => `${field} is ${figure ?? 'not shown'}`;

// what a line of the step came to, counted from 1
export const works = (line: number): string => `line ${line} works`;
export const hasToWait = (line: number): string => `line ${line} has to wait`;
export const isRefused = (line: number, errno: string): string => `line ${line} is refused with ${errno}`;
export const answers = (line: number, part: string): string => `line ${line} answers ${part}`;
export const doesNotAnswer = (line: number, part: string): string => `line ${line} does not answer ${part}`;
export const endsWith = (line: number, status: number): string => `line ${line} ends with status ${status}`;
export const causes = (line: number, event: string): string => `line ${line} causes the event ${event}`;
export const calls = (line: number, functions: readonly string[]): string =>
  `line ${line} calls ${functions.join(', then ')}`;
export const neverCalls = (line: number, functions: readonly string[]): string =>
  `line ${line} never calls ${functions.join(' or ')}`;
export const wasNotSent = 'it was not sent';
export const lineWasNotSent = 'the line was not sent';
export const notCalledAtItsPlace = (name: string): string => `${name} is not called at its place`;
export const isCalled = (name: string): string => `${name} is called`;
export const waits = (reason: string): string => `waits: ${reason}`;
export const statusIs = (status: number, output: string): string => `status ${status}: ${output}`;

// the kernel's log
export const kernelLogs = (part: string): string => `the kernel logs ${part}`;
export const nothingWasLogged = 'nothing was logged';

// what scripts find instead of what they claim
export const notThere = 'it is not there';
export const nothingKnown = 'nothing is known of it';
export const nothingInTheWay = 'nothing is in the way';
