/** Reads an unsigned number in the base its beginning says: 0x…, 0…, decimal (lib/kstrtox.c: kstrtoull); undefined: none, or too large to count with. */
export function kstrtoull(text: string): number | undefined {
  const digits = text.replace(/\n$/, '').replace(/^\+/, '');
  if (!/^(0x[0-9a-f]+|0[0-7]*|[1-9]\d*)$/i.test(digits)) return undefined;
  const n = /^0\d/.test(digits) ? Number.parseInt(digits, 8) : Number(digits);
  return Number.isSafeInteger(n) ? n : undefined;
}
