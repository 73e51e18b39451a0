/**
 * /proc/iomem (kernel/resource.c: r_show): two blanks a level, `start-end : name`, hexadecimal, end inclusive.
 */
import * as words from '#words/snapshot.ts';
import type { Resource } from '../../engine/hotplug/resources.ts';
import { MiB } from '../../engine/units.ts';
import type { Problems } from '../problems.ts';
import { quoted } from '../problems.ts';

const PATH = '/proc/iomem';
const LINE = /^( *)([0-9a-f]+)-([0-9a-f]+) : (.*)$/;

interface Draft {
  readonly start: number;
  readonly end: number;
  readonly name: string;
  readonly children: Draft[];
}

/** Reads the resource tree. Flags are not in the file; they follow from who registers which name. */
export function parseIomem(text: string, problems: Problems): readonly Resource[] {
  const roots: Draft[] = [];
  const open: Draft[] = [];
  let hidden = 0;
  for (const [n, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const m = LINE.exec(line);
    if (m === null) {
      problems.addLine(PATH, n, words.isNotStartEnd(quoted(line)));
      continue;
    }
    const [, indent = '', from = '', to = '', name = ''] = m;
    const depth = indent.length / 2;
    const draft: Draft = { start: Number.parseInt(from, 16), end: Number.parseInt(to, 16), name, children: [] };
    if (!Number.isInteger(depth) || depth > open.length)
      problems.addLine(PATH, n, words.isIndentedByBlanks(indent.length, Math.max(0, open.length - 1) * 2));
    else if (!Number.isSafeInteger(draft.start) || !Number.isSafeInteger(draft.end))
      problems.addLine(PATH, n, words.hasAddressTooLarge);
    else if (draft.end < draft.start) problems.addLine(PATH, n, words.endsBeforeItStarts);
    else {
      open.length = depth;
      const parent = open.at(-1);
      const siblings = parent?.children ?? roots;
      const before = siblings.at(-1);
      if (draft.end === 0) hidden++;
      else if (parent !== undefined && (draft.start < parent.start || draft.end > parent.end))
        problems.addLine(PATH, n, words.reachesOutOfResource(parent.name));
      else if (before !== undefined && before.end !== 0 && draft.start <= before.end)
        problems.addLine(PATH, n, words.overlapsLineBeforeIt(before.name));
      siblings.push(draft);
      open.push(draft);
    }
  }
  if (roots.length === 0) problems.add(PATH, words.holdsNoResource);
  else if (hidden > 1) problems.add(PATH, words.hasAllItsAddresses);
  return roots.map((d) => withFlags(d));
}

const isSystemRam = (name: string): boolean => name === 'System RAM' || name.startsWith('System RAM (');

/** Windows and descriptions that others register memory inside of: not busy. */
function isWindow(r: Draft, below: boolean): boolean {
  if (/^(PCI Bus |pci@|CXL Window |region\d|Persistent Memory|Soft Reserved|virtio\d+$)/.test(r.name)) return true;
  // kmem re-registers the range of its dax device without BUSY and puts System RAM inside
  if (/^dax\d+\.\d+$/.test(r.name)) return r.children.some((c) => isSystemRam(c.name));
  // e820 entries that are not RAM are inserted late and not busy above 1 MiB; arm64's nomap ranges are not busy either
  return !below && ((r.name === 'Reserved' && r.start >= MiB) || r.name === 'reserved');
}

function withFlags(d: Draft, below = false): Resource {
  const ram = isSystemRam(d.name);
  return {
    start: d.start,
    end: d.end,
    name: d.name,
    busy: ram || !isWindow(d, below),
    systemRam: ram || /^virtio\d+$/.test(d.name),
    children: d.children.map((c) => withFlags(c, true)),
  };
}
