/**
 * Dax regions that are dealt out to devices, and the words of the tools. What is expected here is what Linux 6.12.107 with
 * ndctl 76.1 answered in QEMU 7.2 for a soft-reserved node.
 */
import { describe, expect, it } from 'vitest';
import { invariants } from '../engine/invariants.ts';
import { logLines } from '../engine/kernel/kernel.ts';
import type { Machine } from '../engine/machine.ts';
import { hashStore } from '../engine/state/hash.ts';
import { loadMachine } from '../snapshot/load.ts';
import { bundledSnapshot } from '../snapshot/testing.ts';
import { DEVICE_MODULES } from './device-modules.ts';
import { run } from './testing.ts';

const sh = (m: Machine, line: string): { output: string; status: number } => {
  const { output, status } = run(m, { channel: 'shell', line });
  return { output: output ?? '', status: status ?? -1 };
};
/** A soft-reserved node of 2 GiB whose one dax device has no driver and no space. */
function empty(): Machine {
  const m = loadMachine(bundledSnapshot('x86_64-softreserved-cxl-node'), DEVICE_MODULES);
  sh(m, 'daxctl offline-memory dax0.0; daxctl destroy-device -f dax0.0');
  return m;
}
const sizes = (m: Machine): Record<string, string> =>
  Object.fromEntries(
    [...sh(m, 'daxctl list -Di').output.matchAll(/"chardev":"(.*?)",\n +"size":(\d+)/g)].map((x): [string, string] => [
      x[1] ?? '',
      x[2] ?? '',
    ]),
  );

