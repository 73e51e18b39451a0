/** `info memory-devices` of the QEMU monitor. */
import * as words from '#words/snapshot.ts';
import type { Problems } from '../problems.ts';
import { quoted } from '../problems.ts';

const PATH = 'qemu/info-memory-devices';

/** One device as the monitor prints it. */
export interface MemoryDeviceInfo {
  /** dimm, nvdimm, virtio-mem, virtio-pmem … */
  readonly kind: string;
  /** Empty for a device without an id. */
  readonly id: string;
  readonly addr: number;
  readonly size: number;
  readonly slot: number;
  readonly node: number;
  /** Id of the memory backend. */
  readonly memdev: string;
  readonly hotplugged: boolean;
  /** The device's lines. */
  readonly text: string;
}

/** Reads the devices; a DIMM must have all its fields. */
export function parseMemoryDevices(text: string, problems: Problems): readonly MemoryDeviceInfo[] {
  const out: MemoryDeviceInfo[] = [];
  let lineNumber = 0;
  for (const part of text.split(/^(?=Memory device \[)/m)) {
    const first = lineNumber;
    const lines = part.split('\n');
    lineNumber += lines.length - 1;
    if (part.trim() === '') continue;
    const head = /^Memory device \[([a-z-]+)\]: "(.*)"$/.exec(lines[0] ?? '');
    if (head === null) {
      problems.addLine(PATH, first, words.isNotMemoryDevice(quoted(lines[0] ?? '')));
      continue;
    }
    const fields = new Map<string, string>();
    for (const [i, line] of lines.slice(1).entries()) {
      const m = /^ {2}([a-z-]+): (.*)$/.exec(line);
      if (m !== null) fields.set(m[1] ?? '', m[2] ?? '');
      else if (line.trim() !== '') problems.addLine(PATH, first + 1 + i, words.isNotIndentedNameValue(quoted(line)));
    }
    const number = (name: string, or?: string): number => {
      const value = fields.get(name) ?? (or === undefined ? undefined : fields.get(or));
      const n = value !== undefined && /^(0x[0-9a-f]+|\d+)$/.test(value) ? Number(value) : Number.NaN;
      if (!Number.isSafeInteger(n) && (head[1] === 'dimm' || name === 'addr'))
        problems.addLine(
          PATH,
          first,
          value === undefined ? words.misses(name) : words.valueIsNotNumber(name, quoted(value)),
        );
      return n;
    };
    out.push({
      kind: head[1] ?? '',
      id: head[2] ?? '',
      addr: number('addr', 'memaddr'),
      size: number('size'),
      slot: number('slot'),
      node: number('node'),
      memdev: (fields.get('memdev') ?? '').replace(/^\/objects\//, ''),
      hotplugged: fields.get('hotplugged') === 'true',
      text: part.endsWith('\n') ? part : `${part}\n`,
    });
  }
  return out;
}
