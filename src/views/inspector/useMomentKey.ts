import { useAtlas } from '../../store/atlas.ts';

/** The moment on screen as text: changes with every line and every step looked at, not with ticks in a row. */
export function useMomentKey(): string {
  return useAtlas(
    (s) =>
      `${s.info?.id} ${s.history.length} ${s.moment.line} ${s.moment.step ?? ''} ${s.session.length} ${s.session.pending.length}`,
  );
}
