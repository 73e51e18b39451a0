/** The order in which libndctl goes through regions and namespaces (ndctl/lib/libndctl.c). */
import type { Nvdimm } from '../../../engine/devices/nvdimm/nvdimm.ts';
import type { Namespace, Region } from '../../../engine/devices/nvdimm/types.ts';
import { kernfsOrder } from '../../../engine/files/kernfs-order.ts';

/** Regions in libndctl's order: each that a directory lists goes to the head (add_region: list_add). */
export function regionsOf(nd: Nvdimm): Region[] {
  const order = kernfsOrder(nd.regions.value.map((r) => `region${r.id}`)).toReversed();
  return nd.regions.value.toSorted((a, b) => order.indexOf(`region${a.id}`) - order.indexOf(`region${b.id}`));
}
/** The namespaces of a region in libndctl's order. */
export function namespacesIn(nd: Nvdimm, r: Region): Namespace[] {
  const all = nd.namespaces.value.filter((n) => n.region === r.id);
  const order = kernfsOrder(all.map(nameOf)).toReversed();
  return all.toSorted((a, b) => order.indexOf(nameOf(a)) - order.indexOf(nameOf(b)));
}
/** A namespace's name. */
export const nameOf = (n: Namespace): string => `namespace${n.region}.${n.id}`;
