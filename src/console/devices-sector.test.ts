/**
 * Namespaces of whole sectors, and a virtio-pmem whose host cannot flush. What is expected here is what Linux 6.12.107 with
 * ndctl 76.1 answered in QEMU 7.2.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { invariants } from '../engine/invariants.ts';
import { logLines } from '../engine/kernel/kernel.ts';
import type { Machine } from '../engine/machine.ts';
import { bootPasted } from '../snapshot/boot/pasted.ts';
import { headOf } from '../snapshot/boot/reboot.ts';
import { DEVICE_MODULES } from './device-modules.ts';
import { run } from './testing.ts';

const base = headOf(readFileSync('public/machines/x86_64-dimm-lifecycle.json', 'utf8'));
function start(devices: string): Machine {
  const p = bootPasted(
    `qemu-system-x86_64 -machine q35,nvdimm=on -m 2G,slots=2,maxmem=8G ${devices}`,
    undefined,
    base,
    DEVICE_MODULES,
  );
  if ('wrong' in p) throw new Error(p.wrong.map((w) => w.why).join('\n'));
  return p.boot.machine;
}
const nvdimm = (): Machine => {
  const m = start('-object memory-backend-ram,id=m0,size=1G -device nvdimm,memdev=m0,id=v0,label-size=2M');
  sh(m, 'ndctl disable-region all; ndctl init-labels -f all; ndctl enable-region all');
  return m;
};
const vpmem = (backend: string): Machine =>
  start(`-object ${backend},id=m0,size=512M -device virtio-pmem-pci,memdev=m0,id=v0`);
const sh = (m: Machine, line: string): { output: string; status: number } => {
  const { output, status } = run(m, { channel: 'shell', line });
  return { output: output ?? '', status: status ?? -1 };
};
const text = (m: Machine, path: string): string => sh(m, `cat ${path}`).output;

describe('a namespace in sector mode', () => {
  it('shows a block device of whole sectors; what is lost to its tables, the tool tells', () => {
    const m = nvdimm();
    expect(sh(m, 'ndctl create-namespace -m sector -s 64M').output).toMatch(
      /"mode":"sector",\n {2}"size":65961984,\n {2}"uuid":"[0-9a-f-]{36}",\n {2}"sector_size":4096,\n {2}"blockdev":"pmem0s"\n/,
    );
    expect(sh(m, 'ndctl create-namespace -m safe -s 64M').output).toContain('"blockdev":"pmem0.1s"');
    expect(sh(m, 'ndctl create-namespace -s 128M -l 520').output).toContain('"size":118321664');
    expect(logLines(m.k.log.value).slice(-3)).toEqual([0, 1, 2].map((n) => `nd_pmem btt0.${n}: No existing arenas`));
    expect(text(m, '/sys/bus/nd/devices/namespace0.0/holder')).toBe('btt0.0\n');
    expect(text(m, '/sys/bus/nd/devices/namespace0.0/mode')).toBe('safe\n');
    expect(text(m, '/sys/bus/nd/devices/btt0.2/sector_size')).toBe('512 [520] 528 4096 4104 4160 4224 \n');
    expect(sh(m, 'ls /sys/bus/nd/devices').output.split('\n')).toEqual(
      expect.arrayContaining(['btt0.3', 'region0', 'nmem0']),
    );
    expect(invariants(m)).toEqual([]);
  });

  it('has no struct pages, and its space is whole again when it is destroyed', () => {
    const m = nvdimm();
    sh(m, 'ndctl create-namespace -m sector -s 128M');
    expect(text(m, '/proc/iomem')).toContain('  100000000-107ffffff : namespace0.0\n');
    expect([...m.pagemaps.all.value.keys()]).toEqual([]);
    expect(sh(m, 'ndctl disable-namespace namespace0.0').output).toBe('disabled 1 namespace\n');
    expect(sh(m, 'ndctl list -Ni').output).toMatch(
      /"mode":"sector",\n {4}"uuid":".*",\n {4}"sector_size":4096,\n {4}"state":"disabled"/,
    );
    sh(m, 'ndctl enable-namespace namespace0.0');
    // the arenas that it finds are no news
    expect(logLines(m.k.log.value).filter((l) => l.includes('No existing arenas'))).toHaveLength(1);
    expect(sh(m, 'ndctl destroy-namespace -f all').output).toBe('destroyed 1 namespace\n');
    expect(sh(m, 'ndctl list -R').output).toContain('"available_size":1056964608');
  });

  it('leaves the rest of its section to the next namespace: only subsections that are mapped have a memmap', () => {
    const m = nvdimm();
    sh(m, 'ndctl create-namespace -m sector -s 32M');
    expect(sh(m, 'ndctl create-namespace -m fsdax -s 304M').status).toBe(0);
    expect(text(m, '/proc/iomem')).toContain('  102000000-114ffffff : namespace0.1\n');
    expect(invariants(m)).toEqual([]);
  });

  it('needs more than 16 MiB; what failed keeps its space and the seed, until it is destroyed', () => {
    const m = nvdimm();
    expect(sh(m, 'ndctl create-namespace -m sector -s 16M')).toEqual({
      output:
        'libndctl: ndctl_btt_enable: btt0.0: failed to enable\n  Error: namespace0.0: failed to enable\n\nfailed to create namespace: No such device or address\n',
      status: 237,
    });
    expect(sh(m, 'ndctl create-namespace -m fsdax -s 64M')).toEqual({
      output: 'failed to create namespace: No space left on device\n',
      status: 237,
    });
    expect(sh(m, 'ndctl list -Ni').output).toContain('"mode":"sector"');
    sh(m, 'ndctl destroy-namespace -f all');
    expect(sh(m, 'ndctl create-namespace -m fsdax -s 64M').status).toBe(0);
  });

  it.each([
    ['-m sector -s 32M -l 999', '  Error: create namespace: region0: does not support btt sector_size 999\n\n', 234],
    [
      '-m sector -s 64M -a 2M',
      '  Error: sector mode does not support setting an alignment\n\nfailed to create namespace: No such device or address\n',
      237,
    ],
  ])('ndctl create-namespace %s is refused', (options, output, status) => {
    const m = nvdimm();
    expect(sh(m, `ndctl create-namespace ${options}`)).toEqual({ output, status });
  });

  it('is there again after a reboot of the region: namespaces are numbered by address', () => {
    const m = nvdimm();
    for (const size of ['64M', '128M', '256M']) sh(m, `ndctl create-namespace -m sector -s ${size}`);
    sh(m, 'ndctl destroy-namespace -f namespace0.0');
    sh(m, 'ndctl disable-region all; ndctl enable-region all');
    const names = [...sh(m, 'ndctl list -N').output.matchAll(/"(namespace0\.\d)"[^}]*"blockdev":"(.*?)"/g)];
    expect(Object.fromEntries(names.map((n): [string, string] => [n[1] ?? '', n[2] ?? '']))).toEqual({
      'namespace0.0': 'pmem0s',
      'namespace0.1': 'pmem0.1s',
    });
  });
});

describe('a virtio-pmem on anonymous memory of the host', () => {
  it('answers a write that must last with EIO, and the info block is there all the same', () => {
    const m = vpmem('memory-backend-ram');
    expect(sh(m, 'ndctl create-namespace -f -e namespace0.0 -m devdax')).toEqual({
      output:
        'libndctl: ndctl_dax_enable: dax0.0: failed to enable\n  Error: namespace0.0: failed to enable\n\nfailed to reconfigure namespace: No such device or address\n',
      status: 250,
    });
    expect(logLines(m.k.log.value).at(-1)).toBe('dax_pmem dax0.0: probe with driver dax_pmem failed with error -5');
    expect(sh(m, 'ndctl list -Ni').output).toMatch(
      /"mode":"fsdax",\n {4}"map":"mem",\n {4}"size":536870912,\n {4}"sector_size":512,\n {4}"state":"disabled"/,
    );
    // the next driver that looks finds it, and reading needs no flush
    expect(sh(m, 'ndctl enable-namespace namespace0.0').output).toBe('enabled 1 namespace\n');
    expect(sh(m, 'ndctl list -N').output).toContain('"chardev":"dax0.0"');
    expect(invariants(m)).toEqual([]);
  });

  it('never has the tables of sectors: the first write fails, and nothing of them lasts', () => {
    const m = vpmem('memory-backend-ram');
    expect(sh(m, 'ndctl create-namespace -f -e namespace0.0 -m sector').status).toBe(250);
    expect(logLines(m.k.log.value).slice(-3)).toEqual([
      'nd_pmem btt0.0: No existing arenas',
      'nd_pmem btt0.0: init: error in meta_init: -5',
      'nd_pmem btt0.0: probe with driver nd_pmem failed with error -12',
    ]);
    expect(sh(m, 'ndctl enable-namespace namespace0.0')).toEqual({
      output:
        'libndctl: ndctl_namespace_enable: namespace0.0: failed to enable\nerror enabling namespaces: No such device or address\nenabled 0 namespaces\n',
      status: 250,
    });
    sh(m, 'ndctl disable-region all; ndctl enable-region all');
    expect(sh(m, 'ndctl list -N').output).toContain('"mode":"fsdax"');
  });

  it('takes what needs no info block', () => {
    const m = vpmem('memory-backend-ram');
    expect(sh(m, 'ndctl create-namespace -f -e namespace0.0 -m fsdax -M mem -a 2M').status).toBe(0);
  });

  it.each(['memory-backend-file,mem-path=v.img,share=on', 'memory-backend-memfd'])('flushes %s', (backend) => {
    const m = vpmem(backend);
    expect(sh(m, 'ndctl create-namespace -f -e namespace0.0 -m devdax').status).toBe(0);
    expect(sh(m, 'ndctl create-namespace -f -e namespace0.0 -m sector').output).toContain('"size":535265280');
  });
});
