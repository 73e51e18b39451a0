/** Which bundled machine lends its kernel to a pasted command line: one of the same architecture. */
const BASES: Readonly<Record<string, string>> = {
  x86_64: 'x86_64-dimm-lifecycle',
  aarch64: 'arm64-dimm-lifecycle',
  riscv64: 'riscv64-kmem',
};

/** Id of that machine; undefined: the text names no QEMU whose machines can be started here. */
export function bootBase(text: string): string | undefined {
  return BASES[/(?:^|[\s/\\"'])qemu-system-(x86_64|aarch64|riscv64)(?:\.exe)?(?=$|[\s"'\\])/.exec(text)?.[1] ?? ''];
}
