/** Lines in words. */
import type { Line } from '../engine/lines.ts';

/** The pane of the console that a line belongs to. */
export const paneOf = (line: Line): 'shell' | 'monitor' | 'world' =>
  line.channel === 'monitor' ? 'monitor' : line.channel === 'world' ? 'world' : 'shell';

/** A line as it could be typed. */
export function lineText(line: Line): string {
  return line.channel === 'write' ? `echo ${line.value} > ${line.path}` : line.line;
}
