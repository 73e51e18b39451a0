/** The real worker. A page in one file has its own way to start it (spawn-inline.ts). */
export const startWorker = (): Worker =>
  new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'machine' });
