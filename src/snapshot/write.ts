/** A machine as a snapshot: what loadMachine reads again. */
import { logLines } from '../engine/kernel/kernel.ts';
import type { Machine } from '../engine/machine.ts';
import type { Snapshot } from './schema.ts';

/** Writes a machine down: the texts of all its files, its kernel, and a command line that holds its backends. */
export function writeSnapshot(machine: Machine): Snapshot {
  const { geometry: g, config } = machine.k;
  const top = g.levels[0];
  if (top === undefined) throw new Error('a machine without page-table levels');
  const { qemu } = machine.files.baseline.value;
  return {
    schema: 1,
    name: machine.options.id,
    title: machine.options.title,
    arch: g.arch,
    kernel: {
      release: config.release,
      ...(config.version === undefined ? {} : { version: config.version }),
      config: config.config,
      page_size: 2 ** g.pageShift,
      section_size_bits: g.sectionShift,
      max_physmem_bits: g.maxPhysmemBits,
      va_bits: top.shift + Math.log2(top.entries),
      levels: g.levels.length,
    },
    qemu: { version: qemu.version, argv: commandLine(machine, qemu.argv) },
    cmdline: config.cmdline,
    provenance: machine.provenance.value,
    state: {
      ...Object.fromEntries(machine.files.all()),
      dmesg: logLines(machine.k.log.value)
        .map((l) => `${l}\n`)
        .join(''),
    },
  };
}

/** The machine's command line with the backends it has now; DIMMs stand in the monitor's list. */
function commandLine({ backends, dimms }: Machine, argv: readonly string[]): readonly string[] {
  const out: string[] = [];
  const kept = new Set<string>();
  for (let i = 0; i < argv.length; i++) {
    const word = argv[i] ?? '';
    const value = argv[i + 1];
    const option = word.replace(/^--/, '-');
    if (value !== undefined && (option === '-object' || option === '-device')) {
      i++;
      const id = /(?:^|,)id=([^,]*)/.exec(value)?.[1] ?? '';
      if (/^(?:qom-type=)?memory-backend-/.test(value)) {
        if (backends.get(id) === undefined) continue;
        kept.add(id);
      } else if (/^(?:driver=)?pc-dimm\b/.test(value) && dimms.get(id) === undefined) continue;
      out.push(word, value);
    } else out.push(word);
  }
  for (const b of backends.list.value) if (!kept.has(b.id)) out.push('-object', `${b.type},id=${b.id},size=${b.size}`);
  return out;
}
