/** The Kconfig symbols of the machine on screen. */
import * as v from 'valibot';
import { useEffect, useMemo, useState } from 'react';
import type { MachineSource } from '../../link/messages.ts';
import { useAtlas } from '../../store/atlas.ts';
import { machineText } from '../../store/machines.ts';

type Config = Readonly<Record<string, string>>;

const configSchema = v.record(v.string(), v.string());
const schema = v.object({ kernel: v.object({ config: configSchema }) });

/** The symbols in the text of a snapshot; undefined: it is none. */
export function configIn(text: string): Config | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const parsed = v.safeParse(schema, value);
  return parsed.success ? parsed.output.kernel.config : undefined;
}

/** The symbols of a machine's file; undefined: it has no file, or the file cannot be had. */
async function load(source: MachineSource): Promise<Config | undefined> {
  try {
    const text = source.kind === 'file' ? source.text : await machineText(source);
    return text === undefined ? undefined : configIn(text);
  } catch {
    return undefined;
  }
}

/**
 * The symbols of the kernel on screen; undefined while they are not known. `live`: as the kernel that runs now has them, not
 * as the machine's file had them at first.
 */
export function useKernelConfig(): { readonly config: Config | undefined; readonly live: boolean } {
  const source = useAtlas((s) => s.source);
  const info = useAtlas((s) => s.info);
  const told = useMemo(
    () => (info !== undefined && 'config' in info && v.is(configSchema, info.config) ? info.config : undefined),
    [info],
  );
  const [found, setFound] = useState<{ readonly of: MachineSource; readonly config: Config | undefined }>();
  const ask = told === undefined;
  useEffect(() => {
    if (!ask) return undefined;
    let current = true;
    void load(source).then((config) => current && setFound({ of: source, config }));
    return () => {
      current = false;
    };
  }, [source, ask]);
  return told === undefined
    ? { config: found?.of === source ? found.config : undefined, live: false }
    : { config: told, live: true };
}
