/** What the stage and the speaker's window tell each other. Either may be reloaded: each asks the other where it is. */

/** From the stage: where it is. */
export interface StageAt {
  readonly type: 'at';
  readonly story: string;
  readonly step: number;
  readonly asked: boolean;
  readonly blank: boolean;
  readonly since: number;
}
export type NotesMessage =
  | StageAt
  /** From the speaker's window: it has just opened. */
  | { readonly type: 'hello' }
  | { readonly type: 'turn'; readonly by: 1 | -1 }
  | { readonly type: 'blank' };

const NAME = 'hotplug-atlas.presenter';

/** A message as it arrived; undefined: it is none of ours. */
export function parseMessage(data: unknown): NotesMessage | undefined {
  if (typeof data !== 'object' || data === null) return undefined;
  const get = (key: string): unknown => Reflect.get(data, key);
  switch (get('type')) {
    case 'hello':
      return { type: 'hello' };
    case 'blank':
      return { type: 'blank' };
    case 'turn': {
      const by = get('by');
      return by === 1 || by === -1 ? { type: 'turn', by } : undefined;
    }
    case 'at': {
      const [story, step, since] = [get('story'), get('step'), get('since')];
      return typeof story === 'string' &&
        typeof step === 'number' &&
        Number.isSafeInteger(step) &&
        step >= 0 &&
        typeof since === 'number' &&
        Number.isFinite(since)
        ? { type: 'at', story, step, since, asked: get('asked') === true, blank: get('blank') === true }
        : undefined;
    }
    default:
      return undefined;
  }
}

/** The wire between the two windows. `heard`: what the other one said. */
export function openChannel(heard: (message: NotesMessage) => void): {
  readonly say: (message: NotesMessage) => void;
  readonly close: () => void;
} {
  const channel = new BroadcastChannel(NAME);
  channel.addEventListener('message', (event: MessageEvent<unknown>) => {
    const message = parseMessage(event.data);
    if (message !== undefined) heard(message);
  });
  return { say: (message) => channel.postMessage(message), close: () => channel.close() };
}
