/**
 * The order in which sysfs lists a directory: by a hash of the names (fs/kernfs/dir.c: kernfs_name_hash, kernfs_sd_compare).
 * Tools that walk a directory without sorting it, as libdaxctl does, meet memory blocks in this order.
 */
const GOLDEN_RATIO_64 = 0x61c8864680b583ebn;

/** kernfs_name_hash on a 64-bit kernel, without a namespace. */
export function kernfsNameHash(name: string): number {
  let hash = 0n;
  // names of the kernel's own devices are ASCII
  for (const c of name) {
    const byte = BigInt(c.charCodeAt(0));
    hash = BigInt.asUintN(64, (hash + (byte << 4n) + (byte >> 4n)) * 11n);
  }
  const folded = Number(BigInt.asUintN(64, hash * GOLDEN_RATIO_64) >> 32n) % 2 ** 31;
  // the lowest two and the highest value stand for something else
  return Math.min(folded < 2 ? folded + 2 : folded, 2 ** 31 - 2);
}

/** Names as readdir gives them. */
export function kernfsOrder(names: readonly string[]): string[] {
  return names
    .map((name) => ({ name, hash: kernfsNameHash(name) }))
    .toSorted((a, b) => a.hash - b.hash || (a.name < b.name ? -1 : 1))
    .map(({ name }) => name);
}
