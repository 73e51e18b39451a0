/** Scenario B of the threads: a DIMM moved out of a defective slot. */
import { sectionNr } from '../../engine/units.ts';
import { asked, blocksAre, called, file, logged, noBlocks, replied, zone } from '../claims.ts';
import { blocks, monitor, states, theDimm, theRange, world } from '../lines.ts';
import type { Story } from '../types.ts';

/** Addresses of slot 2 and of slot 5: 6 to 7 GiB, 7 to 8 GiB. */
const OLD = blocks(48, 55);
const NEW = blocks(56, 63);
const BOTH = { start: OLD.start, end: NEW.end };

export const story: Story = {
  id: 'dimm-moved',
  title: 'A DIMM moved out of a bad slot',
  sources: [
    {
      kind: 'thread',
      title: 'arm64/mm: Enable memory hot remove, V7 (scenario B)',
      when: 'September 2019',
      list: 'linux-arm-kernel',
    },
    { kind: 'kernel', fn: 'drivers/acpi/scan.c: acpi_device_hotplug' },
    { kind: 'kernel', fn: 'mm/memory_hotplug.c: try_remove_memory' },
    { kind: 'kernel', fn: 'arch/x86/mm/init_64.c: remove_pagetable' },
  ],
  machines: [{ name: 'server', source: { kind: 'bundled', id: 'x86_64-dimm-lifecycle' } }],
  steps: [
    {
      title: 'A DIMM at work',
      narration: `
        Slot 2 holds a DIMM of 1 GiB. On this board each slot has its own addresses; this one’s go from 6 to 7 GiB. The
        memory is online in the zone *Movable*, and a database has taken half of it.
      `,
      notes: 'QEMU chooses addresses freely; “addr=” makes the slot decide, as it does on most real boards.',
      lines: [
        monitor('object_add memory-backend-ram,id=mem1,size=1G'),
        monitor('device_add pc-dimm,id=dimm1,memdev=mem1,node=1,slot=2,addr=0x180000000'),
        ...states(48, 55, 'online_movable'),
        world('load anon 500M node 1 id database'),
        world('tick 20'),
      ],
      look: { select: theDimm('dimm1'), map: { range: blocks(32, 63), level: 'blocks' }, panel: 'map' },
      claims: [
        blocksAre([48, 55], { state: 'online', zones: 'Movable', node: 1 }),
        zone(1, 'Movable', { present: 262_144, free: { atMost: 160_000 } }),
      ],
    },
    {
      title: 'Corrected errors',
      narration: `
        The memory controller corrects a wrong bit, then another, forty of them. Nothing is lost: the hardware put each
        right and only left a note in the kernel’s log.

        Is it the DIMM or the slot? The technician finds dust in the contacts: the slot.
      `,
      lines: [world('fault dimm dimm1 correctable 40')],
      look: { select: theDimm('dimm1'), panel: 'bay' },
      claims: [
        logged(0, 'Hardware Error'),
        file('/proc/meminfo', { has: /HardwareCorrupted: +0 kB/ }),
        blocksAre([48, 55], { state: 'online', zones: 'Movable' }),
      ],
      question: {
        ask: 'The platform asks for the DIMM in slot 2. The database uses it. What will be left at 6 GiB?',
        choices: [
          { text: 'Everything stays mapped, in case the DIMM comes back' },
          { text: 'The page tables stay, the struct pages go' },
          { text: 'Nothing at all', right: true },
        ],
        answer: `
          This slot will never work again, so no DIMM can come back *to these addresses*. Whatever stayed behind would stay
          for ever. That was the thread’s argument for taking everything down.
        `,
      },
    },
    {
      title: 'The platform asks for it back',
      narration: `
        The firmware sends an *eject request*. Linux takes all eight blocks offline, moving the database’s pages elsewhere,
        and then takes the memory out of its books. It reports each stage to the firmware: in progress, then done.
      `,
      lines: [world('fault slot 2 defective')],
      inside: { line: 0, at: 'arch_remove_memory', edge: 'enter' },
      look: { select: theRange(OLD), panel: 'timeline' },
      claims: [
        called(0, 'acpi_scan_hot_remove', 'offline_pages', 'migrate_pages', 'try_remove_memory'),
        zone(1, 'Movable', { present: 0 }),
        noBlocks([48, 55]),
        asked('walk', { pfn: OLD.start, region: 'direct-map' }, 'the direct map still reaches 6 GiB', (w) =>
          'phys' in w ? w.phys === 6 * 2 ** 30 : w.outside,
        ),
      ],
    },
    {
      title: 'Nothing is left',
      narration: `
        The block devices went first, then the struct pages with the entries of the *vmemmap* that showed them, and last
        the entry of the direct map: one entry for the whole gigabyte, cleared.

        No address of the old slot leads anywhere now. A stray pointer into it faults at once, instead of reading what
        looks like memory.
      `,
      inside: { back: 1, line: 0, at: 'acpi_device_hotplug', edge: 'leave' },
      look: { select: theRange(OLD), tab: 'tables', stage: 'tables', panel: 'map' },
      claims: [
        asked('walk', { pfn: OLD.start, region: 'direct-map' }, 'the direct map ends before 6 GiB', (w) =>
          'phys' in w ? w.phys === undefined : true,
        ),
        asked('walk', { pfn: OLD.start, region: 'vmemmap' }, 'its struct pages are gone', (w) =>
          'phys' in w ? w.phys === undefined : true,
        ),
        asked('section', { nr: sectionNr(48) }, 'section 48 is no longer present', (s) => s === undefined),
        file('ptdump/direct-map', { has: '0xffff888180000000-0xffff890000000000         506G' }),
      ],
    },
    {
      title: 'The old slot refuses',
      narration: `
        Somebody tries slot 2 once more, out of habit. The slot is marked as defective, so the page refuses; on a real
        board the firmware would not report a DIMM there.
      `,
      lines: [monitor('device_add pc-dimm,id=dimm1,memdev=mem1,node=1,slot=2')],
      look: { panel: 'bay' },
      claims: [replied(0, { has: 'slot 2 is defective' }), noBlocks([48, 63])],
    },
    {
      title: 'Another slot, other addresses',
      narration: `
        In slot 5 the same DIMM appears from 7 to 8 GiB. Other addresses mean everything anew: sections 56 to 63, struct
        pages, page tables, blocks with new numbers.

        Between 6 and 7 GiB is a hole now. Linux does not mind: it keeps books by section, and absent sections cost next to
        nothing.
      `,
      lines: [monitor('device_add pc-dimm,id=dimm1,memdev=mem1,node=1,slot=5,addr=0x1c0000000')],
      look: { select: theDimm('dimm1'), map: { range: blocks(32, 63), level: 'blocks' }, panel: 'map' },
      claims: [
        replied(0, 'ok'),
        noBlocks([48, 55]),
        blocksAre([56, 63], { state: 'offline', node: 1 }),
        file('/proc/iomem', { has: '1c0000000-1ffffffff : System RAM' }),
        called(0, 'section_activate', 'populate_section_memmap'),
      ],
    },
    {
      title: 'Back at work',
      narration: `
        Online again, in a zone that starts at 7 GiB. The database’s pages stay where they moved; new ones may come here.

        Try it: which lines would put the DIMM onto the *other* node instead? That is the story *A DIMM changes its node*.
      `,
      lines: states(56, 63, 'online_movable'),
      look: { select: theDimm('dimm1'), tab: 'zone', map: { range: BOTH, level: 'blocks' }, panel: 'map' },
      claims: [
        blocksAre([56, 63], { state: 'online', zones: 'Movable', node: 1 }),
        zone(1, 'Movable', { present: 262_144, spanned: 262_144, start_pfn: 1_835_008 }),
      ],
    },
  ],
};
