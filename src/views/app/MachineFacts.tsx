import type { ReactElement } from 'react';
import { Button, DialogTrigger, Popover } from 'react-aria-components';
import * as words from '#words/app.ts';
import { useAtlas } from '../../store/atlas.ts';
import { cx } from '../../ui/cx.ts';
import { InfoIcon } from '../../ui/icons.tsx';
import { LazyProvenance } from '../knobs/LazyPanel.tsx';
import { inOneWord } from '../knobs/inOneWord.ts';
import looks from './MachineFacts.module.css';
import styles from './TopBar.module.css';

/** What the machine is, in one line. */
export function MachineFacts(): ReactElement | undefined {
  const info = useAtlas((s) => s.info);
  const nodes = useAtlas((s) => s.cells.nodes);
  const dimms = useAtlas((s) => s.cells.dimms);
  if (info === undefined) return undefined;
  const { geometry, sizes } = info;
  const present =
    (nodes ?? []).reduce((sum, node) => sum + node.zones.reduce((of, zone) => of + zone.present, 0), 0) *
    sizes.pageBytes;
  const facts = [
    words.archAndLevels(geometry.arch, geometry.levels.length),
    words.nodes(nodes?.filter((node) => node.online).length ?? 0),
    words.online(present),
    words.dimms(dimms?.length ?? 0),
    words.linux(info.release),
  ];
  return (
    <ul className={styles['facts']} aria-label={words.machine}>
      <li>
        <Origin />
      </li>
      {facts.map((fact) => (
        <li key={fact}>{fact}</li>
      ))}
    </ul>
  );
}

/** Whether a kernel was recorded or the machine is a model, and a button that says more. */
function Origin(): ReactElement | undefined {
  const provenance = useAtlas((s) => s.info?.provenance);
  if (provenance === undefined) return undefined;
  const word = inOneWord(provenance);
  return (
    <DialogTrigger>
      <Button
        className={cx(looks['origin'], word === 'modelled' && looks['modelled'])}
        aria-label={words.machineWhereItsFigures(words.provenance[word])}
      >
        {words.provenance[word]}
        <InfoIcon />
      </Button>
      {/* a popover without a dialog in it is the dialog itself */}
      <Popover className={looks['popover'] ?? ''} placement="bottom start" aria-label={words.whereFiguresCome}>
        <h2 className={looks['title']}>{words.whereFiguresCome}</h2>
        <LazyProvenance />
      </Popover>
    </DialogTrigger>
  );
}
