import { type ReactElement, useEffect, useState } from 'react';
import * as wording from '#words/knobs-panel.ts';
import { useAtlasStore } from '../../store/atlas.ts';
import { IconButton } from '../../ui/Button.tsx';

/** Ms for which the button says that it worked. */
const SAID_FOR = 1500;

/** Puts a text on the clipboard and says so. */
export function Copy({ text, named }: { readonly text: string; readonly named?: string }): ReactElement {
  const atlas = useAtlasStore().getState;
  const [said, setSaid] = useState<string>();
  useEffect(() => {
    if (said === undefined) return;
    const timer = setTimeout(() => setSaid(undefined), SAID_FOR);
    return () => clearTimeout(timer);
  }, [said]);
  const tell = (words: string): void => {
    setSaid(words);
    atlas().announce(`${words}: ${text}`);
  };
  const copy = (): void => {
    // pages without https have no clipboard
    const clipboard: Clipboard | undefined = 'clipboard' in navigator ? navigator.clipboard : undefined;
    if (clipboard === undefined) tell(wording.noClipboardHere);
    else
      clipboard.writeText(text).then(
        () => tell(wording.copied),
        () => tell(wording.notAllowed),
      );
  };
  return (
    <IconButton size="small" label={said ?? named ?? wording.copy(text)} onPress={copy}>
      {said === wording.copied ? <DoneIcon /> : <CopyIcon />}
    </IconButton>
  );
}

const drawing = (path: string): (() => ReactElement) =>
  function Icon() {
    return (
      <svg
        width="14"
        height="14"
        viewBox="0 0 16 16"
        aria-hidden="true"
        focusable="false"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.4"
        strokeLinecap="round"
        strokeLinejoin="round"
      >
        <path d={path} />
      </svg>
    );
  };
const CopyIcon = drawing(
  'M5.5 5.5V3.2c0-.7.5-1.2 1.2-1.2h6.1c.7 0 1.2.5 1.2 1.2v6.1c0 .7-.5 1.2-1.2 1.2h-2.3M3.2 5.5h6.1c.7 0 1.2.5 1.2 1.2v6.1c0 .7-.5 1.2-1.2 1.2H3.2c-.7 0-1.2-.5-1.2-1.2V6.7c0-.7.5-1.2 1.2-1.2Z',
);
const DoneIcon = drawing('m3 8.5 3.2 3.2L13 4.5');
