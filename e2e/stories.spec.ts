import { STORIES } from '../src/stories/index.ts';
import * as atlas from './atlas.ts';
import { expect, test } from './fixtures.ts';
import { arrived, checked, openStory, story } from './stories.ts';

test.describe('every story plays through', () => {
  for (const { id, title, load } of STORIES)
    test(id, async ({ page }) => {
      test.setTimeout(240_000);
      const { steps } = await load();
      await openStory(page, id);
      await expect(story(page).getByRole('heading', { level: 2 })).toHaveText(title);
      for (const [i, step] of steps.entries()) {
        if (i > 0) await page.keyboard.press(i % 2 === 0 ? 'ArrowRight' : 'PageDown');
        await arrived(page, i + 1);
        await expect(story(page).getByRole('heading', { level: 3 })).toHaveText(step.title);
        await expect(checked(page)).toHaveText(`Checked on this machine ✓ ${step.claims?.length ?? 0}`);
        await expect(page).toHaveURL(new RegExp(`story=${id}&step=${i + 1}`));
        await page.screenshot({ path: `e2e/screenshots/stories/${id}-${i + 1}.png` });
      }
      await expect(story(page).getByRole('button', { name: 'Next step' })).toBeDisabled();
    });
});

test('from the list to a question, its answer, and the machine of before', async ({ page }) => {
  await atlas.open(page, 'x86_64-dimm-one-node');
  await page.keyboard.press('s');
  const list = page.getByRole('dialog', { name: 'Stories' });
  await list.getByRole('button', { name: /^A DIMM replaced in its slot/ }).click();
  await arrived(page, 1);
  for (const step of [2, 3, 4]) {
    await story(page).getByRole('button', { name: 'Next step' }).click();
    await arrived(page, step);
  }
  const question = story(page).getByRole('region', { name: 'What happens next?' });
  await question.getByRole('button', { name: /killed/ }).click();
  await expect(question.getByRole('button', { name: /move to other memory/ })).toContainText('(right)');
  await expect(question).toContainText('The database does not notice.');
  await story(page).getByRole('button', { name: 'Close the story' }).click();
  await page.getByRole('menuitem', { name: 'Back to the machine I had before' }).click();
  await expect(story(page)).toBeHidden();
  await expect(page.getByRole('list', { name: 'The machine' })).toContainText('2 GiB online');
  await expect(page).not.toHaveURL(/story=/);
});

test('leaving at a step, doing something of one’s own, coming back, and finding it again', async ({ page }) => {
  await openStory(page, 'block-life', 6);
  await page.keyboard.press('ArrowLeft');
  await arrived(page, 5);
  // the step before is looked at, not replayed: what follows must not be part of what is explored
  await story(page).getByRole('button', { name: 'Explore from here' }).click();
  const bar = page.getByRole('status').filter({ hasText: 'Exploring from step 5' });
  await expect(bar).toBeVisible();
  await atlas.pane(page, 'Guest shell');
  await expect(atlas.consoleOf(page).getByRole('log')).not.toContainText('hold browser');
  await atlas.type(page, 'echo offline > /sys/devices/system/memory/memory48/state');
  await atlas.table(page, true);
  await atlas.expectBlocks(page, 48, 48, 'offline');
  await bar.getByRole('button', { name: 'Back to the story' }).click();
  await arrived(page, 5);
  await expect(checked(page)).toContainText('✓');
  await story(page).getByRole('button', { name: 'What you explored' }).click();
  await expect(bar).toBeVisible();
  await expect(atlas.consoleOf(page).getByRole('log')).toContainText('echo offline');
});

test('whoever acts without leaving first has left, and is told the way back', async ({ page }) => {
  await openStory(page, 'block-life', 5);
  await atlas.pane(page, 'Guest shell');
  await atlas.type(page, 'echo offline > /sys/devices/system/memory/memory48/state');
  await expect(story(page)).toContainText('You left the script here.');
  await story(page).getByRole('button', { name: 'Back to the story' }).click();
  await expect(checked(page)).toHaveText(/✓ \d/);
  await expect(story(page)).not.toContainText('You left the script here.');
});

test('a step of a machine from a command line, by its link: the narration alone tells of it; all tabs have room', async ({
  page,
}) => {
  await page.setViewportSize({ width: 1280, height: 720 });
  await openStory(page, 'who-pays', 2);
  await expect(page.getByText('play no part')).toHaveCount(0);
  const tabs = await atlas.inspector(page).getByRole('tab').all();
  expect(tabs).toHaveLength(5);
  for (const tab of tabs) await expect(tab).toBeInViewport({ ratio: 1 });
});

test('a story on a phone', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await openStory(page, 'dimm-replaced', 3);
  await story(page).getByRole('button', { name: 'Next step' }).click();
  await arrived(page, 4);
  await expect(page.getByTestId('map-canvas')).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await page.screenshot({ path: 'e2e/screenshots/stories/phone.png' });
});

test('a host and its guest stand side by side, and the guest’s DIMM is joined to its memory', async ({ page }) => {
  await openStory(page, 'entitlement-reduced', 2);
  await expect(page.getByRole('region', { name: /^host/ })).toBeVisible();
  await expect(page.getByRole('region', { name: /^guest, shown in the panels/ })).toBeVisible();
  const band = page.locator('svg path[class*=band]');
  await expect(band).toHaveAttribute('d', /^M.*C/);
  await openStory(page, 'block-life', 1);
  await expect(page.getByRole('region', { name: /^guest/ })).toBeHidden();
});

test('a step stands in a page of docs, with a way to the whole of it', async ({ page }) => {
  await page.setViewportSize({ width: 900, height: 420 });
  await page.goto('./?embed=story&story=block-life&step=3');
  await expect(page.getByRole('heading', { name: 'Every page gets its struct page' })).toBeVisible({ timeout: 30_000 });
  await expect(page.getByRole('banner')).toBeHidden();
  await page.getByRole('button', { name: 'Next step' }).click();
  await expect(page.getByRole('heading', { name: 'Offline: people can see it' })).toBeVisible();
  await page.screenshot({ path: 'e2e/screenshots/stories/embed.png' });
  const link = page.getByRole('link', { name: 'Open in full' });
  await expect(link).toHaveAttribute('target', '_blank');
  const opened = page.waitForEvent('popup');
  await link.click();
  const full = await opened;
  await arrived(full, 4);
});
