import { type ReactElement, useEffect, useMemo, useState } from 'react';
import * as words from '#words/compare.ts';
import { mainAtlas } from '../../store/atlas.ts';
import type { AtlasStore } from '../../store/atlas.ts';
import { endsOf, momentText } from '../../store/moments.ts';
import { showsNow } from '../../store/running.ts';
import type { AtlasState } from '../../store/types.ts';
import { labelStanding, useWorld } from '../../store/world.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import { CloseIcon } from '../../ui/icons.tsx';
import { useStore } from 'zustand';
import { copyText } from '../share/download.ts';
import { endComparison, openPinned } from './compare.ts';
import styles from './compare.module.css';
import {
  type Difference,
  GROUPS,
  type Side,
  differences,
  differencesText,
  marksOf,
  sameGeometry,
  textDiff,
} from './diff.ts';
import { usePin } from './pin.ts';

/** One side of the comparison; another object whenever the machine shows something else. */
function useSide(store: AtlasStore): Side | undefined {
  const info = useStore(store, (s) => s.info);
  const cells = useStore(store, (s) => s.cells);
  const mirror = useStore(store, (s) => s.mirror);
  const frame = useStore(store, (s) => s.frame);
  return useMemo(
    () => (info === undefined || frame < 0 ? undefined : { info, cells, mirror }),
    [info, cells, mirror, frame],
  );
}

/** Where a machine stands, in words. */
function momentWords(s: AtlasState): string {
  const ends = endsOf(s.history.filter((e) => !e.undone));
  const branch = s.session.branches.length > 1 ? s.session.branches.find((b) => b.current) : undefined;
  const where = showsNow(s) ? words.now(momentText(ends, s.moment)) : momentText(ends, s.moment);
  return branch === undefined ? where : `${branch.name ?? words.branch(branch.id)}, ${where}`;
}

/** The comparison of the main machine with the one beside it: what differs, in words; the maps show it marked. */
export default function CompareBar({ onClose }: { readonly onClose: () => void }): ReactElement {
  const pin = usePin((p) => p.pin);
  const [problem, setProblem] = useState<string | undefined>();
  useEffect(() => {
    if (pin === undefined) return;
    openPinned(mainAtlas, pin).then(
      (store) => setProblem(store === undefined ? words.isNotThereAny(pin.label) : undefined),
      (error: unknown) => setProblem(error instanceof Error ? error.message : String(error)),
    );
  }, [pin]);
  const other = useWorld((w) => w.machines.find((m) => m.store !== mainAtlas));
  const close = (): void => {
    endComparison();
    onClose();
  };
  return (
    <section className={styles['panel']} aria-label={words.comparison}>
      {other === undefined ? (
        <header className={styles['head']}>
          <h2 className={styles['title']}>{words.compare}</h2>
          <p className={styles['words']}>
            {problem ?? (pin === undefined ? words.nothingIsPinnedYet : words.bringingUp(pin.label))}
          </p>
          <IconButton label={words.endComparison} size="small" onPress={close}>
            <CloseIcon />
          </IconButton>
        </header>
      ) : (
        <Result key={other.name} there={other.store} label={other.label ?? other.name} onClose={close} />
      )}
    </section>
  );
}

