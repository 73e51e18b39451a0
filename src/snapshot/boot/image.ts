/**
 * Where the kernel image lies. Its sizes belong to one build of the kernel and are in no command line or configuration:
 * these are of the 6.12.117 kernels whose boots were recorded. Another build moves the borders inside the image by a
 * few hundred KiB; zones, nodes and blocks do not depend on them.
 */
import type { ImageSpans, Span } from './platform.ts';

const span = (start: number, end: number): Span => ({ start, end });

/** x86_64: at 16 MiB (CONFIG_PHYSICAL_START) without KASLR. */
export const X86_IMAGE: ImageSpans = {
  code: span(0x1000000, 0x1800000),
  rodata: span(0x1800000, 0x1970000),
  data: span(0x1a00000, 0x1b9e780),
  bss: span(0x1ce4000, 0x1e00000),
  all: span(0x1000000, 0x1e00000),
  // the gap after rodata; init code and data; the lock prefixes of an SMP kernel
  freed: [span(0x1970000, 0x1a00000), span(0x1bac000, 0x1ce4000)],
};
/** The page of the interrupt descriptor table, which is made read-only; its 2 MiB are split for it. */
export const X86_IDT_PAGE = 0x1ce5000;
/** Real-mode trampoline below 640 KiB: a read-only page, then one that may be executed. */
export const X86_TRAMPOLINE = 0x99000;

/** arm64: sizes of text+rodata, of what follows up to data, of data+bss, by log2 of the page size. Loaded by the EFI stub as high as it can. */
const ARM64: Readonly<
  Record<
    number,
    {
      readonly below: number;
      readonly text: number;
      readonly gap: number;
      readonly data: number;
      readonly init: number;
    }
  >
> = {
  12: { below: 0x4e00000, text: 0x5d0000, gap: 0xd0000, data: 0x200000, init: 0xd0000 },
  14: { below: 0x4e00000, text: 0x5d0000, gap: 0xd0000, data: 0x200000, init: 0xd0000 },
  16: { below: 0x5200000, text: 0x650000, gap: 0x1f0000, data: 0x280000, init: 0x1f0000 },
};
/** @param top end of the memory bank that the firmware uses; undefined: no firmware, QEMU loads the image itself, 2 MiB into RAM. */
export function arm64Image(pageShift: number, base: number, top: number | undefined): ImageSpans {
  const s = ARM64[pageShift] ?? { below: 0x4e00000, text: 0x5d0000, gap: 0xd0000, data: 0x200000, init: 0xd0000 };
  const start = top === undefined ? base + 0x200000 : top - s.below;
  const data = start + s.text + s.gap;
  return {
    code: span(start, start + s.text),
    rodata: undefined,
    data: span(data, data + s.data),
    bss: undefined,
    all: span(start, data + s.data),
    freed: [span(start + s.text, start + s.text + s.init)],
  };
}

/** riscv64: 2 MiB above the start of RAM, below it the SBI firmware. */
export function riscvImage(base: number): ImageSpans {
  const at = (from: number, to: number): Span => span(base + from, base + to);
  return {
    code: at(0x202000, 0x59e88c),
    rodata: at(0xa00000, 0xc00000),
    data: at(0xe00000, 0xf5e800),
    bss: at(0xf5f000, 0xff0048),
    all: at(0x200000, 0x1000000),
    freed: [at(0x7ab000, 0xa00000)],
  };
}
