/** What the rules of subsections and of what a page frame is say. */

export const SUB = {
  'SUB-1':
    'A section has a map of its 2 MiB subsections; adding part of it sets bits, one that is set already is EEXIST.',
  'SUB-2':
    'A section that was there at boot keeps its whole memmap while anything of it is in use; parts that devices add use it.',
  'SUB-3': 'pfn_valid: the section has a memmap, and is early or has the subsection in use.',
  'SUB-4': 'A section is online when its memory blocks are; one with device pages only never is.',
  'SUB-5': 'Device pages belong to the mapping that made them: by range, whatever the section.',
  'SUB-6':
    'pfn_to_online_page: the section is online, the subsection in use, and, where a device range taints the section, no device has the page.',
  'SUB-7':
    'A memory block is one device that is online or offline as a whole and has one owner: System RAM is added in whole blocks only.',
  'SUB-8': 'Device pages have no memory block and no online bit; their zone is ZONE_DEVICE, whose span only grows.',
  'SUB-9': 'A device range that begins or ends inside a section taints it; the mark goes only with the whole section.',
  'SUB-10':
    'Before subsections device pages came by whole sections: a range was rounded out, and refused with ENXIO and a warning of a mixed region where System RAM shares a section, ENOMEM where another device does. pfn_valid then holds for the whole section.',
  'SUB-11': 'pfn_to_online_page looked at the section only: device pages in a section of System RAM looked online.',
  'SUB-12':
    'A new namespace kept clear of its neighbours by padding: to the next section at its start, to the last one at its end; those bytes are lost.',
};
