import { Fragment, type ReactElement, type ReactNode } from 'react';
import {
  Header,
  Menu as AriaMenu,
  MenuItem,
  MenuSection,
  MenuTrigger,
  Popover,
  Separator,
  SubmenuTrigger,
  Text,
} from 'react-aria-components';
import * as words from '#words/ui.ts';
import styles from './controls.module.css';
import { cx } from './cx.ts';

/** One entry of a menu: something to do, or a menu of its own. */
export interface MenuEntry {
  readonly id: string;
  readonly label: string;
  readonly description?: string | undefined;
  readonly disabled?: boolean;
  readonly danger?: boolean;
  readonly onAction?: () => void;
  /** The pointer or the focus came to the entry. */
  readonly onPreview?: () => void;
  readonly entries?: readonly MenuEntry[];
}
/** Entries under a heading. */
export interface MenuGroup {
  readonly id: string;
  readonly title?: string | undefined;
  readonly entries: readonly MenuEntry[];
}

/** A button (the child) that opens a menu. */
export function Menu(props: {
  readonly label: string;
  /** The entries, or how to make them when the menu opens. */
  readonly groups: readonly MenuGroup[] | (() => readonly MenuGroup[]);
  readonly children: ReactNode;
  readonly onOpenChange?: (open: boolean) => void;
  /** For a menu that something else than its button opens. */
  readonly isOpen?: boolean;
}): ReactElement {
  return (
    <MenuTrigger
      {...(props.onOpenChange && { onOpenChange: props.onOpenChange })}
      {...(props.isOpen !== undefined && { isOpen: props.isOpen })}
    >
      {props.children}
      <Popover className={styles['popover'] ?? ''}>
        <Body label={props.label} groups={props.groups} {...(props.isOpen !== undefined && { autoFocus: 'first' })} />
      </Popover>
    </MenuTrigger>
  );
}

function Body(
  props: Pick<Parameters<typeof Menu>[0], 'label' | 'groups'> & { readonly autoFocus?: 'first' },
): ReactElement {
  const { label, groups, ...focus } = props;
  const made = typeof groups === 'function' ? groups() : groups;
  const all = matchMedia('(max-width: 760px)').matches ? flat(made) : made;
  return (
    <AriaMenu aria-label={label} className={styles['menu'] ?? ''} {...focus}>
      {all
        .filter(({ entries }) => entries.length > 0)
        .map((group, i) => (
          <Fragment key={group.id}>
            {i > 0 && <Separator className={styles['menuSeparator'] ?? ''} />}
            <Group group={group} />
          </Fragment>
        ))}
    </AriaMenu>
  );
}

/** Without submenus: each becomes a group of its own. A phone has no room beside a menu. */
export function flat(groups: readonly MenuGroup[]): readonly MenuGroup[] {
  return groups.flatMap((group) => [
    ...group.entries.flatMap((entry) =>
      entry.entries === undefined
        ? []
        : [
            {
              id: entry.id,
              title: [group.title, entry.label].filter((part) => part !== undefined).join(' '),
              entries: entry.entries,
            },
          ],
    ),
    { ...group, entries: group.entries.filter((entry) => entry.entries === undefined) },
  ]);
}

function Group({ group }: { readonly group: MenuGroup }): ReactElement {
  return (
    <MenuSection {...(group.title === undefined && { 'aria-label': words.more })}>
      {group.title !== undefined && <Header className={styles['section']}>{group.title}</Header>}
      {group.entries.map((entry) => (
        <Entry key={entry.id} entry={entry} />
      ))}
    </MenuSection>
  );
}

function Entry({ entry }: { readonly entry: MenuEntry }): ReactElement {
  const item = (
    <MenuItem
      id={entry.id}
      textValue={entry.label}
      isDisabled={entry.disabled === true}
      className={cx(styles['item'], entry.danger === true && styles['itemDanger'])}
      {...(entry.onAction && { onAction: entry.onAction })}
      {...(entry.onPreview && { onHoverStart: entry.onPreview, onFocus: entry.onPreview })}
    >
      <Text slot="label" className={styles['itemLabel']}>
        {entry.label}
      </Text>
      {entry.entries !== undefined && <span aria-hidden="true">›</span>}
      {entry.description !== undefined && (
        <Text slot="description" className={styles['itemDescription']}>
          {entry.description}
        </Text>
      )}
    </MenuItem>
  );
  if (entry.entries === undefined) return item;
  return (
    <SubmenuTrigger>
      {item}
      <Popover className={styles['popover'] ?? ''}>
        <AriaMenu aria-label={entry.label} className={styles['menu'] ?? ''}>
          {entry.entries.map((below) => (
            <Entry key={below.id} entry={below} />
          ))}
        </AriaMenu>
      </Popover>
    </SubmenuTrigger>
  );
}