function Result(props: {
  readonly there: AtlasStore;
  readonly label: string;
  readonly onClose: () => void;
}): ReactElement {
  const here = useSide(mainAtlas);
  const there = useSide(props.there);
  const memory = useMeminfo(props.there);
  const [said, setSaid] = useState('');
  const all = useMemo(
    () => (here === undefined || there === undefined ? undefined : [...differences(here, there), ...memory]),
    [here, there, memory],
  );
  const at = useStore(props.there, momentWords);
  const names = {
    here: useStore(mainAtlas, momentWords),
    // a pinned moment without a name of its own is called by its number
    there: at.includes(props.label) ? at.replace(words.now(props.label), props.label) : `${props.label}: ${at}`,
  };
  useEffect(() => {
    if (all === undefined) return;
    mainAtlas.getState().setMarked(marksOf(all, 'here'));
    props.there.getState().setMarked(marksOf(all, 'there'));
  }, [all, props.there]);
  useEffect(() => labelStanding('main', words.onScreen), []);
  const alike = here === undefined || there === undefined || sameGeometry(here.info, there.info);
  return (
    <>
      <header className={styles['head']}>
        <h2 className={styles['title']}>{words.compare}</h2>
        <p className={styles['words']}>
          <strong>{names.here}</strong> {words.against} <strong>{names.there}</strong>
        </p>
        <p className={styles['count']} role="status">
          {said !== ''
            ? said
            : all === undefined
              ? '…'
              : all.length === 0
                ? words.noDifference
                : words.howMany(all.length)}
        </p>
        <Button
          size="small"
          isDisabled={all === undefined}
          onPress={() =>
            void copyText(differencesText(all ?? [], names.here, names.there)).then((ok) =>
              setSaid(ok ? words.copied : words.browserDidNotLet),
            )
          }
        >
          {words.copyAsText}
        </Button>
        <IconButton label={words.endComparison} size="small" onPress={props.onClose}>
          <CloseIcon />
        </IconButton>
      </header>
      {all !== undefined && (
        <div className={styles['body']} role="region" aria-label={words.differences}>
          {!alike && <p className={styles['note']}>{words.blocksAndSections}</p>}
          {all.length === 0 && <p className={styles['note']}>{words.bothAreSame}</p>}
          {all.length > 0 && <List all={all} />}
        </div>
      )}
    </>
  );
}

/** A table for each group, in as many columns as fit. */
function List({ all }: { readonly all: readonly Difference[] }): ReactElement {
  return (
    <div className={styles['groups']}>
      {GROUPS.map((group) => {
        const own = all.filter((d) => d.group === group);
        return own.length === 0 ? undefined : (
          <table key={group} className={styles['table']}>
            <thead>
              <tr>
                <th scope="col">
                  {group} <span>{own.length}</span>
                </th>
                <th scope="col">{words.onScreen}</th>
                <th scope="col">{words.besideIt}</th>
              </tr>
            </thead>
            <tbody>
              {own.slice(0, MOST).map((d) => (
                <tr key={d.what} data-kind={d.kind}>
                  <th scope="row">
                    {d.range === undefined ? (
                      d.what
                    ) : (
                      <button type="button" className={styles['where']} onClick={() => select(d)}>
                        {d.what}
                      </button>
                    )}
                  </th>
                  <td>{d.here}</td>
                  <td>{d.there}</td>
                </tr>
              ))}
              {own.length > MOST && (
                <tr>
                  <td colSpan={3}>{words.andMoreCopy(own.length - MOST)}</td>
                </tr>
              )}
            </tbody>
          </table>
        );
      })}
    </div>
  );
}
/** Rows of a group on screen. */
const MOST = 200;

/** Selects what differs, on both maps. */
function select({ range, selection }: Difference): void {
  if (range === undefined) return;
  for (const { store } of useWorld.getState().machines) store.getState().select(selection ?? { kind: 'range', range });
}

/** Differences of /proc/meminfo, asked anew when either machine shows something else. */
function useMeminfo(there: AtlasStore): readonly Difference[] {
  const [found, setFound] = useState<readonly Difference[]>([]);
  const a = useStore(mainAtlas, (s) => s.frame);
  const b = useStore(there, (s) => s.frame);
  useEffect(() => {
    let stale = false;
    const read = (store: AtlasStore): Promise<string> =>
      store
        .getState()
        .ask('read', { path: '/proc/meminfo' })
        .then((answer) => ('text' in answer ? answer.text : ''));
    Promise.all([read(mainAtlas), read(there)]).then(
      ([x, y]) => !stale && setFound(textDiff(x, y)),
      () => undefined,
    );
    return () => {
      stale = true;
    };
  }, [a, b, there]);
  return found;
}
