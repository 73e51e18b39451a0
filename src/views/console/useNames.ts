import { useMemo } from 'react';
import { useAtlas } from '../../store/atlas.ts';
import type { Names } from './linkify.ts';

/** The machine's names, for links in text; the same object while they stay the same. */
export function useNames(): Names {
  const pageBytes = useAtlas((s) => s.info?.sizes.pageBytes ?? 4096);
  const dimms = useAtlas((s) => s.cells.dimms?.map((d) => d.id).join(' ') ?? '');
  const nodes = useAtlas((s) => s.cells.nodes?.length ?? 0);
  return useMemo(() => ({ pageBytes, dimms: dimms === '' ? [] : dimms.split(' '), nodes }), [pageBytes, dimms, nodes]);
}
