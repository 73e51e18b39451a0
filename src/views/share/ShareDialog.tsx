import { type ReactElement, useEffect, useState } from 'react';
import { useAtlas } from '../../store/atlas.ts';
import { LONGEST_HASH, writeHash } from '../../store/link-hash.ts';
import { endsOf, momentText } from '../../store/moments.ts';
import { capturePage } from '../../store/page-link.ts';
import { usePage } from '../../store/page.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog, DialogFoot } from '../../ui/Dialog.tsx';
import { Segmented, TextField } from '../../ui/fields.tsx';
import { formatCount } from '../../ui/format.ts';
import { copyText } from './download.ts';
import { saveSession } from './save.ts';
import styles from './share.module.css';
import { thingText } from './things.ts';

type What = 'page' | 'thing' | 'embed';

/** A text as the value of an HTML attribute. */
const attribute = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;');

/** Links to the page, or to the selected thing at this moment, or a frame for a slide. */
export default function ShareDialog({ onClose }: { readonly onClose: () => void }): ReactElement {
  const selection = useAtlas((s) => s.selection);
  const moment = useAtlas((s) => s.moment);
  const history = useAtlas((s) => s.history);
  const stage = usePage((p) => p.stage);
  const ends = endsOf(history.filter((e) => !e.undone));
  const thing = thingText(selection);
  const [what, setWhat] = useState<What>('page');
  const [name, setName] = useState('');
  const [link, setLink] = useState('');
  const [copied, setCopied] = useState<string | undefined>();
  const title = name.trim() === '' ? undefined : name.trim();
  useEffect(() => {
    let stale = false;
    const page = capturePage(title);
    const [main, ...others] = page.machines;
    // a link to a thing names its moment even where that is the present: the session may go on
    const fixed = what === 'thing' && main !== undefined ? { ...main, moment } : main;
    const state =
      fixed === undefined
        ? page
        : { ...page, machines: [fixed, ...others], ...(what === 'thing' && { camera: undefined }) };
    void writeHash(state).then((hash) => {
      if (stale) return;
      const url = new URL(location.href);
      url.hash = hash;
      url.search = what === 'embed' ? `?embed=${stage}` : '';
      setLink(
        what === 'embed'
          ? `<iframe src="${attribute(url.href)}" title="${attribute(title ?? 'Hotplug Atlas')}" width="960" height="540"></iframe>`
          : url.href,
      );
    });
    return () => {
      stale = true;
    };
  }, [what, title, moment, selection, stage, history]);
  const long = link.length > LONGEST_HASH;
  const copy = async (): Promise<void> => {
    setCopied(
      (await copyText(link)) ? 'Copied.' : 'The browser did not let the page copy: select the text and copy it.',
    );
  };
  return (
    <Dialog title="Share" isOpen onClose={onClose}>
      <div className={styles['form']}>
        <Segmented<What>
          label="What the link is about"
          value={what}
          choices={[
            { id: 'page', label: 'This page' },
            ...(thing === undefined ? [] : [{ id: 'thing' as const, label: thing }]),
            { id: 'embed', label: 'Frame for a slide' },
          ]}
          onChange={(id) => {
            setWhat(id);
            setCopied(undefined);
          }}
        />
        <p className={styles['about']}>
          {what === 'thing'
            ? `${thing ?? ''} at ${momentText(ends, moment)}, whatever happens later.`
            : what === 'embed'
              ? 'One view with nothing around it and a way to open it in full.'
              : 'Machines, lines, branches, bookmarks, the moment, what is selected and how it is looked at.'}
        </p>
        <TextField
          label="Name of the link (optional)"
          value={name}
          onChange={setName}
          placeholder={thing ?? 'Why this block will not go offline'}
        />
        <textarea
          className={styles['link']}
          aria-label="The link"
          readOnly
          rows={4}
          value={link}
          onFocus={(event) => event.target.select()}
        />
        <p className={styles['size']} data-long={long || undefined} role="status">
          {copied ??
            (long
              ? `${formatCount(link.length)} letters: longer than chat programs and mail readers keep whole. A file is safer.`
              : `${formatCount(link.length)} letters. Everything is in the link itself: nothing is stored anywhere.`)}
        </p>
        <DialogFoot>
          <Button look={long ? 'primary' : 'quiet'} onPress={() => saveSession(title)}>
            Save as a file
          </Button>
          <Button look={long ? 'plain' : 'primary'} onPress={() => void copy()}>
            {what === 'embed' ? 'Copy the frame' : 'Copy the link'}
          </Button>
        </DialogFoot>
      </div>
    </Dialog>
  );
}
