/** The worker that is started before the scripts of the page are there: it is fetched and read beside them. */
import { startWorker } from './spawn.ts';

const EVENTS = ['message', 'messageerror', 'error'];

let ahead: { readonly worker: Worker; readonly heard: () => readonly Event[] } | undefined;

/** Starts a worker for whoever asks for one first. */
export function startAhead(): void {
  const worker = startWorker();
  const events: Event[] = [];
  const hear = (event: Event): void => {
    event.preventDefault();
    events.push(event);
  };
  for (const type of EVENTS) worker.addEventListener(type, hear);
  const heard = (): readonly Event[] => {
    for (const type of EVENTS) worker.removeEventListener(type, hear);
    return events;
  };
  ahead = { worker, heard };
}

/** The worker started ahead, once, then new ones. What it has said already, it says again to who listens at once. */
export function takeWorker(): Worker {
  if (ahead === undefined) return startWorker();
  const { worker, heard } = ahead;
  ahead = undefined;
  queueMicrotask(() => {
    for (const event of heard()) worker.dispatchEvent(event);
  });
  return worker;
}
