import type { ReactElement, ReactNode } from 'react';
import { Tab, TabList, TabPanel, Tabs as AriaTabs } from 'react-aria-components';
import styles from './controls.module.css';
import { cx } from './cx.ts';

export interface TabItem<Id extends string> {
  readonly id: Id;
  readonly title: string;
  readonly content: ReactNode;
}

/** A row of tabs over the panel of the selected one. */
export function Tabs<Id extends string>(props: {
  readonly label: string;
  readonly items: readonly TabItem<Id>[];
  readonly selected: Id;
  readonly onSelect: (id: Id) => void;
  readonly className?: string | undefined;
  readonly panelClassName?: string | undefined;
}): ReactElement {
  return (
    <AriaTabs
      className={cx(styles['tabs'], props.className)}
      selectedKey={props.selected}
      onSelectionChange={(key) => {
        const item = props.items.find(({ id }) => id === key);
        if (item !== undefined) props.onSelect(item.id);
      }}
    >
      <TabList aria-label={props.label} className={styles['tabList'] ?? ''}>
        {props.items.map(({ id, title }) => (
          <Tab key={id} id={id} className={styles['tab'] ?? ''}>
            {title}
          </Tab>
        ))}
      </TabList>
      {props.items.map(({ id, content }) => (
        <TabPanel key={id} id={id} className={cx(styles['tabPanel'], props.panelClassName)}>
          {content}
        </TabPanel>
      ))}
    </AriaTabs>
  );
}
