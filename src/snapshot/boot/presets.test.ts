/** Machines for every page size and table depth: they start, take a DIMM, and give it back. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DEVICE_MODULES } from '../../console/device-modules.ts';
import { execute } from '../../console/execute.ts';
import { shell } from '../../console/shell/shell.ts';
import { addressSpace } from '../../engine/arch/areas.ts';
import { invariants } from '../../engine/invariants.ts';
import type { Machine } from '../../engine/machine.ts';
import type { Line } from '../../engine/lines.ts';
import { pfn } from '../../engine/units.ts';
import { PRESETS } from '../../link/presets.ts';
import { loadMachine } from '../load.ts';
import { bundledSnapshot } from '../testing.ts';
import { bootPreset } from './presets.ts';
import { headOf, reboot } from './reboot.ts';

const BOOTED = PRESETS.filter((p) => p.id !== '64TiB');
function start(p: (typeof BOOTED)[number]): { machine: Machine; head: ReturnType<typeof headOf> } {
  const base = headOf(readFileSync(`public/machines/${p.base}.json`, 'utf8'));
  if (base === undefined) throw new Error(`no head in ${p.base}`);
  const { boot, head } = bootPreset(p.id, p.title, base, DEVICE_MODULES);
  expect(boot.problems.filter(({ why }) => !why.startsWith('unverified'))).toEqual([]);
  return { machine: boot.machine, head };
}
function run(m: Machine, line: Line): string {
  let output = '';
  m.k.scheduler.spawn(
    'line',
    (function* () {
      output = (yield* execute(m, line, [], () => shell)).output ?? '';
    })(),
  );
  m.k.scheduler.run();
  return output;
}
const monitor = (line: string): Line => ({ channel: 'monitor', line });
const SIZES = { arm64: 512, x86_64: 256, riscv64: 256 } as const;

describe('a machine for every page size and table depth', () => {
  it.each([
    ['x86_64-4level', 4096, 4, 48, 46],
    ['x86_64-5level', 4096, 5, 57, 52],
    ['x86_64-no1g', 4096, 4, 48, 46],
    ['arm64-4k-52', 4096, 5, 52, 52],
    ['arm64-16k', 16384, 4, 48, 48],
    ['arm64-16k-52', 16384, 4, 52, 52],
    ['arm64-64k', 65536, 3, 48, 48],
    ['arm64-64k-52', 65536, 3, 52, 52],
    ['riscv64-sv39', 4096, 3, 39, 56],
    ['riscv64-sv48', 4096, 4, 48, 56],
    ['riscv64-sv57', 4096, 5, 57, 56],
  ] as const)('%s has pages of %i, %i levels, %i bits, and takes a DIMM', (id, page, levels, bits, physical) => {
    const preset = BOOTED.find((p) => p.id === id);
    if (preset === undefined) throw new Error(`no preset ${id}`);
    const { machine } = start(preset);
    const { geometry, sizes } = machine.k;
    expect([sizes.pageBytes, geometry.levels.length, geometry.maxPhysmemBits]).toEqual([page, levels, physical]);
    const top = geometry.levels[0];
    expect((top?.shift ?? 0) + Math.log2(top?.entries ?? 1)).toBe(bits);
    expect(geometry.verified).toBe(preset.verified);
    expect(machine.options.title).toBe(preset.title);
    expect(machine.zones.nodes.value.map((n) => n.id)).toEqual([0, 1]);
    expect(invariants(machine)).toEqual([]);
    const dumps = (): string[] => [machine.mapping.dump('direct-map'), machine.mapping.dump('vmemmap')];
    const before = dumps();
    expect(run(machine, monitor(`object_add memory-backend-ram,id=m,size=${SIZES[geometry.arch]}M`))).toBe('');
    expect(run(machine, monitor('device_add pc-dimm,id=d,memdev=m,node=1'))).toBe('');
    const [dimm] = machine.dimms.list.value;
    expect(machine.blocks.exists((dimm?.addr ?? 0) / machine.blocks.blockBytes)).toBe(true);
    expect(dumps()).not.toEqual(before);
    expect(invariants(machine)).toEqual([]);
    run(machine, monitor('device_del d'));
    expect(machine.dimms.list.value).toEqual([]);
    expect(invariants(machine)).toEqual([]);
  });

  it('of CXL has two expanders to interleave, persistent memory, and a free port; it says that nobody recorded it', () => {
    const preset = BOOTED.find((p) => p.id === 'x86_64-cxl');
    if (preset === undefined) throw new Error('no preset');
    const { machine } = start(preset);
    const sh = (line: string): string => run(machine, { channel: 'shell', line });
    expect(sh('cxl list -M').match(/"memdev":"mem\d"/g)).toHaveLength(3);
    expect(sh('cxl create-region -m -d decoder0.0 -t ram -w 2 mem0 mem1')).toContain('"size":"2.00 GiB');
    expect(sh('cxl create-region -m -d decoder0.1 -t pmem mem2')).toContain('"region":"region1"');
    expect(sh('ndctl list -R')).toContain('"available_size":1073741824');
    run(machine, monitor('object_add memory-backend-ram,id=c9,size=512M'));
    expect(run(machine, monitor('device_add cxl-type3,bus=rp3,volatile-memdev=c9,id=exp9'))).toBe('');
    expect(sh('cxl list -M').match(/"memdev":"mem\d"/g)).toHaveLength(4);
    expect(machine.devices.flatMap((d) => d.view?.read().cxl?.ports ?? []).map((p) => p.device)).toEqual([
      'exp0',
      'exp2',
      'exp1',
      'exp9',
    ]);
    expect(invariants(machine)).toEqual([]);
  });

  it('starts again under other words, its page size included', () => {
    const preset = BOOTED.find((p) => p.id === 'arm64-16k');
    if (preset === undefined) throw new Error('no preset');
    const { machine, head } = start(preset);
    const again = reboot(head, machine, ['CONFIG_ARM64_64K_PAGES=y', 'atlas.memhp_teardown=keep-shared']);
    expect(again.output).toContain('CONFIG_ARM64_64K_PAGES=y');
    expect(again.machine?.k.sizes.pageBytes).toBe(65536);
    expect(again.machine?.mapping.context.options.teardown).toBe('keep-shared');
    expect(reboot(head, machine, ['CONFIG_ARM64_16K_PAGES=n']).output).toContain('one of a choice');
    expect(reboot(head, machine, ['atlas.memhp_teardown=never']).output).toContain('takes leave');
  });

  it('does not start what the CPU has not', () => {
    const base = headOf(readFileSync('public/machines/arm64-dimm-lifecycle.json', 'utf8'));
    const machine = loadMachine(bundledSnapshot('arm64-dimm-lifecycle'));
    // the recorded board has a Cortex-A57
    const refused = reboot(base, machine, ['CONFIG_ARM64_16K_PAGES=y']);
    expect([refused.machine, refused.output]).toEqual([undefined, expect.stringContaining('no pages of 16 KiB')]);
    expect(reboot(base, machine, ['CONFIG_ARM64_VA_BITS_52=y']).output).toContain('no addresses of 52 bits');
  });

  it('of riscv64 kills a process that began before an add, where the top table was not filled at boot', () => {
    const preset = BOOTED.find((p) => p.id === 'riscv64-sv39');
    if (preset === undefined) throw new Error('no preset');
    const { machine, head } = start(preset);
    const outcome = (m: Machine | undefined): string[] => {
      if (m === undefined) throw new Error('it did not start');
      run(m, { channel: 'world', line: 'process early' });
      run(m, monitor('object_add memory-backend-ram,id=m,size=1G'));
      expect(run(m, monitor('device_add pc-dimm,id=d,memdev=m'))).toBe('');
      run(m, { channel: 'world', line: 'process late' });
      const at = (m.dimms.list.value[0]?.addr ?? 0) / m.k.sizes.pageBytes;
      const va = m.mapping.virtOf(pfn(at)).toString(16);
      return ['early', 'late'].map((name) => run(m, { channel: 'world', line: `touch ${name} 0x${va}` }));
    };
    expect(outcome(machine.fork())).toEqual(['early reads it\n', 'late reads it\n']);
    const without = reboot(head, machine, ['atlas.pgd_prealloc=N']).machine;
    expect(outcome(without)).toEqual([
      "early dies: its copy of the top table lacks the entry that the kernel's own has\n",
      'late reads it\n',
    ]);
    expect(without?.mapping.processes.view()).toMatchObject({ how: 'stale' });
  });

  it('has an address space without gaps, in which the regions stand once', () => {
    for (const preset of BOOTED) {
      const { geometry } = start(preset).machine.k;
      const areas = addressSpace(geometry);
      expect(areas[0]?.start).toBe(0n);
      for (const [i, a] of areas.entries()) {
        expect(a.end > a.start, `${preset.id} ${a.name}`).toBe(true);
        expect(areas[i + 1]?.start ?? 1n << 64n, `${preset.id} ${a.name}`).toBe(a.end);
      }
      expect(areas.filter((a) => a.kind === 'direct-map' || a.kind === 'vmemmap')).toHaveLength(2);
    }
  });
});
