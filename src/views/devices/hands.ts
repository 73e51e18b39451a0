/** Doing and trying: lines sent from a device, and their outcome on a fork while one only looks. */
import { createContext, useContext, useEffect, useMemo, useRef, useState } from 'react';
import type { Line } from '../../engine/lines.ts';
import type { Ghost } from '../../link/messages.ts';
import { useAtlas, useAtlasStore } from '../../store/atlas.ts';
import type { MenuEntry } from '../../ui/Menu.tsx';

/** How a device's lines are sent: the bay shows a refusal beside its parts, the inspector under its buttons. */
export type Send = (title: string, lines: readonly Line[]) => Promise<void>;
const Context = createContext<Send | undefined>(undefined);
export const SendProvider = Context.Provider;

/** Ms before something that is only looked at is tried on a fork. */
const SETTLE = 60;

/** What the hands can do. */
export interface Hands {
  readonly send: Send;
  /** Tries lines on a fork and lays the outcome on the map; undefined: takes it away. */
  readonly preview: (lines: readonly Line[] | undefined) => void;
  /** An entry of a menu that sends lines, and shows what would come of them while it is pointed at. */
  readonly entry: (
    id: string,
    label: string,
    title: string,
    lines: readonly Line[],
    rest?: Pick<MenuEntry, 'danger'> & {
      /** Why it cannot be done now: it says so instead of its lines. */
      readonly unless?: string | false | undefined;
    },
  ) => MenuEntry;
}

/** A line as the console would show it. */
export const typed = (line: Line): string => {
  switch (line.channel) {
    case 'write':
      return `echo ${line.value} > ${line.path}`;
    case 'monitor':
    case 'shell':
    case 'world':
      return line.line;
  }
};

/** How an entry shows its lines, `between` them, or why it cannot be done now. */
export const offered = (
  lines: readonly Line[],
  between: string,
  { unless = false, ...rest }: Parameters<Hands['entry']>[4] = {},
): Pick<MenuEntry, 'description' | 'disabled' | 'danger'> => ({
  description: unless === false ? lines.map(typed).join(between) : unless,
  disabled: unless !== false,
  ...rest,
});

/** The hands over devices. Throws outside of a SendProvider. */
export function useDeviceHands(): Hands {
  const store = useAtlasStore();
  const send = useContext(Context);
  if (send === undefined) throw new Error('useDeviceHands outside of a SendProvider');
  const timer = useRef<number>(undefined);
  useEffect(() => () => window.clearTimeout(timer.current), []);
  return useMemo(() => {
    const preview: Hands['preview'] = (lines) => {
      window.clearTimeout(timer.current);
      if (lines === undefined) void store.getState().showGhost(undefined);
      else timer.current = window.setTimeout(() => void store.getState().showGhost(lines), SETTLE);
    };
    const entry: Hands['entry'] = (id, label, title, lines, rest) => ({
      id,
      label,
      ...offered(lines, '; ', rest),
      onPreview: () => preview(lines),
      onAction: () => {
        preview(undefined);
        void send(title, lines);
      },
    });
    return { send, preview, entry };
  }, [send, store]);
}

/** The outcome of lines on a fork, tried again whenever they change; undefined lines: nothing is tried. */
export function useTrial(lines: readonly Line[] | undefined): Ghost | undefined {
  const store = useAtlasStore();
  const [ghost, setGhost] = useState<{ readonly key: string; readonly of: Ghost } | undefined>();
  // tried again when something else happened to the machine
  const length = useAtlas((s) => s.session.length);
  const key = lines === undefined ? '' : `${length} ${JSON.stringify(lines)}`;
  useEffect(() => {
    if (lines === undefined) return undefined;
    let live = true;
    const timer = window.setTimeout(() => {
      store
        .getState()
        .showGhost(lines)
        .then(
          (of) => {
            if (live && of !== undefined) setGhost({ key, of });
          },
          () => undefined, // the store's notice says what became of the worker
        );
    }, SETTLE);
    return () => {
      live = false;
      window.clearTimeout(timer);
      void store.getState().showGhost(undefined);
    };
    // `lines` are new objects on every render; `key` stands for them
    // oxlint-disable-next-line react/exhaustive-deps
  }, [key, store]);
  return ghost?.key === key ? ghost.of : undefined;
}
