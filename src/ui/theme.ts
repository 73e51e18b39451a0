/** A theme as chosen; the same words as the store's. */
export type ThemeChoice = 'system' | 'dark' | 'light';

const systemPrefersDark = (): boolean => matchMedia('(prefers-color-scheme: dark)').matches;

/** Which theme a choice means at the moment. */
export function resolveTheme(choice: ThemeChoice, prefersDark: boolean): 'dark' | 'light' {
  return choice === 'system' ? (prefersDark ? 'dark' : 'light') : choice;
}

/**
 * Dresses the document in a theme and, for `system`, keeps following the system.
 * @returns undoes the following; the last theme stays
 */
export function applyTheme(choice: ThemeChoice): () => void {
  const dress = (): void => {
    document.documentElement.dataset['theme'] = resolveTheme(choice, systemPrefersDark());
  };
  dress();
  if (choice !== 'system') return () => undefined;
  const query = matchMedia('(prefers-color-scheme: dark)');
  query.addEventListener('change', dress);
  return () => query.removeEventListener('change', dress);
}
