import { type ReactElement, type ReactNode, useEffect, useRef, useState } from 'react';
import { Button, Dialog, Popover } from 'react-aria-components';
import * as words from '#words/guide.ts';
import { TERM_NAMES } from '#words/term-names.ts';
import styles from './guide.module.css';
import type { Entry } from './terms.ts';

/** Ms that a pointer rests on a word before it is explained. */
const REST = 450;

const entryOfTerm = async (name: string): Promise<Entry | undefined> => (await import('./terms.ts')).entryOfTerm(name);

/** A word of the glossary: resting on it, or pressing it, tells what it means and where the kernel says so. */
export function Term({ name, children }: { readonly name: string; readonly children?: ReactNode }): ReactElement {
  if (!TERM_NAMES.has(name)) return <>{children ?? name}</>;
  return (
    <Explained name={name} about={name} load={entryOfTerm}>
      {children ?? name}
    </Explained>
  );
}

/**
 * A word that is explained when one rests on it or presses it. `load`: what is to be said `about` it; undefined: nothing.
 * It is the same function at every drawing.
 */
export function Explained({
  name,
  about,
  load,
  children,
}: {
  readonly name: string;
  readonly about: string;
  readonly load: (about: string) => Promise<Entry | undefined>;
  readonly children: ReactNode;
}): ReactElement {
  const word = useRef<HTMLButtonElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const [isOpen, setOpen] = useState(false);
  const [entry, setEntry] = useState<Entry>();
  useEffect(() => () => clearTimeout(timer.current), []);
  useEffect(() => {
    if (!isOpen || entry !== undefined) return undefined;
    let wanted = true;
    load(about).then(
      (found) => wanted && setEntry(found),
      () => setOpen(false),
    );
    return () => {
      wanted = false;
    };
  }, [isOpen, entry, about, load]);
  const later = (open: boolean, ms: number): void => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setOpen(open), ms);
  };
  return (
    <>
      <Button
        ref={word}
        className={styles['term'] ?? ''}
        aria-label={words.whatIs(name)}
        excludeFromTabOrder
        onPress={() => setOpen(!isOpen)}
        onHoverStart={() => later(true, REST)}
        onHoverEnd={() => later(false, REST)}
      >
        {children}
      </Button>
      <Popover
        triggerRef={word}
        isOpen={isOpen}
        onOpenChange={setOpen}
        isNonModal
        placement="top start"
        className={styles['entry'] ?? ''}
      >
        {entry !== undefined && (
          <Dialog
            aria-label={entry.title}
            className={styles['entryBody'] ?? ''}
            onPointerEnter={() => clearTimeout(timer.current)}
            onPointerLeave={() => later(false, REST)}
          >
            <strong>{entry.title}</strong>
            <p>{entry.text}</p>
            {entry.source !== undefined && (
              <a href={entry.link} target="_blank" rel="noreferrer">
                {entry.source[0]}: {entry.source[1]}
              </a>
            )}
          </Dialog>
        )}
      </Popover>
    </>
  );
}
