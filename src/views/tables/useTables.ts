import { useEffect, useRef, useState } from 'react';
import type { TableView } from '../../engine/mapping/table-views.ts';
import type { MachineInfo } from '../../link/messages.ts';
import { useAtlasStore } from '../../store/atlas.ts';
import type { AtlasState } from '../../store/types.ts';
import { useMomentKey } from '../inspector/useMomentKey.ts';
import { tableRef, tableStart } from './cursor.ts';

/** The tables that an address passes, topmost first: as far as there are any. */
export type Path = readonly TableView[];

/**
 * The tables that an address passes at the moment on screen. While new ones are on their way the last ones stay, so that
 * nothing flickers; all levels of one answer are of the same moment.
 */
export function useTables(info: MachineInfo, va: bigint | undefined): Path | undefined {
  const atlas = useAtlasStore().getState;
  const moment = useMomentKey();
  const [path, setPath] = useState<Path | undefined>();
  const state = useRef({ live: true, asking: false, again: false, va });
  // moving within a table asks nothing
  const key =
    va === undefined
      ? undefined
      : info.geometry.levels.map((_, level) => tableStart(info.geometry, level, va).toString(36)).join();
  useEffect(() => {
    const now = state.current;
    now.live = true;
    return () => {
      now.live = false;
    };
  }, []);
  useEffect(() => {
    const now = state.current;
    now.va = va;
    if (va === undefined) {
      setPath(undefined);
      return;
    }
    const run = async (): Promise<void> => {
      now.asking = true;
      do {
        now.again = false;
        const wanted = now.va;
        if (wanted === undefined) break;
        const found = await tablesOf(atlas, info, wanted).catch(() => undefined);
        if (!now.live) break;
        // an answer to a question nobody asks any more is still better than none
        if (!now.again && found !== undefined) setPath(found);
      } while (now.again);
      now.asking = false;
    };
    if (now.asking) now.again = true;
    else void run();
    // the tables an address passes stand for it
    // oxlint-disable-next-line react/exhaustive-deps
  }, [key, moment, info, atlas]);
  return path;
}

/** Asks for the tables of every level at once. */
export async function tablesOf(atlas: () => AtlasState, info: MachineInfo, va: bigint): Promise<Path> {
  const answers = await Promise.all(
    info.geometry.levels.map((_, level) => atlas().ask('table', { table: tableRef(info.geometry, level, va) })),
  );
  const out: TableView[] = [];
  for (const answer of answers) {
    if ('absent' in answer) break;
    out.push(answer);
  }
  return out;
}
