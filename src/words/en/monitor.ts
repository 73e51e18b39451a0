/** What the monitor answers where QEMU knows more than this machine. The rest of what it answers is QEMU's. */

export const commandNotModelled = (name: string): string =>
  `${name}: QEMU has this command; this machine does not model what it does`;
export const infoNotModelled = (name: string): string =>
  `info ${name}: QEMU shows this; this machine does not model it`;
