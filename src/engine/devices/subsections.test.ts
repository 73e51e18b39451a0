/** Sections that several have a share of, and what each kernel makes of them. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DEVICE_MODULES } from '../../console/device-modules.ts';
import { run } from '../../console/testing.ts';
import { bootPasted } from '../../snapshot/boot/pasted.ts';
import { headOf, reboot } from '../../snapshot/boot/reboot.ts';
import { logLines } from '../kernel/kernel.ts';
import type { Machine } from '../machine.ts';
import { pfnPredicates } from '../sparse/predicates.ts';
import type { PfnPredicate } from '../sparse/predicates.ts';
import { SECTION_TAINT_ZONE_DEVICE } from '../sparse/sections.ts';
import { MiB, pfn, sectionNr } from '../units.ts';
import { NO_DEVICES } from './view.ts';
import type { DevicesView } from './view.ts';
import { subsectionsOf } from './subsections.ts';

const base = headOf(readFileSync('public/machines/x86_64-dimm-lifecycle.json', 'utf8'));
/** The head of a machine that runs: its kernel, and the command line it was started with. */
function headNow(m: Machine): NonNullable<typeof base> {
  if (base === undefined) throw new Error('no kernel');
  return { ...base, qemu: { ...base.qemu, argv: [...m.files.baseline.value.qemu.argv] } };
}
function start(line: string, kernel?: string): Machine {
  const p = bootPasted(`qemu-system-x86_64 ${line}`, undefined, base, DEVICE_MODULES);
  if ('wrong' in p) throw new Error(p.wrong.map((w) => w.why).join('\n'));
  return kernel === undefined ? p.boot.machine : again(p.boot.machine, kernel, p.head);
}
function again(m: Machine, kernel: string, head = base): Machine {
  const next = reboot(head, m, [`kernel=${kernel}`], DEVICE_MODULES);
  if (next.machine === undefined) throw new Error(next.output);
  return next.machine;
}
const view = (m: Machine): DevicesView => m.devices.reduce((all, d) => ({ ...all, ...d.view?.read() }), NO_DEVICES);
const sh = (m: Machine, line: string): string => run(m, { channel: 'shell', line }).output ?? '';
const words = (m: Machine, nr: number): string =>
  subsectionsOf(m, sectionNr(nr))
    ?.runs.map((r) => `${r.from}-${r.to} ${r.active ? 'on' : 'off'} ${r.owner.kind} ${r.owner.name} ${r.zone ?? '-'}`)
    .join('\n') ?? '';
const at = (m: Machine, bytes: number): Partial<Record<PfnPredicate['name'], boolean>> =>
  Object.fromEntries(
    pfnPredicates(m.k, m.sections, pfn(bytes / 4096), (p) => m.pagemaps.ownerOf(p)).map((x) => [x.name, x.value]),
  );
const tainted = (m: Machine, nr: number): boolean => (m.sections.flags.get(nr) & SECTION_TAINT_ZONE_DEVICE) !== 0;

// 320 MiB of persistent memory from the middle of section 34 to the end of section 36
const MIXED = '-machine q35 -m 4G,slots=8,maxmem=32G -append "memmap=320M!4416M"';
// 1298 MiB from section 48 on
const NVDIMM =
  '-machine q35,nvdimm=on -m 4G,slots=3,maxmem=32G -object memory-backend-ram,id=n,size=1300M -device nvdimm,id=nv,memdev=n,label-size=128K';
const LABELS = 'ndctl disable-region all; ndctl init-labels -f all; ndctl enable-region all';

describe('System RAM and persistent memory in one section', () => {
  const m = start(MIXED);
  it('share its bits', () => {
    expect(words(m, 34)).toBe('0-32 on ram boot memory of node 0 Normal\n32-64 on device namespace0.0 Device');
    expect(words(m, 35)).toBe('0-64 on device namespace0.0 Device');
    expect(tainted(m, 34)).toBe(true);
    expect(tainted(m, 35)).toBe(false);
    expect(m.sections.isEarly(sectionNr(34))).toBe(true);
  });
  it('and each page is what it is', () => {
    expect(at(m, 4400 * MiB)).toMatchObject({ pfn_valid: true, pfn_to_online_page: true, get_dev_pagemap: false });
    expect(at(m, 4420 * MiB)).toMatchObject({
      online_section: true,
      pfn_section_valid: true,
      get_dev_pagemap: true,
      pfn_valid: true,
      pfn_to_online_page: false,
    });
    expect(at(m, 4500 * MiB)).toMatchObject({ online_section: false, pfn_valid: true, pfn_to_online_page: false });
    expect(m.zones.zoneOf(pfn((4400 * MiB) / 4096))).toEqual({ nid: 0, zone: 'Normal' });
    expect(m.zones.zoneOf(pfn((4420 * MiB) / 4096))).toBeUndefined();
  });
  it('give it back bit by bit; the early section keeps its memmap, and the taint', () => {
    expect(sh(m, 'ndctl disable-namespace all')).toContain('disabled 1 namespace');
    expect(words(m, 34)).toBe(
      '0-32 on ram boot memory of node 0 Normal\n32-64 off device Persistent Memory (legacy) -',
    );
    expect(at(m, 4420 * MiB)).toMatchObject({
      early_section: true,
      pfn_section_valid: false,
      pfn_valid: true,
      pfn_to_online_page: false,
    });
    expect(at(m, 4500 * MiB)).toMatchObject({ valid_section: false, pfn_valid: false });
    expect(tainted(m, 34)).toBe(true);
    expect(sh(m, 'ndctl enable-namespace all')).toContain('enabled 1 namespace');
    expect(words(m, 34)).toContain('32-64 on device namespace0.0 Device');
  });
  it('the memory block of the shared section stays one and whole', () => {
    expect(subsectionsOf(m, sectionNr(34))).toMatchObject({ block: 34, online: true, tainted: true });
    expect(subsectionsOf(m, sectionNr(35))).toMatchObject({
      block: undefined,
      blockWhy: 'Device pages have no memory block: nobody can set them online or offline (SUB-8).',
    });
    // RAM with a hole is never taken offline
    expect(
      run(m, { channel: 'write', path: '/sys/devices/system/memory/memory34/state', value: 'offline' }).errno,
    ).toBe('EINVAL');
  });
});

