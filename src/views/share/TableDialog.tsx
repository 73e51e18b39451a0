import { type ReactElement, useMemo, useState } from 'react';
import * as words from '#words/share-dialogs.ts';
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
    <Dialog title={words.timelineAsTable} isOpen onClose={onClose}>
      <div className={styles['form']}>
        <Segmented<TableKind>
          label={words.format}
          value={kind}
          choices={[
            { id: 'csv', label: 'CSV' },
            { id: 'tsv', label: 'TSV' },
          ]}
          onChange={setKind}
        />
        <p className={styles['about']}>{words.rowForEachLine}</p>
        <textarea
          className={styles['text']}
          aria-label={words.table}
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
          <Button onPress={() => void copyText(text).then((ok) => setSaid(ok ? words.copied : words.couldNotCopy))}>
            {words.copy}
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
            {words.save}
          </Button>
        </DialogFoot>
      </div>
    </Dialog>
  );
}
