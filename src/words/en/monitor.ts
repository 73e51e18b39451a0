/** What the monitor answers where QEMU knows more than this machine, or a part is broken. The rest of what it answers is QEMU's. */

export const commandNotModelled = (name: string): string =>
  `${name}: QEMU has this command; this machine does not model what it does`;
export const infoNotModelled = (name: string): string =>
  `info ${name}: QEMU shows this; this machine does not model it`;
export const deviceNotModelled = (driver: string): string =>
  `'${driver}' is a device of QEMU that this machine does not model`;
export const objectNotModelled = (type: string): string =>
  `'${type}' is an object of QEMU that this machine does not model`;
export const slotIsDefective = (slot: number): string => `slot ${slot} is defective`;
