/** What app-late says. */

// PasteDialog
export const programsNameQemuSystem =
  'The program’s name (qemu-system-x86_64, -aarch64 or -riscv64) decides which kernel boots.';
export const bootsKernelOfKernel = (title: string): string =>
  `Boots the kernel of “${title}”: -kernel and -initrd are files this page cannot see.`;
export const thereIsNoCommand = 'There is no command line to boot yet: paste or type one.';
export const itCouldNotBe = 'It could not be started.';
export const machineFromQemuCommand = 'A machine from a QEMU command line';
export const qemuCommandLine = 'QEMU command line';
export const kernelCommandLine = 'Kernel command line, in place of -append';
export const asCommandLineSays = 'as the command line says';
export const useExample = 'Use the example';
export const cancel = 'Cancel';
export const boot = 'Boot';
