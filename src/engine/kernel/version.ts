/** The kernel version whose rules a machine follows: one knob for the whole product, a value of the configuration. */

/** A kernel version as it is written: v5.2, v6.12. */
export type VersionText = `v${number}.${number}`;

/** The version whose rules the recordings confirm; what differs in older ones follows their sources. */
export const MODELLED: VersionText = 'v6.12';
/** The oldest version that any rule here tells apart. */
export const OLDEST: VersionText = 'v4.18';

/** Reads `v5.2`, `5.2` or a release such as `6.12.117-generic`; undefined: no version. */
export function parseVersion(text: string): VersionText | undefined {
  const m = /^v?(\d{1,2})\.(\d{1,3})(?:[.\-+].*)?$/.exec(text.trim());
  return m === null ? undefined : `v${Number(m[1])}.${Number(m[2])}`;
}

/** Versions in order: negative when `a` is older. */
export function compareVersions(a: VersionText, b: VersionText): number {
  const [x, y] = [a, b].map((v) => v.slice(1).split('.').map(Number));
  return (x?.[0] ?? 0) - (y?.[0] ?? 0) || (x?.[1] ?? 0) - (y?.[1] ?? 0);
}

/** What tells a kernel's version: its release, and the knob that has it follow another version's rules. */
export interface Versioned {
  readonly release: string;
  readonly version?: VersionText;
}

/** The version whose rules a kernel follows: the knob's, else its release's, else the one that is modelled. */
export function versionOf(config: Versioned): VersionText {
  return config.version ?? parseVersion(config.release) ?? MODELLED;
}

/** When a rule of the kernel holds: from `since` on, up to and without `until`. */
export interface VersionRange {
  readonly since: VersionText;
  readonly until?: VersionText;
}

/** Whether a rule holds in a kernel. */
export function holds(config: Versioned, { since, until }: VersionRange): boolean {
  const version = versionOf(config);
  return compareVersions(version, since) >= 0 && (until === undefined || compareVersions(version, until) < 0);
}
