/** What the rules of a boot say. */

export const BOT = {
  'BOT-1':
    'Memory below 4 GiB ends at 2 GiB (q35 from 2.75 GiB on) or 3 GiB (i440fx from 3.5 GiB on); what is left lies above 4 GiB.',
  'BOT-2':
    'kernelcore= and movablecore= share kernel memory evenly over the nodes and leave the rest of each to Movable, whole chunks of it; with movable_node they do nothing here.',
  'BOT-3': 'mem= and memmap= cut and rename the map of the firmware before anything is counted.',
  'BOT-4':
    'Special-purpose memory of the firmware is set aside unless efi=nosoftreserve or a kernel without EFI_SOFT_RESERVE makes System RAM of it.',
  'BOT-5':
    'DIMMs that are there at boot are no boot memory: the kernel adds them when it looks through the ACPI namespace, by the policy it was booted with.',
  'BOT-6': 'The struct pages of boot memory come from its own node, in one piece where they can.',
  'BOT-7':
    'The initial RAM disk and the init code of the kernel are freed when boot is over: memblock took its pages beside the first, and what waits on the lists of CPUs lies there; user pages fill what is left of the image before they begin a whole block. On arm64 and riscv64 a last page of the disk stays reserved and keeps its block online.',
  'BOT-8':
    'On x86 the first page tables of the direct map lie behind the kernel image and stay there, so that the block is never whole.',
};
