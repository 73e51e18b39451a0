import { type ReactElement, type ReactNode, useEffect, useRef, useState } from 'react';
import { Button, Dialog, Popover } from 'react-aria-components';
import styles from './guide.module.css';
import { TERM_NAMES } from './termNames.ts';
import type { Term as Entry } from './terms.ts';

/** Ms that a pointer rests on a word before it is explained. */
const REST = 450;

/** A word of the glossary: resting on it, or pressing it, tells what it means and where the kernel says so. */
export function Term({ name, children }: { readonly name: string; readonly children?: ReactNode }): ReactElement {
  const word = useRef<HTMLButtonElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const [isOpen, setOpen] = useState(false);
  const [entry, setEntry] = useState<Entry & { readonly link: string | undefined }>();
  useEffect(() => () => clearTimeout(timer.current), []);
  useEffect(() => {
    if (!isOpen || entry !== undefined) return undefined;
    let wanted = true;
    void import('./terms.ts').then(
      ({ TERMS, sourceAddress }) => {
        const found = TERMS[name];
        if (wanted && found !== undefined) setEntry({ ...found, link: found.source && sourceAddress(found.source[1]) });
      },
      () => setOpen(false),
    );
    return () => {
      wanted = false;
    };
  }, [isOpen, entry, name]);
  if (!TERM_NAMES.has(name)) return <>{children ?? name}</>;
  const later = (open: boolean, ms: number): void => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setOpen(open), ms);
  };
  return (
    <>
      <Button
        ref={word}
        className={styles['term'] ?? ''}
        aria-label={`What is ${name}?`}
        excludeFromTabOrder
        onPress={() => setOpen(!isOpen)}
        onHoverStart={() => later(true, REST)}
        onHoverEnd={() => later(false, REST)}
      >
        {children ?? name}
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
