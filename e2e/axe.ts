/** What axe says of the page, dark and light. */
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect } from './fixtures.ts';

interface Look {
  /** Only there, where the rest was looked at before. */
  readonly within?: string;
  /** Rules that do not hold here; say why where they are named. */
  readonly without?: readonly string[];
  /** A name for a picture of it in each theme. */
  readonly picture?: string;
}

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice'];

/** Fails with what axe finds: which rule, where, why. All rules in the dark; in the light those that colours can break. */
export async function expectClean(page: Page, what: string, look: Look = {}): Promise<void> {
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme });
    const axe = new AxeBuilder({ page });
    if (look.within !== undefined) axe.include(look.within);
    if (colorScheme === 'light') axe.withRules(['color-contrast']);
    else axe.withTags(TAGS).disableRules([...(look.without ?? [])]);
    const { violations } = await axe.analyze();
    const found = violations.flatMap(({ id, nodes }) =>
      nodes.map((node) => `${id}: ${node.target.join(' ')}: ${node.failureSummary ?? ''}`),
    );
    expect.soft(found, `${what}, ${colorScheme}`).toEqual([]);
    if (look.picture !== undefined)
      await page.screenshot({ path: `e2e/screenshots/${colorScheme}-${look.picture}.png` });
  }
  await page.emulateMedia({ colorScheme: 'dark' });
}
