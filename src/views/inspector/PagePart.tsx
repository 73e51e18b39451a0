import type { ReactElement } from 'react';
import * as words from '#words/inspector-tabs.ts';
import { useAtlas } from '../../store/atlas.ts';
import type { MachineInfo } from '../../link/messages.ts';
import { formatAddress } from '../../ui/format.ts';
import { Facts, Part } from './parts.tsx';
import { useAsk } from './useAsk.ts';
import { OWNER_LEAVES } from './words.ts';

/** The selected page frame and its struct page; nothing while no single page is selected. */
export function PagePart({ info }: { readonly info: MachineInfo }): ReactElement | undefined {
  const selection = useAtlas((s) => s.selection);
  const at = selection.kind === 'pfn' ? selection.pfn : undefined;
  const page = useAsk('pfn', at === undefined ? undefined : { pfn: at }, `${at}`);
  if (page === undefined || page.pfn !== at) return undefined;
  return (
    <Part title={words.pageTitle(page.pfn)} aside={formatAddress(page.pfn * info.sizes.pageBytes)}>
      <Facts
        facts={[
          { name: 'pfn_valid', value: page.valid ? 'yes' : 'no' },
          { name: 'pfn_to_online_page', value: page.online ? 'yes' : 'no' },
          { name: words.heldBy, value: page.owner === undefined ? words.nobodyFree : page.owner.name },
          { name: words.structPage, value: formatAddress(page.structPage) },
          { name: words.directMap, value: formatAddress(page.direct) },
          page.owner === undefined ? undefined : { name: words.leaves, value: OWNER_LEAVES[page.owner.owner] },
        ]}
      />
    </Part>
  );
}
