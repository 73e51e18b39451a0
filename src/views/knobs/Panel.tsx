import { type ReactElement, Suspense, lazy, useState } from 'react';
import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import * as words from '#words/knobs-panel.ts';
import { useAtlas } from '../../store/atlas.ts';
import { IconButton } from '../../ui/Button.tsx';
import { CloseIcon } from '../../ui/icons.tsx';
import { Tabs } from '../../ui/Tabs.tsx';
import { KnobsTab } from './KnobsTab.tsx';
import { Provenance } from './Provenance.tsx';
import { ResidueTab } from './ResidueTab.tsx';
import styles from './knobs.module.css';

/** The rules are many words: they come when somebody wants to read them. */
const Rules = lazy(() =>
  import('./RulesTab.tsx').then(
    ({ RulesTab }) => ({ default: RulesTab }),
    () => ({ default: () => <p>{words.rulesCannotBeLoaded}</p> }),
  ),
);

type Tab = 'knobs' | 'residue' | 'provenance' | 'rules';

/** The panel of what decides and what stays: policy knobs, residue, and where the figures come from. */
export default function Panel({
  search,
  onClose,
}: {
  readonly search: string;
  readonly onClose: () => void;
}): ReactElement {
  const [tab, setTab] = useState<Tab>('knobs');
  const title = useAtlas((s) => s.info?.title);
  return (
    <ModalOverlay
      className={styles['backdrop'] ?? ''}
      isOpen
      isDismissable
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    >
      <Modal className={styles['drawer'] ?? ''}>
        <Dialog className={styles['dialog'] ?? ''}>
          <div className={styles['head']}>
            <Heading slot="title" className={styles['title'] ?? ''}>
              {words.panelKnobs}
            </Heading>
            {title !== undefined && <span className={styles['machine']}>{title}</span>}
            <IconButton label={words.close} onPress={onClose}>
              <CloseIcon />
            </IconButton>
          </div>
          <Tabs<Tab>
            label={words.knobsAndWhatStands}
            selected={tab}
            onSelect={setTab}
            className={styles['tabs']}
            panelClassName={styles['panel']}
            items={[
              { id: 'knobs', title: words.panelKnobs, content: <KnobsTab search={search} /> },
              { id: 'residue', title: words.whatStaysBehind, content: <ResidueTab /> },
              { id: 'provenance', title: words.whereItComes, content: <Provenance /> },
              {
                id: 'rules',
                title: words.rules,
                content: (
                  <Suspense fallback={undefined}>
                    <Rules />
                  </Suspense>
                ),
              },
            ]}
          />
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
