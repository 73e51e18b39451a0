/** A worker without a thread: the real desk behind a port, messages copied as the browser copies them. */
import type { Port } from './client.ts';
import { Desk } from './worker-desk.ts';
import type { Message } from './messages.ts';
import { PROTOCOL } from './messages.ts';

/** What a test may do to the workers it started. */
export interface Workers {
  readonly spawn: () => Port;
  /** How many were started. */
  readonly started: () => number;
  /** Every message sent by any of them. */
  readonly messages: Message[];
  /** Changes what arrives at the page; undefined swallows it. */
  tamper: (message: Message) => unknown;
}

/** Starts workers. */
export function workers(): Workers {
  let started = 0;
  const self: Workers = { spawn, started: () => started, messages: [], tamper: (m) => m };
  function spawn(): Port {
    started++;
    let alive = true;
    let deliver: (data: unknown) => void = () => undefined;
    let died: (why: string) => void = () => undefined;
    const post = (message: Message): void => {
      const data = self.tamper(structuredClone(message));
      self.messages.push(message);
      if (data !== undefined) queueMicrotask(() => alive && deliver(data));
    };
    const desk = new Desk(post, () => 0);
    post({ type: 'ready', protocol: PROTOCOL });
    return {
      postMessage: (message) => {
        const data: unknown = structuredClone(message);
        queueMicrotask(() => {
          if (!alive) return;
          const fault = (error: unknown): void => {
            alive = false;
            queueMicrotask(() => died(error instanceof Error ? error.message : String(error)));
          };
          try {
            desk.receive(data)?.catch(fault);
          } catch (error) {
            fault(error);
          }
        });
      },
      terminate: () => {
        alive = false;
      },
      listen: (message, whenDead) => {
        deliver = message;
        died = whenDead;
      },
    };
  }
  return self;
}
