/** What is selected, in a few words: names for links and pictures. */
import type { Selection } from '../../store/types.ts';

/** `Block 37`; undefined: nothing is selected. */
export function thingText(s: Selection): string | undefined {
  switch (s.kind) {
    case 'none':
      return undefined;
    case 'block':
      return `Block ${s.id}`;
    case 'section':
      return `Section ${s.nr}`;
    case 'range':
      return 'Selected range';
    case 'pfn':
      return `Page frame 0x${s.pfn.toString(16)}`;
    case 'dimm':
      return `DIMM ${s.id}`;
    case 'device':
      return `Device ${s.ref.id}`;
    case 'node':
      return `Node ${s.id}`;
    case 'zone':
      return `Node ${s.ref.nid} ${s.ref.zone}`;
    case 'va':
      return `Address 0x${s.va.toString(16)}`;
  }
}
