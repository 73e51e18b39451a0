import * as words from '#words/bay.ts';
import { useAtlasStore } from '../../store/atlas.ts';
import type { AtlasState } from '../../store/types.ts';
import type { MenuEntry } from '../../ui/Menu.tsx';
import { type Carry, useCarry } from './carry.ts';
import { nameOfTarget } from './words.ts';
import { freeSlots, isMove, MODELS, modelOf, type Part, type Target } from './moves.ts';

/** Slots a menu lists by number; a board with more has its lowest ones listed. */
const MOST = 12;

/** Makes the entries of a "Move to…" menu when it opens: the places a part can go to, the same targets as a drag has. */
export function useTargetEntries(part: Part): () => readonly MenuEntry[] {
  const atlas = useAtlasStore().getState;
  const carry = useCarry();
  return () => targetEntries(part, carry, atlas());
}

function targetEntries(part: Part, { put, hover }: Carry, { cells, info }: AtlasState): readonly MenuEntry[] {
  const { nodes = [], dimms = [], devices } = cells;
  const free = freeSlots(info?.slots ?? 0, [...dimms, ...(devices?.nvdimms ?? [])]);
  const entry = (id: string, label: string, target: Target): MenuEntry => ({
    id,
    label,
    onPreview: () => hover(target, { part }),
    onAction: () => void put(part, target),
  });
  const shelf = part.kind === 'dimm' ? [entry('shelf', words.toShelf, { kind: 'shelf' })] : [];
  const model = modelOf(part);
  if (!MODELS[model].slotted) {
    const targets = nodes.map(({ id }): Target => ({ kind: 'slot', node: id, slot: undefined }));
    return [
      ...(model === 'virtio-pmem' || model === 'cxl-type3' ? targets.slice(0, 1) : targets)
        .filter((target) => isMove(part, target))
        .map((target, i) => entry(`node${i}`, capital(nameOfTarget(target, part)), target)),
      ...shelf,
    ];
  }
  const places = nodes.map((node): MenuEntry => {
    const listed = (part.kind === 'dimm' && part.slot !== undefined ? [part.slot, ...free] : [...free])
      .sort((a, b) => a - b)
      .slice(0, MOST)
      .filter((slot) => isMove(part, { kind: 'slot', node: node.id, slot }));
    return {
      id: `node${node.id}`,
      label: words.node(node.id),
      description: node.online ? words.freeSlots(free.length) : words.notOnlineYet,
      entries: [
        entry(`node${node.id}-any`, words.lowestFreeSlot, { kind: 'slot', node: node.id, slot: undefined }),
        ...listed.map((slot) =>
          entry(`node${node.id}-slot${slot}`, words.slot(slot), { kind: 'slot', node: node.id, slot }),
        ),
      ],
    };
  });
  return [...places, ...shelf];
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
