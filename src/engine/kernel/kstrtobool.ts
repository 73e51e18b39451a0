/** Reads a truth value as the kernel does (lib/kstrtox.c: kstrtobool): at most two letters count; undefined: neither. */
export function kstrtobool(text: string): boolean | undefined {
  const t = text.toLowerCase();
  if (/^[y1t]/.test(t)) return true;
  if (/^[n0f]/.test(t)) return false;
  if (t.startsWith('on')) return true;
  if (t.startsWith('of')) return false;
  return undefined;
}
