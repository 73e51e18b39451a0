/** Stories as their reader knows them. */
import { expect, type Locator, type Page } from '@playwright/test';

export const story = (page: Page): Locator => page.getByRole('region', { name: 'Story', exact: true });

/** Opens a story at a step (from 1) and waits until its machines stand there. */
export async function openStory(page: Page, id: string, step = 1): Promise<void> {
  await page.goto(`./#story=${id}&step=${step}`);
  await arrived(page, step);
}

/** Waits until the machines stand at a step. */
export async function arrived(page: Page, step: number): Promise<void> {
  await expect(story(page)).toContainText(new RegExp(`Step ${step} of \\d+`), { timeout: 30_000 });
  await expect(story(page).getByRole('article')).toHaveAttribute('aria-busy', 'false', { timeout: 30_000 });
}

/** What the step's claims came to on the machine on screen. */
export const checked = (page: Page): Locator => story(page).getByText(/^Checked on this machine/);
