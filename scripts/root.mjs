import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder, wherever a script is started from. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Whether the module of this address is what Node was asked to run. @param {string} address import.meta.url */
export const isMain = (address) => process.argv[1] !== undefined && fileURLToPath(address) === process.argv[1];
