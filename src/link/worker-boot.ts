/** The part of the worker that makes machines nobody recorded: a script of its own, fetched when a source or a line first needs it. */
export { bigMachine } from '../snapshot/big.ts';
export { bootPreset } from '../snapshot/boot/presets.ts';
export { bootPasted } from '../snapshot/boot/pasted.ts';
export { headOf, reboot } from '../snapshot/boot/reboot.ts';
