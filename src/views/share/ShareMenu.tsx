import type { ReactElement } from 'react';
import { useAtlas } from '../../store/atlas.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import { Menu, type MenuGroup } from '../../ui/Menu.tsx';
import type { Command } from '../app/commands.ts';
import { ShareIcon } from './icons.tsx';

/** Groups of the menu, as ids of commands. */
const GROUPS = [
  { id: 'share', title: 'Share', ids: ['copy-link', 'share', 'compare'] },
  { id: 'save', title: 'Save', ids: ['save', 'open', 'recover'] },
  { id: 'export', title: 'Export', ids: ['picture', 'scripts', 'table'] },
  { id: 'time', title: 'Moments', ids: ['bookmark', 'branches'] },
] as const;

/** Sharing, saving and exporting behind one button. Everything in it is a command. */
export function ShareMenu(props: { readonly commands: readonly Command[]; readonly narrow: boolean }): ReactElement {
  // what is disabled depends on the session
  useAtlas((s) => s.session);
  const groups = (): readonly MenuGroup[] =>
    GROUPS.map(({ id, title, ids }) => ({
      id,
      title,
      entries: ids.flatMap((wanted) => {
        const command = props.commands.find((known) => known.id === wanted);
        if (command === undefined) return [];
        const why = command.disabled?.();
        return [
          {
            id: command.id,
            label: command.title,
            description: why ?? command.keys?.replace('Mod', 'Ctrl'),
            disabled: why !== undefined,
            onAction: command.run,
          },
        ];
      }),
    }));
  return (
    <Menu label="Share and save" groups={groups}>
      {props.narrow ? (
        <IconButton label="Share & save">
          <ShareIcon />
        </IconButton>
      ) : (
        <Button look="quiet" aria-label="Share & save">
          <ShareIcon />
          Share &amp; save
        </Button>
      )}
    </Menu>
  );
}
