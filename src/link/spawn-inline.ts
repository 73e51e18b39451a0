/** Stands for spawn.ts in a page that is one file: the worker's script is part of it. */
import MachineWorker from './worker.ts?worker&inline';

export const startWorker = (): Worker => new MachineWorker({ name: 'machine' });
