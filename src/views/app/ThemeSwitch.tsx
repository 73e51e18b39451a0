import type { ReactElement } from 'react';
import * as words from '#words/app.ts';
import { setTheme, usePage } from '../../store/page.ts';
import type { Theme } from '../../store/types.ts';
import { IconButton } from '../../ui/Button.tsx';
import { MoonIcon, SunIcon, SystemIcon } from '../../ui/icons.tsx';

const NEXT: Readonly<Record<Theme, Theme>> = { system: 'light', light: 'dark', dark: 'system' };
const NAMES: Readonly<Record<Theme, string>> = {
  system: words.namesSystem,
  light: words.namesLight,
  dark: words.namesDark,
};

/** Goes round: as the system, light, dark. */
export function ThemeSwitch(): ReactElement {
  const theme = usePage((p) => p.theme);
  const Icon = { system: SystemIcon, light: SunIcon, dark: MoonIcon }[theme];
  return (
    <IconButton label={words.theme} hint={NAMES[theme]} onPress={() => setTheme(NEXT[theme])}>
      <Icon />
    </IconButton>
  );
}
