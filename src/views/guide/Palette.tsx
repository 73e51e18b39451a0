import { type ReactElement, useEffect, useMemo, useRef, useState } from 'react';
import {
  Autocomplete,
  Dialog,
  Header,
  Input,
  ListBox,
  ListBoxItem,
  ListBoxSection,
  Modal,
  ModalOverlay,
  SearchField,
} from 'react-aria-components';
import * as words from '#words/guide-late.ts';
import { listMachines, type MachineEntry } from '../../store/machines.ts';
import { useAtlasStore } from '../../store/atlas.ts';
import { showKnobs, usePage } from '../../store/page.ts';
import { useWorld } from '../../store/world.ts';
import { STORIES } from '../../stories/index.ts';
import { Kbd } from '../../ui/Kbd.tsx';
import type { Command } from '../app/command.ts';
import { allEntries, fitting, forQuery, isTyped, type Entry } from './entries.ts';
import { besideEntries, deviceEntries, knobEntries, sessionEntries, viewEntries } from './machineEntries.ts';
import { storyEntries } from './storyEntries.ts';
import styles from './guide.module.css';

/** More rows than this are never read: a further letter narrows them down. */
const MOST = 80;

/** Rows under their groups, groups in the order in which they first appear. */
function grouped(entries: readonly Entry[]): readonly (readonly [group: string, entries: readonly Entry[]])[] {
  const groups = new Map<string, Entry[]>();
  for (const entry of entries) {
    const group = groups.get(entry.group);
    if (group === undefined) groups.set(entry.group, [entry]);
    else group.push(entry);
  }
  return [...groups];
}

/** Everything the page can do, found by typing. */
export default function Palette(props: {
  readonly commands: readonly Command[];
  readonly onClose: () => void;
}): ReactElement {
  const store = useAtlasStore();
  const [query, setQuery] = useState('');
  const list = useRef<HTMLDivElement>(null);
  const [machines, setMachines] = useState<readonly MachineEntry[]>([]);
  useEffect(() => {
    listMachines().then(setMachines, () => undefined);
  }, []);
  // what can be done is what could be done when the palette was opened: rows must not jump under the pointer
  const all = useMemo(() => {
    const state = store.getState();
    const standing = useWorld.getState().active;
    return [
      ...storyEntries(),
      ...allEntries(state, props.commands, machines, STORIES, ({ id }) =>
        usePage.setState({ story: { id, step: 1 }, storyMode: 'reading' }),
      ),
      ...viewEntries(state),
      ...sessionEntries(state, standing),
      ...deviceEntries(state),
      ...knobEntries(state, showKnobs),
      ...besideEntries(machines),
    ];
  }, [store, props.commands, machines]);
  const rows = useMemo(
    () => [...fitting(all, query).slice(0, MOST), ...forQuery(query, store.getState())],
    [all, query, store],
  );
  // what was typed is not sent to a console by a key that was meant for something else
  const lights = rows.some((row) => row.why === undefined && !isTyped(row));
  const byId = new Map(rows.map((row) => [row.id, row]));
  const run = (id: string): void => {
    const row = byId.get(id);
    if (row === undefined || row.why !== undefined) return;
    props.onClose();
    row.run();
  };
  return (
    <ModalOverlay
      isOpen
      isDismissable
      className={styles['veil'] ?? ''}
      onOpenChange={(open) => {
        if (!open) props.onClose();
      }}
    >
      <Modal className={styles['palette'] ?? ''}>
        <Dialog aria-label={words.commandPalette} className={styles['paletteBody'] ?? ''}>
          <Autocomplete inputValue={query} onInputChange={setQuery}>
            <SearchField aria-label={words.whatToDo} autoFocus className={styles['query'] ?? ''}>
              <Input
                placeholder={words.paletteExamples}
                onKeyDown={(event) => {
                  if (event.key === 'Escape') {
                    // closes at once; the field alone would be emptied first
                    event.stopPropagation();
                    props.onClose();
                  } else if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
                    // what is lit up is what runs, even where rows arrived in the same moment and the field points at an older one
                    event.stopPropagation();
                    event.preventDefault();
                    const lit = list.current?.querySelector('[role=option][data-focused]');
                    const key = lit?.getAttribute('data-key');
                    if (key !== null && key !== undefined) run(key);
                  }
                }}
              />
            </SearchField>
            <ListBox
              ref={list}
              // made anew for every query, so that Enter always runs the best match, the first row
              key={query}
              {...(lights && { autoFocus: 'first' as const })}
              aria-label={words.commands}
              className={styles['rows'] ?? ''}
              selectionMode="none"
              disabledKeys={rows.filter((row) => row.why !== undefined).map((row) => row.id)}
              onAction={(key) => run(String(key))}
              renderEmptyState={() => <p className={styles['none']}>{words.nothingIsCalledThat}</p>}
            >
              {grouped(rows).map(([group, entries]) => (
                <ListBoxSection key={group} id={`group-${group}`}>
                  <Header className={styles['group'] ?? ''}>{group}</Header>
                  {entries.map((entry) => (
                    <ListBoxItem key={entry.id} id={entry.id} textValue={entry.title} className={styles['row'] ?? ''}>
                      <span className={styles['rowTitle']}>{entry.title}</span>
                      <span className={styles['rowHint']}>{entry.why ?? entry.hint}</span>
                      {entry.keys !== undefined && <Kbd keys={entry.keys} />}
                    </ListBoxItem>
                  ))}
                </ListBoxSection>
              ))}
            </ListBox>
          </Autocomplete>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
