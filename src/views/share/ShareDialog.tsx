import { type ReactElement, useEffect, useState } from 'react';
import * as words from '#words/share-dialogs.ts';
import { useAtlas } from '../../store/atlas.ts';
import { LONGEST_HASH, writeHash } from '../../store/link-hash.ts';
import { endsOf, momentText } from '../../store/moments.ts';
import { capturePage } from '../../store/page-link.ts';
import { usePage } from '../../store/page.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog, DialogFoot } from '../../ui/Dialog.tsx';
import { Segmented, TextField } from '../../ui/fields.tsx';
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
          ? `<iframe src="${attribute(url.href)}" title="${attribute(title ?? words.hotplugAtlas)}" width="960" height="540"></iframe>`
          : url.href,
      );
    });
    return () => {
      stale = true;
    };
  }, [what, title, moment, selection, stage, history]);
  const long = link.length > LONGEST_HASH;
  const copy = async (): Promise<void> => {
    setCopied((await copyText(link)) ? words.copied : words.couldNotCopySelect);
  };
  return (
    <Dialog title={words.share} isOpen onClose={onClose}>
      <div className={styles['form']}>
        <Segmented<What>
          label={words.whatLinkIsAbout}
          value={what}
          choices={[
            { id: 'page', label: words.thisPage },
            ...(thing === undefined ? [] : [{ id: 'thing' as const, label: thing }]),
            { id: 'embed', label: words.frameForSlide },
          ]}
          onChange={(id) => {
            setWhat(id);
            setCopied(undefined);
          }}
        />
        <p className={styles['about']}>
          {what === 'thing'
            ? words.atWhateverHappensLater(thing ?? '', momentText(ends, moment))
            : what === 'embed'
              ? words.oneViewWithNothing
              : words.machinesLinesBranchesBookmarks}
        </p>
        <TextField
          label={words.nameOfLinkOptional}
          value={name}
          onChange={setName}
          placeholder={thing ?? words.whyThisBlockWill}
        />
        <textarea
          className={styles['link']}
          aria-label={words.link}
          readOnly
          rows={4}
          value={link}
          onFocus={(event) => event.target.select()}
        />
        <p className={styles['size']} data-long={long || undefined} role="status">
          {copied ?? (long ? words.lettersLongerThanChat(link.length) : words.lettersEverything(link.length))}
        </p>
        <DialogFoot>
          <Button look={long ? 'primary' : 'quiet'} onPress={() => saveSession(title)}>
            {words.saveAsFile}
          </Button>
          <Button look={long ? 'plain' : 'primary'} onPress={() => void copy()}>
            {what === 'embed' ? words.copyFrame : words.copyLink}
          </Button>
        </DialogFoot>
      </div>
    </Dialog>
  );
}
