/** Machines built from real boots show the very files they were built from, and survive being written down. */
import { describe, expect, it } from 'vitest';
import { score } from '../../test/check/compare.mjs';
import type { Machine } from '../engine/machine.ts';
import { sectionNr } from '../engine/units.ts';
import { bigMachine } from './big.ts';
import { loadMachine } from './load.ts';
import { parseSnapshot, parseSnapshotText } from './check.ts';
import { bundledSnapshot, readRecording, recordingFiles } from './testing.ts';
import { writeSnapshot } from './write.ts';

type Texts = Readonly<Record<string, string>>;

/** What differs between files and what they should be, in the eyes of the comparison with real kernels. */
function differences(want: Texts, got: Texts): readonly string[] {
  const { dmesg: _log, ...files } = want;
  const faults: string[] = [];
  const doing = { do: { channel: 'boot' }, reply: {} };
  const recording = {
    name: 'files',
    title: 'files',
    kernel: {},
    steps: [
      { ...doing, state: {} },
      { ...doing, state: files },
    ],
  };
  const scores = score(recording, { steps: [{}, { state: got }] }, faults);
  if (Object.values(scores).every((t) => t.right === 0)) faults.push('nothing was compared');
  return faults;
}
const filesOf = (machine: Machine): Texts => Object.fromEntries(machine.files.all());

describe('a machine from step 0', () => {
  it.each(recordingFiles())('%s shows every scored file as recorded', (path) => {
    const parsed = parseSnapshot(readRecording(path));
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
    const machine = loadMachine(parsed.snapshot);
    expect(differences(parsed.snapshot.state, filesOf(machine))).toEqual([]);
  });

  it('derives the boot memory exactly when the boot messages are gone', () => {
    for (const path of recordingFiles()) {
      const parsed = parseSnapshot(readRecording(path));
      if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
      const { dmesg: _gone, ...state } = parsed.snapshot.state;
      const machine = loadMachine({ ...parsed.snapshot, state });
      for (const node of machine.zones.nodes.value)
        for (const z of node.zones)
          expect([path, node.id, z.name, z.presentEarly]).toEqual([path, node.id, z.name, z.present]);
      expect(machine.provenance.value['sections']).toBe('derived');
    }
  });

  it('says after being saved where it came from', () => {
    const text = JSON.stringify(writeSnapshot(bigMachine()));
    const parsed = parseSnapshotText(text);
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
    const again = loadMachine(parsed.snapshot);
    expect(new Set(Object.values(again.provenance.value))).toEqual(new Set(['modelled']));
    expect(again.files.read('/proc/zoneinfo')).toEqual(bigMachine().files.read('/proc/zoneinfo'));
  });

  it('is the same machine after being written and read again', () => {
    for (const path of recordingFiles()) {
      const parsed = parseSnapshot(readRecording(path));
      if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
      const first = loadMachine(parsed.snapshot);
      const text = JSON.stringify(writeSnapshot(first));
      const again = parseSnapshotText(text);
      if (!again.ok) throw new Error(JSON.stringify(again.problems));
      expect(differences(filesOf(first), filesOf(loadMachine(again.snapshot)))).toEqual([]);
    }
  });

  it('has sections where blocks are, of the zone the block names', () => {
    const { sections, blocks, k } = loadMachine(bundledSnapshot('x86_64-dimm-lifecycle'));
    const online = Array.from({ length: sections.highest.value }, (_, s) => s).filter(
      (s) => (sections.flags.get(s) & 4) !== 0,
    );
    expect(online).toEqual([...blocks.ids()]);
    // block 0 holds DMA and DMA32; the first and the last subsection of low memory are cut by the firmware
    expect(
      blocks
        .ids()
        .map((id) => blocks.validZones(id))
        .slice(0, 2),
    ).toEqual(['none', 'DMA32']);
    expect(sections.words(sectionNr(15))).toEqual([0xffffffff, 0xffffffff]);
    expect(k.log.value.count).toBeGreaterThan(200);
  });
});

describe('the 64 TiB preset', () => {
  it('has eight nodes, 2 GiB blocks and room for more', () => {
    const started = performance.now();
    const m = bigMachine();
    expect(performance.now() - started).toBeLessThan(3000);
    expect(m.zones.nodes.value.length).toBe(8);
    expect(m.blocks.ids().length).toBe(32768);
    const lsmem = m.files.read('lsmem');
    expect('text' in lsmem ? lsmem.text.split('\n').slice(-5) : []).toEqual([
      '',
      'Memory block size:         2G',
      'Total online memory:      64T',
      'Total offline memory:      0B',
      '',
    ]);
    expect(new Set(Object.values(m.provenance.value))).toEqual(new Set(['modelled']));
    const zones = m.zones.nodes.value.flatMap((n) => n.zones).filter((z) => z.present > 0);
    for (const z of zones) expect(z.low).toBeGreaterThan(z.min);
    expect(m.k.trace.length).toBe(0);
  });
});
