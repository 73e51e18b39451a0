import { type ReactElement, useEffect, useRef, useState } from 'react';
import * as words from '#words/pictures.ts';
import { useAtlas, useAtlasStore } from '../../store/atlas.ts';
import { endsOf, momentText } from '../../store/moments.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog, DialogFoot } from '../../ui/Dialog.tsx';
import { Segmented, Select, TextField } from '../../ui/fields.tsx';
import { download, fileWord } from './download.ts';
import {
  MOST_HEIGHT,
  MOST_WIDTH,
  type PictureOrder,
  type PictureTheme,
  pictureCanvas,
  picturePng,
  pictureSvg,
} from './picture.ts';
import styles from './share.module.css';
import { type PictureView, VIEWS } from './views.ts';

const SIZES = [
  { id: '1280x720', label: '1280 × 720' },
  { id: '1920x1080', label: '1920 × 1080' },
  { id: '2560x1440', label: '2560 × 1440' },
  { id: '3840x2160', label: '3840 × 2160' },
  { id: 'own', label: words.sizesOwn },
] as const;
type Size = (typeof SIZES)[number]['id'];
const CHOICES = (Object.keys(VIEWS) as PictureView[]).map((id) => ({ id, label: VIEWS[id].label }));

/** A side of the picture in pixels, or undefined where it cannot be one. */
function side(text: string, most: number): number | undefined {
  const n = Number(text);
  return Number.isInteger(n) && n >= 320 && n <= most ? n : undefined;
}

/** A picture of a view: chosen, looked at, saved. */
export default function PictureDialog({ onClose }: { readonly onClose: () => void }): ReactElement {
  const store = useAtlasStore();
  const machine = useAtlas((s) => s.info?.title ?? '');
  const history = useAtlas((s) => s.history);
  const moment = useAtlas((s) => s.moment);
  const [view, setView] = useState<PictureView>('map');
  const [theme, setTheme] = useState<PictureTheme>(
    document.documentElement.dataset['theme'] === 'light' ? 'light' : 'dark',
  );
  const [size, setSize] = useState<Size>('1920x1080');
  const [own, setOwn] = useState({ width: '1600', height: '900' });
  const [cut, setCut] = useState(true);
  const [title, setTitle] = useState('');
  const [said, setSaid] = useState('');
  const preview = useRef<HTMLDivElement>(null);
  const [w, h] =
    size === 'own' ? [side(own.width, MOST_WIDTH), side(own.height, MOST_HEIGHT)] : size.split('x').map(Number);
  const order: PictureOrder | undefined =
    w === undefined || h === undefined
      ? undefined
      : {
          view,
          theme,
          width: w,
          height: h,
          cut,
          title: title.trim() === '' ? VIEWS[view].title : title.trim(),
          moment: momentText(endsOf(history.filter((e) => !e.undone)), moment),
        };
  const key = JSON.stringify(order);
  useEffect(() => {
    if (order === undefined) return undefined;
    let stale = false;
    // a typed title is not drawn letter by letter
    const timer = setTimeout(() => {
      const small = { ...order, width: 1280, height: Math.round((1280 * order.height) / order.width) };
      pictureCanvas(store, small).then(
        (canvas) => {
          if (stale) return;
          canvas.setAttribute('role', 'img');
          canvas.setAttribute('aria-label', words.preview(order.title));
          preview.current?.replaceChildren(canvas);
        },
        (error: unknown) => {
          if (!stale) setSaid(error instanceof Error ? error.message : String(error));
        },
      );
    }, 200);
    return () => {
      stale = true;
      clearTimeout(timer);
    };
    // the order is made anew with every render; its text says whether it is another one
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [key, store]);
  const save = (kind: 'svg' | 'png'): void => {
    if (order === undefined) return;
    setSaid(words.drawing);
    const made = kind === 'svg' ? pictureSvg(store, order) : picturePng(store, order);
    made.then(
      (content) => {
        download(`${fileWord(`${machine} ${order.title}`)}.${kind}`, content, 'image/svg+xml');
        setSaid(words.saved);
      },
      (error: unknown) => setSaid(error instanceof Error ? error.message : String(error)),
    );
  };
  return (
    <Dialog title={words.pictureOfView} isOpen onClose={onClose}>
      <div className={styles['form']}>
        <div
          className={styles['preview']}
          ref={preview}
          style={{ aspectRatio: order === undefined ? '16 / 9' : `${order.width} / ${order.height}` }}
        />
        <div className={styles['choices']}>
          <Select label={words.view} choices={CHOICES} value={view} onChange={setView} showLabel />
          <Select label={words.sizeInPixels} choices={SIZES} value={size} onChange={setSize} showLabel />
          <Segmented<PictureTheme>
            label={words.colours}
            value={theme}
            choices={[
              { id: 'dark', label: words.dark },
              { id: 'light', label: words.light },
            ]}
            onChange={setTheme}
          />
          <Segmented<'needed' | 'chosen'>
            label={words.heightOfPicture}
            value={cut ? 'needed' : 'chosen'}
            choices={[
              { id: 'needed', label: words.asNeeded },
              { id: 'chosen', label: words.asChosen },
            ]}
            onChange={(id) => setCut(id === 'needed')}
          />
        </div>
        {size === 'own' && (
          <div className={styles['choices']}>
            <TextField
              label={words.width}
              value={own.width}
              onChange={(width) => setOwn({ ...own, width })}
              error={w === undefined ? `320 to ${MOST_WIDTH}` : undefined}
            />
            <TextField
              label={words.height}
              value={own.height}
              onChange={(height) => setOwn({ ...own, height })}
              error={h === undefined ? `320 to ${MOST_HEIGHT}` : undefined}
            />
          </div>
        )}
        <TextField label={words.title} value={title} onChange={setTitle} placeholder={order?.title ?? ''} />
        <p className={styles['size']} role="status">
          {said}
        </p>
        <DialogFoot>
          <Button isDisabled={order === undefined} onPress={() => save('svg')}>
            {words.saveSvg}
          </Button>
          <Button look="primary" isDisabled={order === undefined} onPress={() => save('png')}>
            {words.savePng}
          </Button>
        </DialogFoot>
      </div>
    </Dialog>
  );
}
