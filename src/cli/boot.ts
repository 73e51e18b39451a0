/**
 * Predicts the state in which a machine comes up:
 *   npm run simulate -- --boot QUESTION.json
 * reads a recording's head (kernel, argv, cmdline; its steps are not looked at) and prints
 * {"steps":[{"state":{path:text,…}}],"ignored":[…]} on standard output; what played no part is also named on standard error.
 */
import { logLines } from '../engine/kernel/kernel.ts';
import type { Machine } from '../engine/machine.ts';
import { DEVICE_MODULES } from '../console/device-modules.ts';
import { boot } from '../snapshot/boot/boot.ts';

/** The state of step 0, in the form of a recording's. */
export interface BootPrediction {
  readonly steps: readonly [{ readonly state: Readonly<Record<string, string>> }];
  /** Options and parameters that nothing was made of. */
  readonly ignored: readonly string[];
}

/** Every file of a machine. */
function stateOf(machine: Machine): Readonly<Record<string, string>> {
  return {
    ...Object.fromEntries(machine.files.all()),
    dmesg: logLines(machine.k.log.value)
      .map((l) => `${l}\n`)
      .join(''),
  };
}

/** Boots and reads all files. @throws BootError when the question describes no machine. */
export function predictBoot(question: unknown): {
  readonly prediction: BootPrediction;
  readonly notes: readonly string[];
} {
  const { machine, ignored, problems } = boot(question, DEVICE_MODULES);
  return {
    prediction: { steps: [{ state: stateOf(machine) }], ignored },
    notes: [...problems.map((p) => `${p.field}: ${p.why}`), ...ignored.map((w) => `ignored: ${w}`)],
  };
}
