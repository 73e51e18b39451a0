import type { ReactElement } from 'react';
import { setStage, usePage } from '../../store/page.ts';
import { Segmented } from '../../ui/fields.tsx';

/** Which side of the machine the middle of the screen shows. */
export function StageSwitch(): ReactElement {
  const stage = usePage((p) => p.stage);
  return (
    <Segmented
      label="What the stage shows"
      value={stage}
      choices={[
        { id: 'map', label: 'Map' },
        { id: 'tables', label: 'Page tables' },
      ]}
      onChange={setStage}
    />
  );
}
