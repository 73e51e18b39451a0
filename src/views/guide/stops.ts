/** The stops of the first tour: a panel of the screen and what it is for. */
export interface Stop {
  /** Selector of the panel. */
  readonly panel: string;
  readonly title: string;
  readonly text: string;
}

export const STOPS: readonly Stop[] = [
  {
    panel: '[data-panel-frame][aria-label="Physical memory map"]',
    title: 'This is all of its memory',
    text: 'One cell is 2 MiB, one tile a memory section. Colour is the zone, strength how full it is. Scroll to zoom: the closer you come, the more it tells. Point at anything to select it everywhere.',
  },
  {
    panel: '[data-panel-frame][aria-label="Bay"]',
    title: 'Change the machine with your hands',
    text: 'Drag a DIMM from the shelf into a slot, or move one between nodes. While it hovers, its ghost on the map shows what Linux would do, and why it would refuse.',
  },
  {
    panel: '[data-panel-frame][aria-label="Inspector"]',
    title: 'Look inside',
    text: 'Bitmaps, zones and watermarks, page tables, who pays for struct pages: about whatever is selected. Words with dots under them are explained when you rest on them.',
  },
  {
    panel: '[data-panel-frame][aria-label="Timeline"]',
    title: 'Every kernel step can be visited',
    text: 'Each operation unfolds as its call tree, with the locks it holds. Step, play or scrub: the whole screen shows that moment.',
  },
  {
    panel: '[data-panel-frame][aria-label="Console"]',
    title: 'All of it is lines',
    text: 'What your hands do appears here as the lines you could have typed: a QEMU monitor and a guest shell. Undo takes back a line and everything it did.',
  },
];
