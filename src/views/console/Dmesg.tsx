import { type ReactElement, useState } from 'react';
import * as words from '#words/console.ts';
import { useAtlas } from '../../store/atlas.ts';
import { useAsk } from '../inspector/useAsk.ts';
import { useMomentKey } from '../inspector/useMomentKey.ts';
import { Button } from '../../ui/Button.tsx';
import styles from './console.module.css';
import { LinkedText } from './LinkedText.tsx';
import { Log } from './Log.tsx';
import { useNames } from './useNames.ts';

const LIMIT = 2000;

/** /dev/kmsg writes what is not printable as \xNN; dmesg shows the character. */
const decoded = (text: string): string =>
  text.replace(/\\x([0-9a-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

/** The kernel's log at the moment on screen. */
export function Dmesg(): ReactElement {
  const ready = useAtlas((s) => s.info !== undefined);
  const moment = useMomentKey();
  const lines = useAsk('log', ready ? { from: 0 } : undefined, moment, false) ?? [];
  const names = useNames();
  const [limit, setLimit] = useState(LIMIT);
  const first = Math.max(0, lines.length - limit);
  return (
    <div className={styles['pane']}>
      <Log label={words.kernelLog} newest={`${lines.length}`}>
        {first > 0 && (
          <Button size="small" look="quiet" onPress={() => setLimit((n) => n + LIMIT)}>
            {words.showEarlierLines(first)}
          </Button>
        )}
        {lines.length === 0 && <p className={styles['welcome']}>{words.kernelHasLoggedNothing}</p>}
        {lines.slice(first).map((text, i) => (
          <div key={first + i} className={styles['row']}>
            <LinkedText text={decoded(text)} names={names} />
          </div>
        ))}
      </Log>
    </div>
  );
}
