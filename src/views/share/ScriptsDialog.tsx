import { type ReactElement, useEffect, useMemo, useState } from 'react';
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
  { id: 'host', label: 'Host script' },
  { id: 'guest', label: 'Guest script' },
  { id: 'monitor', label: 'Monitor lines' },
  { id: 'qemu', label: 'QEMU' },
] as const;
const ABOUT: Readonly<Record<Kind, string>> = {
  host: 'bash on the host: the monitor through socat, the guest through ssh. Does what this session did to a real guest.',
  guest: 'sh in the guest, as root. Where the host has to act it says so and waits.',
  monitor: 'What the monitor was told: socat - UNIX-CONNECT:monitor.sock < session.hmp',
  qemu: 'The command line of this machine, its monitor on a socket. Kernel and initrd are those of whoever recorded it.',
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
  const empty =
    kind === 'qemu'
      ? 'Nobody knows a command line for this machine: it was generated, or its file has none.'
      : 'The monitor was told nothing yet.';
  return (
    <Dialog title="Scripts for a real guest" isOpen onClose={onClose}>
      <div className={styles['form']}>
        <Segmented label="Script" value={kind} choices={KINDS} onChange={setKind} />
        <p className={styles['about']}>
          {ABOUT[kind]}
          {worlds > 0 &&
            (kind === 'host' || kind === 'guest') &&
            ' Living workloads are the simulation’s own: a real guest brings its own.'}
        </p>
        <textarea
          className={styles['text']}
          aria-label="The script"
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
            onPress={() =>
              void copyText(text).then((ok) => setSaid(ok ? 'Copied.' : 'The browser did not let the page copy.'))
            }
          >
            Copy
          </Button>
          <Button
            look="primary"
            isDisabled={text === ''}
            onPress={() => download(`${fileWord(title)}.${END[kind]}`, text)}
          >
            Save
          </Button>
        </DialogFoot>
      </div>
    </Dialog>
  );
}
