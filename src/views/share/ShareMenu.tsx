import type { ReactElement } from 'react';
import * as words from '#words/share.ts';
import { useAtlas } from '../../store/atlas.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import { Menu, type MenuGroup } from '../../ui/Menu.tsx';
import type { Command } from '../app/command.ts';
import { ShareIcon } from './icons.tsx';

/** Groups of the menu, as ids of commands. */
const GROUPS = [
  { id: 'share', title: words.groupsShareTitle, ids: ['copy-link', 'share', 'compare'] },
  { id: 'save', title: words.groupsSaveTitle, ids: ['save', 'open', 'recover'] },
  { id: 'export', title: words.groupsExportTitle, ids: ['picture', 'scripts', 'table'] },
  { id: 'time', title: words.groupsTimeTitle, ids: ['bookmark', 'branches'] },
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
            // a phone has no keys
            description: why ?? (props.narrow ? undefined : command.keys?.replace('Mod', 'Ctrl')),
            disabled: why !== undefined,
            onAction: command.run,
          },
        ];
      }),
    }));
  return (
    <Menu label={words.shareAndSave} groups={groups}>
      {props.narrow ? (
        <IconButton label={words.shareSave}>
          <ShareIcon />
        </IconButton>
      ) : (
        <Button look="quiet" aria-label={words.shareSave}>
          <ShareIcon />
          {words.shareSave}
        </Button>
      )}
    </Menu>
  );
}
