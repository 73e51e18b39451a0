/**
 * What QEMU 7.2.22 printed for these lines, in this order, on a machine started with the command line of x86_64-dimm-lifecycle
 * and a guest that never ran (-S). Each list of lines begins on a fresh machine.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadMachine } from '../../snapshot/load.ts';
import { bundledSnapshot } from '../../snapshot/testing.ts';
import { monitor } from './monitor.ts';

function transcripts(): readonly (readonly (readonly [string, string])[])[] {
  const read: unknown = JSON.parse(readFileSync('src/console/monitor/qemu-transcript.json', 'utf8'));
  if (!Array.isArray(read)) throw new Error('no transcripts');
  return read.map((list: unknown) => {
    if (!Array.isArray(list)) throw new Error('no list of lines');
    return list.map((pair: unknown): readonly [string, string] => {
      if (!Array.isArray(pair)) throw new Error('no line');
      return [String(pair[0]), String(pair[1])];
    });
  });
}

describe.each(transcripts().map((lines, i) => ({ lines, i })))('transcript $i', ({ lines }) => {
  const machine = loadMachine(bundledSnapshot('x86_64-dimm-lifecycle'));
  it.each(lines)('%s', (line, printed) => expect(monitor(machine, line)).toBe(printed));
});

it('names what QEMU has and this machine has not', () => {
  const machine = loadMachine(bundledSnapshot('x86_64-dimm-lifecycle'));
  expect(monitor(machine, 'netdev_add user,id=n0')).toContain('QEMU has this command');
  expect(monitor(machine, 'info numa')).toContain('QEMU shows this');
  expect(monitor(machine, 'object_add iothread,id=i')).toContain(
    'is an object of QEMU that this machine does not model',
  );
  expect(monitor(machine, 'device_add virtio-net-pci')).toBe("Error: Bus 'pcie.0' does not support hotplugging\n");
});