describe('two namespaces in one section', () => {
  const m = start(NVDIMM);
  sh(m, LABELS);
  it('fill its map bit by bit', () => {
    sh(m, 'ndctl create-namespace -m devdax -M mem -s 48M');
    expect(words(m, 48)).toBe('0-24 on device dax0.0 Device\n24-64 off device Persistent Memory -');
    sh(m, 'ndctl create-namespace -m devdax -M mem -s 64M');
    expect(words(m, 48)).toBe(
      '0-24 on device dax0.0 Device\n24-56 on device dax0.1 Device\n56-64 off device Persistent Memory -',
    );
    expect(at(m, 0x180000000 + 30 * MiB)).toMatchObject({
      early_section: false,
      pfn_valid: true,
      online_section: false,
    });
    expect(at(m, 0x180000000 + 120 * MiB)).toMatchObject({
      valid_section: true,
      pfn_section_valid: false,
      pfn_valid: false,
    });
  });
  it('and empty it again; the section goes with its last subsection', () => {
    sh(m, 'ndctl destroy-namespace -f namespace0.0');
    expect(words(m, 48)).toBe(
      '0-24 off device Persistent Memory -\n24-56 on device dax0.1 Device\n56-64 off device Persistent Memory -',
    );
    sh(m, 'ndctl destroy-namespace -f all');
    expect(words(m, 48)).toBe('0-64 off device Persistent Memory -');
    expect(m.sections.isPresent(sectionNr(48))).toBe(false);
    expect(tainted(m, 48)).toBe(false);
  });
});

describe('the same layouts before v5.3', () => {
  it('a region that shares a section with System RAM gets the warning of 2019 and no pages', () => {
    const m = start(MIXED, 'v5.2');
    expect(logLines(m.k.log.value).slice(-2)).toEqual([
      'devm_memremap_pages attempted on mixed region [mem 0x114000000-0x127ffffff flags 0x200]',
      'WARNING: CPU: 0 PID: 1 at kernel/memremap.c:300 devm_memremap_pages',
    ]);
    expect(m.pagemaps.live).toEqual([]);
    expect(sh(m, 'ndctl list')).toBe('');
    // with an info block it pads instead: to the next section
    expect(sh(m, 'ndctl create-namespace -f -e namespace0.0 -m fsdax -M dev')).toContain('"map":"dev"');
    expect(logLines(m.k.log.value).join('\n')).toContain(`alignment collision, truncate ${64 * MiB} bytes`);
    expect(m.pagemaps.get('namespace0.0')).toMatchObject({ start: 0x118000000, size: 256 * MiB });
    expect(view(m).cracks).toEqual([
      {
        start: 0x114000000,
        end: 0x118000000,
        owner: 'namespace0.0',
        why: 'padded so that nothing else lies in its sections',
        rule: 'SUB-12',
      },
    ]);
  });
  it('a second namespace in a section cannot be mapped; a new one is padded clear of it', () => {
    const now = start(NVDIMM);
    sh(now, LABELS);
    sh(now, 'ndctl create-namespace -m devdax -M mem -s 48M');
    sh(now, 'ndctl create-namespace -m devdax -M mem -s 64M');
    const m = again(now, 'v5.2', headNow(now));
    expect([...m.pagemaps.all.value.keys()]).toEqual(['dax0.0']);
    expect(logLines(m.k.log.value).join('\n')).toContain('Conflicting mapping in same section');
    // what is mapped is the whole section, and that is what a page frame says
    expect(m.pagemaps.get('dax0.0')?.mapped).toEqual({ start: 0x180000000, end: 0x188000000 });
    expect(at(m, 0x180000000 + 120 * MiB)).toMatchObject({ pfn_valid: true });
    sh(m, 'ndctl create-namespace -m fsdax -M dev -s 256M');
    expect(m.pagemaps.get('namespace0.2')).toMatchObject({ start: 0x188000000 });
    const lost = view(m).cracks.reduce((sum, c) => sum + c.end - c.start, 0);
    expect(lost).toBe(80 * MiB + 16 * MiB);
    // and with subsections everything is there again
    const back = again(m, 'default', headNow(now));
    expect([...back.pagemaps.all.value.keys()].toSorted()).toEqual(['dax0.0', 'dax0.1', 'namespace0.2']);
  });
  it('between v5.3 and v5.12 device pages in a section of RAM look online', () => {
    const m = start(MIXED, 'v5.10');
    expect(m.pagemaps.live).toHaveLength(1);
    expect(at(m, 4420 * MiB)).toMatchObject({ pfn_to_online_page: true, get_dev_pagemap: true });
  });
});
