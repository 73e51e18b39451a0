/** Which zones may serve a request, in the order in which they are asked (mm/mmzone.c: zonelists; mm/page_alloc.c: watermarks). */
import type { NodeId } from '../units.ts';
import { ZONE_NAMES } from '../zones/types.ts';
import type { ZoneName, ZoneRef } from '../zones/types.ts';
import type { Zones } from '../zones/zones.ts';
import { zoneIndex } from './free-lists.ts';

/** A zone that may serve requests up to some highest zone, with what it must keep: mark plus protection. */
export interface Candidate {
  readonly ref: ZoneRef;
  readonly index: number;
  readonly keepLow: number;
  readonly keepMin: number;
}

/** Zones that may serve a request, by node and highest zone; derived from the zones and computed anew when they change. */
export class Candidates {
  readonly #zones: Zones;
  #version = -1;
  readonly #lists = new Map<number, readonly Candidate[]>();

  constructor(zones: Zones) {
    this.#zones = zones;
  }
  /** Populated zones of a node up to `highest`, highest first. */
  of(nid: NodeId, highest: ZoneName): readonly Candidate[] {
    if (this.#version !== this.#zones.nodes.version) {
      this.#lists.clear();
      this.#version = this.#zones.nodes.version;
    }
    const limit = zoneIndex(highest);
    const key = nid * ZONE_NAMES.length + limit;
    let list = this.#lists.get(key);
    if (list === undefined) this.#lists.set(key, (list = this.#compute(nid, limit)));
    return list;
  }
  #compute(nid: NodeId, limit: number): Candidate[] {
    const types = this.#zones.zoneTypes.value;
    const column = types.findLastIndex((t) => zoneIndex(t) <= limit);
    const out: Candidate[] = [];
    for (const z of this.#zones.node(nid).zones) {
      const index = zoneIndex(z.name);
      if (z.present === 0 || index > limit || z.name === 'Device') continue;
      const protection = z.protection[column] ?? 0;
      out.push({ ref: { nid, zone: z.name }, index, keepLow: z.low + protection, keepMin: z.min + protection });
    }
    return out.reverse();
  }
}
