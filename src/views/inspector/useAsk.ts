import { useEffect, useRef, useState } from 'react';
import { useAtlas, useAtlasStore } from '../../store/atlas.ts';
import type { QuestionKind, Questions } from '../../link/messages.ts';

/** Questions are asked again at most this often while the machine moves. */
const PAUSE_MS = 120;

/**
 * The answer to a question about the moment on screen, asked again whenever that moment changes. While a new answer is
 * on its way the last one stays; a question that cannot be answered leaves `undefined`.
 *
 * @param about undefined: nothing to ask
 * @param key tells questions apart (arguments are new objects on every render)
 * @param live false: the answer depends on nothing but the key, and is not asked for again
 */
export function useAsk<K extends QuestionKind>(
  question: K,
  about: Questions[K]['ask'] | undefined,
  key: string,
  live = true,
): Questions[K]['answer'] | undefined {
  const atlas = useAtlasStore().getState;
  const frame = useAtlas((s) => (live ? s.frame : 0));
  const [answer, setAnswer] = useState<{ readonly of: string; readonly value: Questions[K]['answer'] } | undefined>();
  const state = useRef({ asking: false, again: false, live: false, key, about });
  useEffect(() => {
    const now = state.current;
    now.live = true;
    return () => {
      now.live = false;
    };
  }, []);
  useEffect(() => {
    const now = state.current;
    now.key = key;
    now.about = about;
    const run = (): void => {
      const { about: asked, key: of } = now;
      if (asked === undefined || !now.live) return;
      now.asking = true;
      now.again = false;
      const proceed = (): void => {
        // a question about something else must not wait
        if (now.key !== of) run();
        else
          setTimeout(() => {
            now.asking = false;
            if (now.again) run();
          }, PAUSE_MS);
      };
      atlas()
        .ask(question, asked)
        .then(
          (value) => {
            if (now.live && now.key === of) setAnswer({ of, value });
            proceed();
          },
          () => {
            if (now.live && now.key === of) setAnswer(undefined);
            proceed();
          },
        );
    };
    if (now.asking) now.again = true;
    else run();
    // `about` changes with every render; `key` stands for it
    // oxlint-disable-next-line react/exhaustive-deps
  }, [frame, key, question]);
  return about === undefined ? undefined : answer?.value;
}
