import { type ReactElement, useState } from 'react';
import * as words from '#words/tables.ts';
import type { TableChanges } from '../../engine/mapping/table-views.ts';
import type { MachineInfo } from '../../link/messages.ts';
import { Tabs } from '../../ui/Tabs.tsx';
import { ChangePart } from './ChangePart.tsx';
import { CostPart } from './CostPart.tsx';
import styles from './facts.module.css';
import { PagesPart } from './PagesPart.tsx';
import { ProcessesPart } from './ProcessesPart.tsx';
import { TeardownPart } from './TeardownPart.tsx';
import type { Orphans } from './useOrphans.ts';

type Fact = 'cost' | 'change' | 'pages' | 'teardown' | 'processes';

/** Figures below the picture. */
export function Facts(props: {
  readonly info: MachineInfo;
  readonly changes: TableChanges | undefined;
  readonly orphans: Orphans;
}): ReactElement {
  const { info, changes, orphans } = props;
  const [shown, setShown] = useState<Fact>('cost');
  return (
    <Tabs
      label={words.figuresOfPageTables}
      className={styles['facts']}
      selected={shown}
      onSelect={setShown}
      items={[
        { id: 'cost', title: words.whatItCosts, content: <CostPart info={info} changes={changes} /> },
        { id: 'change', title: words.lastChange, content: <ChangePart info={info} changes={changes} /> },
        { id: 'pages', title: words.tablePages, content: <PagesPart info={info} orphans={orphans} /> },
        { id: 'teardown', title: words.tearDown, content: <TeardownPart info={info} /> },
        { id: 'processes', title: words.processes, content: <ProcessesPart info={info} /> },
      ]}
    />
  );
}