describe('a dynamic dax region', () => {
  it('keeps device 0, without space; the tool calls that busy', () => {
    const m = loadMachine(bundledSnapshot('x86_64-softreserved-cxl-node'), DEVICE_MODULES);
    sh(m, 'daxctl offline-memory dax0.0');
    expect(sh(m, 'daxctl create-device')).toEqual({
      output: 'error creating devices: No space left on device\ncreated 0 devices\n',
      status: 228,
    });
    expect(sh(m, 'daxctl destroy-device dax0.0')).toEqual({
      output:
        'dax0.0 is active, specify --force for deletion\nerror destroying devices: No such device or address\ndestroyed 0 devices\n',
      status: 250,
    });
    expect(sh(m, 'daxctl destroy-device -f dax0.0')).toEqual({
      output: 'error destroying devices: Device or resource busy\ndestroyed 0 devices\n',
      status: 240,
    });
    expect(sizes(m)).toEqual({ 'dax0.0': '0' });
    expect(sh(m, 'daxctl list').output).toBe('');
    expect(sh(m, 'daxctl list -RD').output).toContain('"available_size":2147483648');
    expect(sh(m, 'daxctl reconfigure-device -m devdax dax0.0')).toEqual({
      output:
        'libdaxctl: daxctl_dev_enable: dax0.0: failed to enable\nerror reconfiguring devices: No such device or address\nreconfigured 0 devices\n',
      status: 250,
    });
    expect(invariants(m)).toEqual([]);
  });

  it('is dealt out to devices of their own sizes, and to System RAM piece by piece', () => {
    const m = empty();
    expect(sh(m, 'daxctl reconfigure-device -s 512M dax0.0')).toEqual({ output: 'reconfigured 1 device\n', status: 0 });
    expect(sh(m, 'daxctl enable-device dax0.0').status).toBe(0);
    expect(sh(m, 'daxctl create-device -r 0 -s 256M').output).toContain('"chardev":"dax0.1",\n    "size":268435456');
    expect(sh(m, 'daxctl reconfigure-device -m system-ram -N dax0.1').output).toContain('"total_memblocks":2');
    expect(sh(m, 'cat /proc/iomem').output).toContain(
      '  100000000-11fffffff : dax0.0\n  120000000-12fffffff : dax0.1\n    120000000-12fffffff : System RAM (kmem)\n',
    );
    expect(sh(m, 'daxctl create-device').output).toContain('"size":1342177280');
    expect(sh(m, 'daxctl list -M').output).toContain(
      '"page_offset":0,\n        "start":4294967296,\n        "end":4831838207',
    );
    expect(invariants(m)).toEqual([]);
    expect(sh(m, 'daxctl destroy-device -f all').status).not.toBe(250);
    expect(sizes(m)).toEqual({ 'dax0.0': '0' });
    expect(invariants(m)).toEqual([]);
  });

  it('gives a device what is free in pieces, when no gap is large enough', () => {
    const m = empty();
    sh(m, 'daxctl reconfigure-device -s 512M dax0.0; daxctl enable-device dax0.0');
    for (const size of ['256M', '256M']) sh(m, `daxctl create-device -s ${size}`);
    sh(m, 'daxctl destroy-device -f dax0.1');
    expect(sh(m, 'daxctl create-device -s 1G').status).toBe(0);
    expect(sh(m, 'daxctl list -M').output.match(/"chardev":"dax0.1"[^]*?\]/)?.[0]).toMatch(
      /"page_offset":0,\n +"start":4831838208,\n +"end":5100273663,[^]*"page_offset":65536,\n +"start":5368709120,/,
    );
    expect(sh(m, 'cat /proc/iomem').output.match(/dax0\.1/g)).toHaveLength(2);
    expect(sh(m, 'daxctl reconfigure-device -m system-ram -N dax0.1').output).toContain('"mode":"system-ram"');
    expect(invariants(m)).toEqual([]);
    expect(sh(m, 'daxctl reconfigure-device -m devdax dax0.1').status).toBe(0);
    expect(sh(m, 'daxctl destroy-device -f dax0.1').status).toBe(0);
    expect(invariants(m)).toEqual([]);
  });

  it('has a seed that stays until it is usable: one of a size that does not fit blocks the next', () => {
    const m = empty();
    expect(sh(m, 'daxctl create-device -r 0 -s 256M -a 1G')).toEqual({
      output:
        'libdaxctl: daxctl_dev_set_size: dax0.1: failed to set size\nerror creating devices: No such device or address\ncreated 0 devices\n',
      status: 250,
    });
    expect(sh(m, 'daxctl create-device -s 256M').output).toContain('dax0.1: failed to set size');
    expect(sizes(m)).toEqual({ 'dax0.0': '0', 'dax0.1': '0', 'dax0.2': '0' });
    sh(m, 'daxctl destroy-device dax0.1');
    sh(m, 'daxctl destroy-device dax0.2');
    expect(sh(m, 'daxctl create-device -s 256M').status).toBe(0);
  });

  it('has nothing to give while kmem’s memory stays behind: the device is refused, and then for good', () => {
    const m = loadMachine(bundledSnapshot('x86_64-softreserved-cxl-node'), DEVICE_MODULES);
    sh(m, 'daxctl online-memory dax0.0; daxctl destroy-device -f dax0.0');
    expect(sh(m, 'daxctl create-device')).toEqual({
      output:
        'libdaxctl: daxctl_dev_enable: dax0.1: failed to enable\ndax0.1: enable failed: Invalid argument\nerror creating devices: Invalid argument\ncreated 0 devices\n',
      status: 234,
    });
    expect(logLines(m.k.log.value).slice(-4)).toEqual([
      'device_dax dax0.1: mapping0: 0x100000000-0x17fffffff could not reserve range',
      'device_dax dax0.1: probe with driver device_dax failed with error -16',
      'device_dax dax0.1: dynamic-dax with pre-populated page map',
      'device_dax dax0.1: probe with driver device_dax failed with error -22',
    ]);
  });

  it.each([
    ['dax0.0/size', '3M', 'EINVAL'],
    ['dax0.0/size', '1048576', 'EINVAL'],
    ['dax0.0/size', '4294967296', 'ENOSPC'],
    ['dax0.0/align', '8192', 'EINVAL'],
    ['dax0.0/align', 'much', 'ENXIO'],
    ['/sys/devices/platform/hmem.0/dax_region/create', '2', 'EINVAL'],
    ['/sys/devices/platform/hmem.0/dax_region/delete', 'dax9.9', 'ENXIO'],
    ['/sys/devices/platform/hmem.0/dax_region/delete', 'dax0.0', 'EBUSY'],
    ['/sys/devices/platform/hmem.0/dax_region/size', '0', 'EACCES'],
  ])('%s refuses %s with %s, and nothing changes', (file, value, errno) => {
    const m = empty();
    const before = hashStore(m.k.store);
    const path = file.startsWith('/') ? file : `/sys/bus/dax/devices/${file}`;
    expect(run(m, { channel: 'write', path, value }).errno).toBe(errno);
    expect(hashStore(m.k.store)).toBe(before);
  });
});

describe('the tools', () => {
  const usage =
    '\n usage: daxctl disable-device <device>\n\n    -r, --region <region-id>\n                          filter by region\n    -u, --human           use human friendly number formats\n    -v, --verbose         emit more debug messages\n\n';
  it.each([
    ['daxctl disable-device -h', usage],
    ['daxctl disable-device -f dax0.0', `  Error: unknown switch \`f'\n${usage}`],
    ['daxctl disable-device', `specify a device to disable, or "all"\n${usage}`],
    ['daxctl disable-device dax0.0 dax0.1', `unknown extra parameter "dax0.1"\n${usage}`],
  ])('%s explains itself', (line, output) => expect(sh(empty(), line)).toEqual({ output, status: 129 }));

  it('take the beginning of an option’s name, when it is the beginning of one', () => {
    const m = empty();
    expect(sh(m, 'ndctl create-namespace --re=3').output).toMatch(
      /^ {2}Error: Ambiguous option: re=3 \(could be --region or --reconfig\)\n\n usage: /,
    );
    expect(sh(m, 'daxctl list --dev dax0.0 --idl').output).toContain('"chardev":"dax0.0"');
    expect(sh(m, 'ndctl bogus')).toEqual({ output: "Unknown command: 'bogus'\n", status: 1 });
  });
});
