/** Lines in words. */
import type { Line } from '../engine/lines.ts';

/** A line as it could be typed. */
export function lineText(line: Line): string {
  return line.channel === 'write' ? `echo ${line.value} > ${line.path}` : line.line;
}
