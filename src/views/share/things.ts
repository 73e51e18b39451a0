/** What is selected, in a few words: names for links and pictures. */
import * as words from '#words/share-dialogs.ts';
import type { Selection } from '../../store/types.ts';

/** `Block 37`; undefined: nothing is selected. */
export function thingText(s: Selection): string | undefined {
  switch (s.kind) {
    case 'none':
      return undefined;
    case 'block':
      return words.block(s.id);
    case 'section':
      return words.section(s.nr);
    case 'range':
      return words.selectedRange;
    case 'pfn':
      return words.pageFrame0x(s.pfn.toString(16));
    case 'dimm':
      return words.dimm(s.id);
    case 'device':
      return words.device(s.ref.id);
    case 'node':
      return words.node(s.id);
    case 'zone':
      return words.nodeAndZone(s.ref.nid, s.ref.zone);
    case 'va':
      return words.address0x(s.va.toString(16));
  }
}
