import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { arrived, openStory, story } from './stories.ts';

test.describe.configure({ timeout: 120_000 });
// a reload may come before the icon did
test.use({ viewport: { width: 1920, height: 1080 }, allowedMessages: [/icons.*ERR_ABORTED/] });

const title = (page: Page, name: string) => story(page).getByRole('heading', { level: 2, name, exact: true });

async function present(page: Page, id: string, step: number): Promise<void> {
  await openStory(page, id, step);
  await story(page)
    .getByRole('button', { name: /^Present/ })
    .click();
  // from here on its keys are heard
  await expect(page.getByRole('toolbar', { name: 'Presentation' })).toBeAttached({ timeout: 30_000 });
}

test('the keys of a clicker turn the pages, a question asks and answers on the way', async ({ page }) => {
  await present(page, 'dimm-replaced', 3);
  await expect(title(page, 'The kernel starts to use it')).toBeVisible();
  await page.keyboard.press('PageDown');
  await expect(title(page, 'A database settles on it')).toBeVisible();
  await page.keyboard.press('PageDown');
  const question = story(page).getByRole('region', { name: 'What happens next?' });
  await expect(question).toContainText('The DIMM is asked for');
  // what is asked is read from the back row, too
  const type = await question.getByRole('heading').evaluate((e) => Number.parseFloat(getComputedStyle(e).fontSize));
  expect(type).toBeGreaterThanOrEqual(28);
  await expect(question).not.toContainText('does not notice');
  await page.keyboard.press('ArrowRight');
  await expect(question).toContainText('does not notice');
  await page.keyboard.press('Space');
  await expect(title(page, 'Inside: every page finds another place')).toBeVisible();
  await page.keyboard.press('PageUp');
  await expect(title(page, 'A database settles on it')).toBeVisible();
  await page.keyboard.press('ArrowLeft');
  await expect(title(page, 'The kernel starts to use it')).toBeVisible();

  for (const key of ['b', '.']) {
    await page.keyboard.press(key);
    const blank = page.getByRole('button', { name: /^The screen is blank/ });
    await expect(blank).toBeVisible();
    await page.keyboard.press(key);
    await expect(blank).toBeHidden();
  }
  await page.keyboard.press('Escape');
  await expect(page.getByRole('banner')).toBeVisible();
  await arrived(page, 3);
});

for (const [width, height] of [
  [1920, 1080],
  [1280, 720],
] as const)
  test(`narration can be read from the back row, and fits: ${width} × ${height}`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    await present(page, 'dimm-replaced', 1);
    for (let step = 1; step <= 8; step++) {
      if (step > 1)
        await story(page)
          .getByRole('button', { name: `Step ${step}:` })
          .click();
      await expect(story(page)).toContainText(`${step} / 8`);
      const text = story(page).locator('[class*=narration]').first();
      const size = await text.evaluate((e) => Number.parseFloat(getComputedStyle(e).fontSize));
      expect(size * (1080 / height)).toBeGreaterThanOrEqual(28);
      const over = await story(page).evaluate((e) =>
        [...e.querySelectorAll('*')].some(
          (x) => x.scrollHeight > x.clientHeight + 2 && getComputedStyle(x).overflowY === 'auto',
        ),
      );
      expect(over, `step ${step} has to be scrolled`).toBe(false);
    }
    await page.screenshot({ path: `e2e/screenshots/stories/presenter-${height}.png` });
  });

test('the figures of a cost can be read from the back row, and the outcomes are in sight', async ({ page }) => {
  await present(page, 'who-pays', 6);
  const picture = page.getByRole('region', { name: 'Picture' });
  const last = picture.getByRole('rowheader', { name: 'left for more' });
  await expect(last).toBeInViewport({ ratio: 1 });
  const smallest = await picture.evaluate((root) => {
    const zoom = root.firstElementChild instanceof HTMLElement ? Number(root.firstElementChild.style.zoom || 1) : 1;
    return Math.min(
      ...[...root.querySelectorAll('dt, dd, th, td, li, p, caption, span')]
        .filter((e) => [...e.childNodes].some((n) => n.nodeType === 3 && (n.textContent ?? '').trim() !== ''))
        .map((e) => Number.parseFloat(getComputedStyle(e).fontSize) * zoom),
    );
  });
  expect(smallest).toBeGreaterThanOrEqual(19);
});

test('a reload comes back to exactly where it was', async ({ page }) => {
  await present(page, 'dimm-replaced', 4);
  await page.keyboard.press('PageDown');
  await page.keyboard.press('1');
  const question = story(page).getByRole('region', { name: 'What happens next?' });
  await expect(question).toContainText('does not notice');
  await page.reload();
  await expect(question).toContainText('does not notice', { timeout: 30_000 });
  await expect(question.getByRole('button', { name: /refused/ })).toHaveAttribute('aria-pressed', 'true');
  await expect(page.getByRole('banner')).toBeHidden();
  await page.keyboard.press('b');
  await page.reload();
  await expect(page.getByRole('button', { name: /^The screen is blank/ })).toBeVisible({ timeout: 30_000 });
});

test('a red dot follows the mouse while its key is held, and a finger while its button is on', async ({ page }) => {
  await present(page, 'block-life', 1);
  const dot = page.getByTestId('laser');
  await page.mouse.move(1300, 500);
  await expect(dot).toHaveCSS('opacity', '0');
  await page.keyboard.down('l');
  await page.mouse.move(1200, 400);
  await expect(dot).toHaveCSS('opacity', '1');
  const box = await dot.boundingBox();
  expect(Math.abs((box?.x ?? 0) + (box?.width ?? 0) / 2 - 1200)).toBeLessThan(2);
  expect(box?.width).toBeGreaterThan(40);
  await page.keyboard.up('l');
  await expect(dot).toHaveCSS('opacity', '0');
  // tools that have the focus stay, however long the pointer rests
  const button = page.getByRole('button', { name: 'Laser pointer' });
  await button.focus();
  await button.press('Enter');
  await page.mouse.move(1000, 600);
  await expect(dot).toHaveCSS('opacity', '1');
  await button.press('Enter');
  await expect(dot).toHaveCSS('opacity', '0');
});

test('the speaker’s window shows notes, what comes next and the time, and turns pages', async ({ page }) => {
  await present(page, 'dimm-replaced', 1);
  const opening = page.waitForEvent('popup');
  await page.keyboard.press('n');
  const notes = await opening;
  await expect(notes.getByRole('region', { name: 'Now' })).toContainText('A server with empty slots');
  await expect(notes.getByRole('region', { name: 'Now' })).toContainText('Point at the gap between 2 and 4 GiB');
  await expect(notes.getByRole('complementary', { name: 'Next' })).toContainText('A DIMM goes in');
  await expect(notes.getByLabel('Elapsed')).toHaveText(/^\d\d:\d\d$/);
  await notes.getByRole('button', { name: 'Next' }).click();
  await expect(title(page, 'A DIMM goes in')).toBeVisible();
  await notes.screenshot({ path: 'e2e/screenshots/stories/notes.png' });
  await notes.reload();
  await expect(notes.getByRole('region', { name: 'Now' })).toContainText('A DIMM goes in');
  await page.keyboard.press('PageDown');
  await expect(notes.getByRole('region', { name: 'Now' })).toContainText('The kernel starts to use it');
  await page.reload();
  await expect(title(page, 'The kernel starts to use it')).toBeVisible({ timeout: 30_000 });
  await notes.keyboard.press('PageDown');
  await expect(title(page, 'A database settles on it')).toBeVisible();
});
