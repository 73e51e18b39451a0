import { useCallback } from 'react';
import type { MachineInfo } from '../../link/messages.ts';
import { useAtlas, useAtlasStore } from '../../store/atlas.ts';
import { rangesOf } from '../../store/selection.ts';
import type { Selection } from '../../store/types.ts';
import type { Chip } from './chips.ts';

/** Selections that are small enough to light single chips. */
const narrow = (selection: Selection): boolean =>
  ['block', 'section', 'range', 'pfn', 'va', 'zone'].includes(selection.kind);

/** Which chips the page's selection and hover touch. */
export function useLit(info: MachineInfo): (chip: Chip) => 'selected' | 'hovered' | undefined {
  const atlas = useAtlasStore().getState;
  const selection = useAtlas((s) => s.selection);
  const hover = useAtlas((s) => s.hover);
  return useCallback(
    (chip) => {
      const known = atlas();
      const pages = info.blockBytes / info.sizes.pageBytes;
      const touches = (s: Selection): boolean =>
        narrow(s) && rangesOf(s, known).some((r) => r.start < chip.to * pages && chip.from * pages < r.end);
      return touches(selection) ? 'selected' : touches(hover) ? 'hovered' : undefined;
    },
    [info, selection, hover, atlas],
  );
}
