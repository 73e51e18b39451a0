/** Lines and places as stories write them. */
import type { Line } from '../engine/lines.ts';
import { blockId, GiB, MiB, pfn } from '../engine/units.ts';
import type { PfnRange } from '../engine/units.ts';
import type { Selection } from '../store/types.ts';
import type { MachineName, StoryLine } from './types.ts';

/** A line for the QEMU monitor. */
export const monitor = (line: string): Line => ({ channel: 'monitor', line });
/** A line for the guest's shell. */
export const shell = (line: string): Line => ({ channel: 'shell', line });
/** A line for the world around the machine: `load anon 1G`, `tick 20`. */
export const world = (line: string): Line => ({ channel: 'world', line });
/** A value written to a file. */
export const write = (path: string, value: string): Line => ({ channel: 'write', path, value });
/** A value written to the state file of a memory block. */
export const state = (block: number, value: 'online' | 'online_kernel' | 'online_movable' | 'offline'): Line =>
  write(`/sys/devices/system/memory/memory${block}/state`, value);
/** The same values for blocks in a row, first to last. */
export const states = (from: number, to: number, value: Parameters<typeof state>[1]): readonly Line[] =>
  Array.from({ length: to - from + 1 }, (_, i) => state(from + i, value));
/** Lines for a machine other than the story's first. */
export const on = (machine: MachineName, ...lines: readonly Line[]): readonly StoryLine[] =>
  lines.map((line) => ({ ...line, machine }));

/** Page frames from byte to byte of 4 KiB pages, given in MiB. */
export const mib = (from: number, to: number): PfnRange => ({
  start: pfn((from * MiB) / 4096),
  end: pfn((to * MiB) / 4096),
});
/** The same in GiB. */
export const gib = (from: number, to: number): PfnRange => mib((from * GiB) / MiB, (to * GiB) / MiB);
/** Page frames of blocks in a row, first to last, where a block is 128 MiB and a page 4 KiB. */
export const blocks = (from: number, to: number): PfnRange => mib(from * 128, (to + 1) * 128);

/** Selections. */
export const theBlock = (id: number): Selection => ({ kind: 'block', id: blockId(id) });
export const theDimm = (id: string): Selection => ({ kind: 'dimm', id });
export const theRange = (range: PfnRange): Selection => ({ kind: 'range', range });
