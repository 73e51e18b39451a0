/** Answers of which only the newest counts: hovering and scrubbing ask faster than a worker answers. */

/** Runs `work` for one argument at a time; of those that come meanwhile only the last is run, the others get undefined. */
export function latest<A, R>(work: (arg: A) => Promise<R>): (arg: A) => Promise<R | undefined> {
  let running = false;
  let next:
    | { readonly arg: A; readonly resolve: (r: R | undefined) => void; readonly reject: (e: unknown) => void }
    | undefined;
  const run = async (arg: A): Promise<R> => {
    running = true;
    try {
      return await work(arg);
    } finally {
      running = false;
      const job = next;
      next = undefined;
      if (job !== undefined) run(job.arg).then(job.resolve, job.reject);
    }
  };
  return (arg) => {
    if (!running) return run(arg);
    next?.resolve(undefined);
    return new Promise((resolve, reject) => {
      next = { arg, resolve, reject };
    });
  };
}
