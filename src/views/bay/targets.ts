import { useAtlas } from '../../store/atlas.ts';
import { formatPlural } from '../../ui/format.ts';
import type { MenuEntry } from '../../ui/Menu.tsx';
import { useCarry } from './carry.ts';
import { freeSlots, isMove, type Part, type Target } from './moves.ts';

/** Slots a menu lists by number; a board with more has its lowest ones listed. */
const MOST = 12;

/** The places a part can go to, as entries of a "Move to…" menu: the same targets as a drag has. */
export function useTargetEntries(part: Part): readonly MenuEntry[] {
  const { put, hover } = useCarry();
  const nodes = useAtlas((s) => s.cells.nodes) ?? [];
  const dimms = useAtlas((s) => s.cells.dimms) ?? [];
  const slots = useAtlas((s) => s.info?.slots ?? 0);
  const free = freeSlots(slots, dimms);
  const entry = (id: string, label: string, target: Target): MenuEntry => ({
    id,
    label,
    onPreview: () => hover(target, { part }),
    onAction: () => void put(part, target),
  });
  const places = nodes.map((node): MenuEntry => {
    const listed = (part.kind === 'dimm' ? [part.slot, ...free] : [...free])
      .sort((a, b) => a - b)
      .slice(0, MOST)
      .filter((slot) => isMove(part, { kind: 'slot', node: node.id, slot }));
    return {
      id: `node${node.id}`,
      label: `Node ${node.id}`,
      description: node.online ? formatPlural(free.length, 'free slot') : 'not online yet',
      entries: [
        entry(`node${node.id}-any`, 'Lowest free slot', { kind: 'slot', node: node.id, slot: undefined }),
        ...listed.map((slot) =>
          entry(`node${node.id}-slot${slot}`, `Slot ${slot}`, { kind: 'slot', node: node.id, slot }),
        ),
      ],
    };
  });
  return part.kind === 'dimm' ? [...places, entry('shelf', 'The shelf', { kind: 'shelf' })] : places;
}
