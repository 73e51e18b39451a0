/** Which file a machine is read from. */
import { bootBase } from '../link/boot-base.ts';
import type { MachineSource } from '../link/messages.ts';
import { presetOf } from '../link/presets.ts';

/** The machine shown when nobody asked for another. */
export const DEFAULT_MACHINE = 'x86_64-dimm-lifecycle';

/** The bundled machine whose file a source needs; undefined: none. */
export function fileOf(source: MachineSource): string | undefined {
  switch (source.kind) {
    case 'bundled':
      return source.id;
    case 'qemu':
      return source.base ?? bootBase(source.text);
    case 'preset':
      return presetOf(source.id)?.base;
    case 'file':
      return undefined;
  }
}
