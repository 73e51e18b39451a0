import { useAtlas } from '../../store/atlas.ts';
import { subjectOf, type Subject } from './subject.ts';

/** The subject of the one selection. */
export function useSubject(): Subject | undefined {
  const selection = useAtlas((s) => s.selection);
  const info = useAtlas((s) => s.info);
  const cells = useAtlas((s) => s.cells);
  const mirror = useAtlas((s) => s.mirror);
  return subjectOf(selection, { info, cells, mirror });
}
