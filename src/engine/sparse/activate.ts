import type { Kernel } from '../kernel/kernel.ts';
import type { Errno, Status } from '../kernel/errno.ts';
import type { Altmap } from '../mapping/types.ts';
import type { NodeId, Pfn, PfnRange } from '../units.ts';
import { ZONE_NONE } from '../zones/types.ts';
import { MEMMAP_ALTMAP, MEMMAP_NONE, MEMMAP_RUNTIME, SECTION_HAS_MEM_MAP, SECTION_MARKED_PRESENT } from './sections.ts';
import type { Sections } from './sections.ts';

/** Who maps struct pages: the kernel page tables. */
export interface Vmemmap {
  /** False: without SPARSEMEM_VMEMMAP a section has an array of struct pages of its own. */
  readonly virtualMemmap: boolean;
  /** Maps the struct pages of a range inside one section; ENOMEM when their memory cannot be had. */
  populateVmemmap(range: PfnRange, nid: NodeId, altmap?: Altmap): Status;
  freeVmemmap(range: PfnRange, altmap?: Altmap): void;
  populateVmemmapCompound(range: PfnRange, nid: NodeId, pagesPerCompound: number, deviceStart: Pfn): Status;
}

/** Device pages that come as compound pages, whose tails share memory (vmemmap_can_optimize). */
export interface Compound {
  readonly pages: number;
  /** First page frame of the device's range. */
  readonly deviceStart: Pfn;
}

/** Adds and removes the memmap of ranges that lie inside one section each. */
export class Sparse {
  readonly #k: Kernel;
  readonly #sections: Sections;
  readonly #mapping: Vmemmap;

  constructor(k: Kernel, sections: Sections, mapping: Vmemmap) {
    this.#k = k;
    this.#sections = sections;
    this.#mapping = mapping;
  }

  /**
   * Makes the struct pages of a range inside one section usable (mm/sparse.c: sparse_add_section).
   * EEXIST when a subsection is active already, EINVAL for an empty range, ENOMEM when the memmap cannot be had.
   */
  addSection(range: PfnRange, nid: NodeId, altmap?: Altmap, compound?: Compound): Status {
    const { trace } = this.#k;
    const s = this.#sections;
    const nr = s.pfnToSection(range.start);
    trace.enter('sparse_add_section', nr);
    trace.leaf('sparse_index_init');
    s.roots.set(Math.floor(nr / this.#k.geometry.sectionsPerRoot), 1);
    const errno = this.#activate(range, nid, altmap, compound);
    if (errno === undefined) {
      if (!s.isPresent(nr)) s.setZone(nr, ZONE_NONE);
      s.setFlags(nr, SECTION_MARKED_PRESENT | SECTION_HAS_MEM_MAP);
      s.node.set(nr, nid);
      trace.leaf('sparse_init_one_section');
      if (nr >= s.highest.value) s.highest.value = nr + 1;
    }
    trace.leave('sparse_add_section');
    return errno;
  }

  /** Takes the struct pages of a range inside one section away (mm/sparse.c: sparse_remove_section). */
  removeSection(range: PfnRange, altmap?: Altmap): void {
    const { trace } = this.#k;
    const nr = this.#sections.pfnToSection(range.start);
    trace.enter('sparse_remove_section', nr);
    if (this.#sections.hasMemmap(nr)) this.#deactivate(range, altmap);
    trace.leave('sparse_remove_section');
  }

  /** mm/sparse.c: section_activate. */
  #activate(
    range: PfnRange,
    nid: NodeId,
    altmap: Altmap | undefined,
    compound: Compound | undefined,
  ): Errno | undefined {
    const { trace, sizes } = this.#k;
    const s = this.#sections;
    const nr = s.pfnToSection(range.start);
    const bits = s.testSubsections(nr, range);
    trace.enter('section_activate');
    if (this.#mapping.virtualMemmap) trace.leaf('fill_subsection_map');
    let errno: Errno | undefined;
    if (range.end <= range.start) errno = 'EINVAL';
    else if (bits.any) errno = 'EEXIST';
    else {
      s.setSubsections(nr, range);
      // part of an early section uses the memmap that boot allocated for all of it
      const reusesBootMemmap = s.isEarly(nr) && range.end - range.start < sizes.pagesPerSection;
      if (!reusesBootMemmap) {
        trace.enter('populate_section_memmap');
        if (this.#mapping.virtualMemmap) trace.enter('__populate_section_memmap');
        errno =
          compound === undefined
            ? this.#mapping.populateVmemmap(range, nid, altmap)
            : this.#mapping.populateVmemmapCompound(range, nid, compound.pages, compound.deviceStart);
        if (this.#mapping.virtualMemmap) trace.leave('__populate_section_memmap');
        trace.leave('populate_section_memmap');
        if (errno === undefined) {
          s.memmapKind.set(nr, altmap === undefined ? MEMMAP_RUNTIME : MEMMAP_ALTMAP);
          s.memmapNode.set(nr, nid);
        } else this.#deactivate(range, altmap);
      }
    }
    trace.leave('section_activate');
    return errno;
  }

  /** mm/sparse.c: section_deactivate. */
  #deactivate(range: PfnRange, altmap: Altmap | undefined): void {
    const { trace } = this.#k;
    const s = this.#sections;
    const nr = s.pfnToSection(range.start);
    const early = s.isEarly(nr);
    trace.enter('section_deactivate');
    if (s.testSubsections(nr, range).all) {
      s.clearSubsections(nr, range);
      const empty = s.activeSubsections(nr) === 0;
      if (!early) {
        trace.enter('depopulate_section_memmap');
        this.#mapping.freeVmemmap(range, altmap);
        trace.leave('depopulate_section_memmap');
      } else if (empty) {
        trace.enter('free_map_bootmem');
        this.#mapping.freeVmemmap(s.range(nr));
        trace.leave('free_map_bootmem');
      }
      if (empty) {
        s.flags.set(nr, 0);
        s.zone.set(nr, 0);
        s.memmapKind.set(nr, MEMMAP_NONE);
        s.memmapNode.set(nr, 0);
        s.node.set(nr, 0);
      }
    }
    trace.leave('section_deactivate');
  }
}
