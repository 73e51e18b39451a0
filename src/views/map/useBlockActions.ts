import { useState } from 'react';
import * as words from '#words/map.ts';
import { blockId } from '../../engine/units.ts';
import type { OnlineType } from '../../engine/zones/types.ts';
import { useAtlas, useAtlasStore } from '../../store/atlas.ts';
import { ZONES } from '../../store/selection.ts';
import type { AtlasState } from '../../store/types.ts';
import { outcome, selectedBlocks, stateLines } from './actions.ts';

export interface BlockActions {
  readonly result: { readonly ok: boolean; readonly text: string } | undefined;
  readonly setState: (value: OnlineType) => Promise<void>;
  readonly whyNot: () => Promise<void>;
  readonly clear: () => void;
}

interface Said {
  readonly ok: boolean;
  readonly text: string;
  /** What was selected when it was said. */
  readonly selection: AtlasState['selection'];
  /** The last line of a person by then. */
  readonly last: number | undefined;
}
const lastOfPerson = ({ history }: AtlasState): number | undefined =>
  history.findLast((entry) => entry.source === 'person' && !entry.undone)?.index;

/** Online, offline and "why not?" for what is selected, each with its outcome in words. */
export function useBlockActions(): BlockActions {
  const atlas = useAtlasStore().getState;
  const [said, setResult] = useState<Said | undefined>(undefined);
  const selection = useAtlas((s) => s.selection);
  const last = useAtlas(lastOfPerson);
  // an outcome goes with what it is about: another selection, another line or an undo ends it
  const result = said?.selection === selection && said.last === last ? said : undefined;
  const tell = (ok: boolean, text: string): void => {
    const store = atlas();
    setResult({ ok, text, selection: store.selection, last: lastOfPerson(store) });
    store.announce(text);
  };
  /** What is in the way of taking an online block offline. */
  const culprit = async (id: number): Promise<string | undefined> => {
    const store = atlas();
    // drivers/base/memory.c: memory_block_offline refuses a block without a zone before it looks at a page
    if (ZONES[store.mirror.array('block.zone').get(id)] === undefined) return words.itsMemoryLies;
    const found = await store.ask('whyNot', { block: blockId(id) });
    return found === undefined ? undefined : words.pageFrameBelongs(found.pfn, found.name, found.owner);
  };
  return {
    result,
    clear: () => setResult(undefined),
    setState: async (value) => {
      const store = atlas();
      const blocks = selectedBlocks(store, store.selection);
      const ids = value === 'offline' ? blocks.online : blocks.offline;
      if (ids.length === 0) return;
      try {
        const replies = await store.sendAll(stateLines(ids, value));
        const { ok, text } = outcome(ids, value, replies);
        const refused = replies.findIndex((r) => r.errno !== undefined);
        const order = value === 'offline' ? [...ids].reverse() : ids;
        const id = order[refused];
        const why = !ok && value === 'offline' && id !== undefined ? await culprit(id) : undefined;
        tell(ok, why === undefined ? text : `${text}: ${why}`);
      } catch {
        // the store shows what went wrong in its banner
        setResult(undefined);
      }
    },
    whyNot: async () => {
      const store = atlas();
      const { online } = selectedBlocks(store, store.selection);
      for (const id of online) {
        const why = await culprit(id).catch(() => undefined);
        if (why === undefined) continue;
        tell(false, words.memoryCannotGoOffline(id, why));
        return;
      }
      tell(true, online.length === 1 ? words.nothingIsInWay(online[0] ?? '?') : words.nothingIsInWayOfThese);
    },
  };
}
