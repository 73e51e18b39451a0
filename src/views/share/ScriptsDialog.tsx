import { type ReactElement, useEffect, useMemo, useState } from 'react';
import * as words from '#words/share-dialogs.ts';
import { guestScript, hostScript, monitorScript } from '../../session/script.ts';
import { useAtlas } from '../../store/atlas.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog, DialogFoot } from '../../ui/Dialog.tsx';
import { Segmented } from '../../ui/fields.tsx';
import { copyText, download, fileWord } from './download.ts';
import { qemuOf } from './qemu.ts';
import styles from './share.module.css';

type Kind = 'host' | 'guest' | 'monitor' | 'qemu';
const KINDS = [
  { id: 'host', label: words.kindsHost },
  { id: 'guest', label: words.kindsGuest },
  { id: 'monitor', label: words.kindsMonitor },
  { id: 'qemu', label: 'QEMU' },
] as const;
const ABOUT: Readonly<Record<Kind, string>> = {
  host: words.aboutHost,
  guest: words.aboutGuest,
  monitor: words.aboutMonitor,
  qemu: words.aboutQemu,
};
const END: Readonly<Record<Kind, string>> = { host: 'host.sh', guest: 'guest.sh', monitor: 'hmp', qemu: 'qemu.sh' };

/** The session as scripts that do the same to a real guest. */
export default function ScriptsDialog({ onClose }: { readonly onClose: () => void }): ReactElement {
  const source = useAtlas((s) => s.source);
  const title = useAtlas((s) => s.info?.title ?? 'session');
  const history = useAtlas((s) => s.history);
  const [kind, setKind] = useState<Kind>('host');
  const [qemu, setQemu] = useState<string | undefined>();
  const [said, setSaid] = useState('');
  useEffect(() => {
    let stale = false;
    void qemuOf(source).then((line) => !stale && setQemu(line));
    return () => {
      stale = true;
    };
  }, [source]);
  const text = useMemo(() => {
    const lines = history.filter((e) => !e.undone).map((e) => e.line);
    const head = { title, qemu };
    switch (kind) {
      case 'host':
        return hostScript(lines, head);
      case 'guest':
        return guestScript(lines, head);
      case 'monitor':
        return monitorScript(lines);
      case 'qemu':
        return qemu === undefined ? '' : `${qemu}\n`;
    }
  }, [kind, history, title, qemu]);
  const worlds = history.filter((e) => !e.undone && e.line.channel === 'world').length;
  const empty = kind === 'qemu' ? words.nobodyKnowsCommandLine : words.monitorWasToldNothing;
  return (
    <Dialog title={words.scriptsForRealGuest} isOpen onClose={onClose}>
      <div className={styles['form']}>
        <Segmented label={words.script} value={kind} choices={KINDS} onChange={setKind} />
        <p className={styles['about']}>
          {ABOUT[kind]}
          {worlds > 0 && (kind === 'host' || kind === 'guest') && words.livingWorkloadsAreSimulations}
        </p>
        <textarea
          className={styles['text']}
          aria-label={words.theScript}
          readOnly
          rows={14}
          wrap="off"
          spellCheck={false}
          value={text === '' ? empty : text}
        />
        <p className={styles['size']} role="status">
          {said}
        </p>
        <DialogFoot>
          <Button
            isDisabled={text === ''}
            onPress={() => void copyText(text).then((ok) => setSaid(ok ? words.copied : words.couldNotCopy))}
          >
            {words.copy}
          </Button>
          <Button
            look="primary"
            isDisabled={text === ''}
            onPress={() => download(`${fileWord(title)}.${END[kind]}`, text)}
          >
            {words.save}
          </Button>
        </DialogFoot>
      </div>
    </Dialog>
  );
}
