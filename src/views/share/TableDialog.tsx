import { type ReactElement, useMemo, useState } from 'react';
import { useAtlas } from '../../store/atlas.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog, DialogFoot } from '../../ui/Dialog.tsx';
import { Segmented } from '../../ui/fields.tsx';
import { copyText, download, fileWord } from './download.ts';
import styles from './share.module.css';
import { type TableKind, timelineTable } from './table.ts';

/** The timeline as a table. */
export default function TableDialog({ onClose }: { readonly onClose: () => void }): ReactElement {
  const title = useAtlas((s) => s.info?.title ?? 'session');
  const history = useAtlas((s) => s.history);
  const [kind, setKind] = useState<TableKind>('csv');
  const [said, setSaid] = useState('');
  const text = useMemo(
    () =>
      timelineTable(
        history.filter((e) => !e.undone),
        kind,
      ),
    [history, kind],
  );
  return (
    <Dialog title="The timeline as a table" isOpen onClose={onClose}>
      <div className={styles['form']}>
        <Segmented<TableKind>
          label="Format"
          value={kind}
          choices={[
            { id: 'csv', label: 'CSV' },
            { id: 'tsv', label: 'TSV' },
          ]}
          onChange={setKind}
        />
        <p className={styles['about']}>
          A row for each line: the number of the moment after it, who sent it, what it answered, its kernel steps, what
          the kernel logged and what QEMU reported.
        </p>
        <textarea
          className={styles['text']}
          aria-label="The table"
          readOnly
          rows={14}
          wrap="off"
          spellCheck={false}
          value={text}
        />
        <p className={styles['size']} role="status">
          {said}
        </p>
        <DialogFoot>
          <Button
            onPress={() =>
              void copyText(text).then((ok) => setSaid(ok ? 'Copied.' : 'The browser did not let the page copy.'))
            }
          >
            Copy
          </Button>
          <Button
            look="primary"
            onPress={() =>
              download(
                `${fileWord(title)}-timeline.${kind}`,
                text,
                kind === 'csv' ? 'text/csv' : 'text/tab-separated-values',
              )
            }
          >
            Save
          </Button>
        </DialogFoot>
      </div>
    </Dialog>
  );
}
