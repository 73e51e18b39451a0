import { useMemo } from 'react';
import type { TableRow } from '../../engine/mapping/table-views.ts';
import { useAsk } from '../inspector/useAsk.ts';
import { useMomentKey } from '../inspector/useMomentKey.ts';

/** Orphans listed at most. */
const MOST = 1000;

/** Tables that hold nothing and that nobody frees: how many, the first of them, and their keys for the picture. */
export interface Orphans {
  readonly total: number;
  readonly bytes: number;
  readonly rows: readonly TableRow[];
  /** `level va` of each. */
  readonly keys: ReadonlySet<string>;
}
const NONE: Orphans = { total: 0, bytes: 0, rows: [], keys: new Set() };

/** The orphans at the moment on screen. */
export function useOrphans(): Orphans {
  const moment = useMomentKey();
  const answer = useAsk('tables', { orphans: true, offset: 0, limit: MOST }, `orphans ${moment}`, false);
  return useMemo(
    () =>
      answer === undefined || answer.total === 0
        ? NONE
        : {
            total: answer.total,
            bytes: answer.sums.reduce((sum, s) => sum + s.bytes, 0),
            rows: answer.rows,
            keys: new Set(answer.rows.map(({ table }) => `${table.level} ${table.va}`)),
          },
    [answer],
  );
}
