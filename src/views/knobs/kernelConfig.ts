/** The Kconfig symbols of the machine on screen. */
import * as v from 'valibot';
import { useEffect, useState } from 'react';
import type { MachineSource } from '../../link/messages.ts';
import { useAtlas } from '../../store/atlas.ts';
import { machineText } from '../../store/machines.ts';

type Config = Readonly<Record<string, string>>;

const schema = v.object({ kernel: v.object({ config: v.record(v.string(), v.string()) }) });

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

/** The symbols of the machine on screen; undefined while they are not known. */
export function useKernelConfig(): Config | undefined {
  const source = useAtlas((s) => s.source);
  const [found, setFound] = useState<{ readonly of: MachineSource; readonly config: Config | undefined }>();
  useEffect(() => {
    let live = true;
    void load(source).then((config) => live && setFound({ of: source, config }));
    return () => {
      live = false;
    };
  }, [source]);
  return found?.of === source ? found.config : undefined;
}
