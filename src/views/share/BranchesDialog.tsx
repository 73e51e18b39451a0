import type { ReactElement } from 'react';
import * as words from '#words/share-dialogs.ts';
import type { BranchView } from '../../link/messages.ts';
import { useAtlas, useAtlasStore } from '../../store/atlas.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { CloseIcon } from '../../ui/icons.tsx';
import { setPin } from '../compare/pin.ts';
import styles from './share.module.css';

/** How deep a branch stands below the first one. */
function depthOf(branch: BranchView, all: readonly BranchView[]): number {
  const from = all.find((b) => b.id === branch.from?.branch);
  return from === undefined ? 0 : 1 + depthOf(from, all);
}

/** Branches with those that leave them below them, in the order in which they leave. */
function treeOf(all: readonly BranchView[], root?: number): readonly BranchView[] {
  return all
    .filter((b) => b.from?.branch === root)
    .sort((a, b) => (a.from?.lines ?? 0) - (b.from?.lines ?? 0) || a.id - b.id)
    .flatMap((b) => [b, ...treeOf(all, b.id)]);
}

/** What was left when somebody acted in the past: go there, name it, compare it, forget it. */
export default function BranchesDialog({ onClose }: { readonly onClose: () => void }): ReactElement {
  const store = useAtlasStore();
  const branches = useAtlas((s) => s.session.branches);
  const now = store.getState;
  const name = (b: BranchView): string => b.name ?? words.branchTitle(b.id);
  return (
    <Dialog title={words.branches} isOpen onClose={onClose}>
      <p className={styles['about']}>{words.whoeverActsWhileLooking}</p>
      <ul className={styles['list']} aria-label={words.branches}>
        {treeOf(branches).map((b) => (
          <li
            key={b.id}
            className={styles['row']}
            data-current={b.current || undefined}
            style={{ paddingLeft: `${0.5 + depthOf(b, branches) * 1.1}rem` }}
          >
            {b.from !== undefined && (
              <span className={styles['twig']} aria-hidden="true">
                └
              </span>
            )}
            <span className={styles['branch']}>
              <input
                className={styles['rename']}
                aria-label={words.nameOfBranch(b.id)}
                defaultValue={b.name ?? ''}
                placeholder={words.branchTitle(b.id)}
                maxLength={200}
                spellCheck={false}
                onBlur={(event) => {
                  const text = event.target.value.trim();
                  if (text !== (b.name ?? '')) void now().nameBranch(b.id, text === '' ? undefined : text);
                }}
                onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
              />
              <span className={styles['where']}>
                {b.from === undefined
                  ? words.fromBoot(b.length)
                  : words.leavesBranchAfterLine(b.from.branch, b.from.lines, b.length - b.from.lines)}
                {b.text !== undefined && ` · ${b.text}`}
              </span>
            </span>
            {b.current ? (
              <span className={styles['here']}>{words.onScreen}</span>
            ) : (
              <>
                <Button
                  size="small"
                  aria-label={words.goToBranch(name(b))}
                  onPress={() => {
                    void now()
                      .switchTo(b.id)
                      .then(() => now().announce(words.isOnScreen(name(b))));
                    onClose();
                  }}
                >
                  {words.go}
                </Button>
                <Button
                  size="small"
                  look="quiet"
                  aria-label={words.compareBranch(name(b))}
                  onPress={() =>
                    setPin({ branch: b.id, moment: { line: b.length - 1, step: undefined }, label: name(b) })
                  }
                >
                  {words.compare}
                </Button>
                <IconButton size="small" label={words.forget(name(b))} onPress={() => void now().dropBranch(b.id)}>
                  <CloseIcon />
                </IconButton>
              </>
            )}
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
