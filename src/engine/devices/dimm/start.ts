/** Backends and DIMMs that a machine is started with: `-object`, `-numa` and `-device` of its command line. */
import type { Backends } from './backends.ts';
import type { Dimms } from './dimms.ts';
import { parseOptions } from './options.ts';

/** Arguments that describe memory; everything else on a command line is passed over. */
export interface StartArguments {
  /** Values of -object, -numa and -device, in order of appearance. */
  readonly objects: readonly string[];
  readonly numa: readonly string[];
  readonly devices: readonly string[];
}

/** Collects the arguments that describe memory from a QEMU command line. */
export function startArguments(argv: readonly string[]): StartArguments {
  const of = (name: string): string[] =>
    argv.flatMap((word, i) => (word.replace(/^--/, '-') === name ? (argv[i + 1] ?? []) : []));
  return { objects: of('-object'), numa: of('-numa'), devices: of('-device') };
}

/** Creates what the command line asks for; answers QEMU's refusals, which would keep the machine from starting. */
export function startDevices(args: StartArguments, backends: Backends, dimms: Dimms): readonly string[] {
  const problems: string[] = [];
  const note = (argument: string, refusal: { readonly error: string } | undefined): void => {
    if (refusal !== undefined) problems.push(`${argument}: ${refusal.error}`);
  };
  for (const text of args.objects) {
    const options = parseOptions(text, 'qom-type');
    if (options.values.get('qom-type')?.startsWith('memory-backend-') === true)
      note(`-object ${text}`, backends.add(options));
  }
  for (const [i, text] of args.numa.entries()) {
    const { values } = parseOptions(text, 'type');
    const memdev = values.get('memdev');
    if (memdev !== undefined) backends.setMapped(memdev, `node ${values.get('nodeid') ?? i}`);
  }
  for (const text of args.devices) {
    const options = parseOptions(text, 'driver');
    if (options.values.get('driver') === 'pc-dimm') note(`-device ${text}`, dimms.coldPlug(options));
  }
  return problems;
}
