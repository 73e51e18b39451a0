/**
 * What somebody hears who cannot see the screen: every stop has a role and a name, what happens is said in its order, and
 * the focus is never lost.
 */
import type { Locator, Page } from '@playwright/test';
import * as atlas from './atlas.ts';
import { expectClean } from './axe.ts';
import { expect, test } from './fixtures.ts';
import { openStory, story } from './stories.ts';

declare global {
  interface Window {
    heard: string[];
  }
}

/** Keeps what live regions say, in order. Call before the page is opened. */
async function listen(page: Page): Promise<void> {
  await page.addInitScript(() => {
    window.heard = [];
    const live = '[aria-live]:not([aria-live=off]), [role=status], [role=alert], [data-live-announcer] *';
    const hear = (node: Node): void => {
      const region = (node instanceof Element ? node : node.parentElement)?.closest(live);
      const text = region?.textContent?.trim().replaceAll(/\s+/g, ' ') ?? '';
      if (text !== '' && window.heard.at(-1) !== text) window.heard.push(text);
    };
    new MutationObserver((changes) => {
      for (const { target, addedNodes } of changes) {
        hear(target);
        for (const node of addedNodes) hear(node);
      }
    }).observe(document, { subtree: true, childList: true, characterData: true });
  });
}

/** What was said since the last time. */
const heard = (page: Page): Promise<readonly string[]> => page.evaluate(() => window.heard.splice(0));

/** Waits until all of this was said, in this order; other words may come between. */
async function says(page: Page, ...wanted: readonly RegExp[]): Promise<void> {
  const all: string[] = [];
  await expect
    .poll(
      async () => {
        all.push(...(await heard(page)));
        let at = -1;
        return wanted.filter((words) => {
          const found = all.findIndex((said, i) => i > at && words.test(said));
          if (found >= 0) at = found;
          return found < 0;
        });
      },
      { message: `said: ${all.join(' | ')}` },
    )
    .toEqual([]);
}

/** The stop that has the focus: role and name, as a screen reader reads them. */
async function stop(page: Page): Promise<string> {
  // what gives the focus back does so a frame later
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  const lost = await page.evaluate(() => document.activeElement === null || document.activeElement === document.body);
  expect(lost, 'the focus is lost').toBe(false);
  const [role, name] = await page.evaluate(() => {
    const element = document.activeElement;
    const tag = element?.tagName.toLowerCase() ?? '';
    const implied = { button: 'button', input: 'textbox', a: 'link', h2: 'heading', h3: 'heading', section: 'region' };
    const role = element?.getAttribute('role') ?? (implied as Record<string, string>)[tag] ?? tag;
    const labels = (element?.getAttribute('aria-labelledby') ?? '')
      .split(' ')
      .map((id) => document.getElementById(id)?.textContent ?? '')
      .join(' ');
    const name = element?.getAttribute('aria-label') ?? (labels.trim() || element?.textContent) ?? '';
    return [role, name.trim().replaceAll(/\s+/g, ' ')];
  });
  return `${role} “${name}”`;
}

/** Presses a key until a thing has the focus; every stop on the way has a name. */
async function walk(page: Page, key: string, goal: Locator, most = 40): Promise<void> {
  for (let n = 0; n < most; n++) {
    await page.keyboard.press(key);
    const at = await stop(page);
    expect(at, 'a stop without a name').not.toMatch(/“”$/);
    if ((await goal.count()) > 0 && (await goal.first().evaluate((e) => e === document.activeElement))) return;
  }
  throw new Error(`${String(goal)} is not reached with ${key}`);
}

test('the main job: a DIMM is plugged in, brought online, taken out and taken back', async ({ page }) => {
  await listen(page);
  await atlas.open(page);
  await walk(page, 'F6', atlas.bay(page), 12);
  await walk(page, 'Tab', atlas.part(page, '1 GiB'));
  expect(await stop(page)).toBe('button “new DIMM, 1 GiB”');
  await page.keyboard.press('Enter');
  await walk(page, 'Tab', atlas.slot(page, 1, 0));
  expect(await stop(page)).toMatch(/^button “Node 1 slot 0, free/);
  await page.keyboard.press('Enter');
  await says(page, /^Started dragging/, /to node 1 slot 0: memory48 to 55 would be added, offline$/, /slot 0: done$/);
  const stick = atlas.stick(page, 'dimm1');
  await expect(stick).toBeFocused();
  expect(await stop(page)).toBe('button “dimm1, 1 GiB, node 1 slot 0, offline”');

  const actions = page.getByRole('button', { name: 'Actions for dimm1' });
  await walk(page, 'Tab', actions, 3);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menu')).toBeVisible();
  await walk(page, 'ArrowDown', page.getByRole('menuitem', { name: 'Online to Movable' }), 12);
  await page.keyboard.press('Enter');
  await says(page, /Online to Movable|online_movable|dimm1.*: done/i);
  await expect(stick).toHaveAccessibleName('dimm1, 1 GiB, node 1 slot 0, Movable');
  expect(await stop(page)).toBe('button “Actions for dimm1”');

  await page.keyboard.press('Enter');
  await walk(page, 'ArrowDown', page.getByRole('menuitem', { name: /Take out|shelf/i }), 12);
  await page.keyboard.press('Enter');
  await says(page, /shelf: done$/);
  await expect(stick).toBeHidden();
  // the stick that had the focus is gone: the bay has it
  await expect(atlas.bay(page)).toBeFocused();
  await page.keyboard.press('Control+z');
  await says(page, /^Taken back: /);
  await expect(stick).toHaveAccessibleName('dimm1, 1 GiB, node 1 slot 0, Movable');
  await stop(page);
});

test('a story: found, read step by step, its question answered, left for one’s own machine', async ({ page }) => {
  await listen(page);
  await atlas.open(page);
  await page.keyboard.press('s');
  const list = page.getByRole('dialog', { name: 'Stories' });
  await expect(list).toBeVisible();
  await stop(page);
  await walk(page, 'Tab', list.getByRole('button', { name: /^A DIMM replaced in its slot/ }), 24);
  await page.keyboard.press('Enter');
  await says(page, /^Step 1: A server with empty slots\. /);
  await expect(story(page).getByRole('heading', { level: 3, name: 'A server with empty slots' })).toBeFocused();

  const next = story(page).getByRole('button', { name: 'Next step' });
  await walk(page, 'Tab', next, 12);
  await page.keyboard.press('Enter');
  await says(page, /^Step 2: A DIMM goes in\. /);
  await expect(story(page).getByRole('heading', { level: 3, name: 'A DIMM goes in' })).toBeFocused();
  await page.keyboard.press('PageDown');
  await page.keyboard.press('PageDown');
  await says(page, /^Step 4: A database settles on it\. /);
  expect(await stop(page)).toBe('heading “A database settles on it”');

  const question = story(page).getByRole('region', { name: 'What happens next?' });
  await walk(page, 'Tab', question.getByRole('button').first(), 4);
  await page.keyboard.press('Enter');
  await expect(question.getByRole('button').first()).toHaveAttribute('aria-pressed', 'true');
  await says(page, /does not notice/);
  expect(await stop(page)).toMatch(/^button /);

  await walk(page, 'Shift+Tab', story(page).getByRole('button', { name: 'Close the story' }), 8);
  await page.keyboard.press('Enter');
  await page.getByRole('menuitem', { name: 'Back to the machine I had before' }).press('Enter');
  await expect(story(page)).toBeHidden();
  await stop(page);
});

test('axe finds nothing in a story, on the stage, in dialogs of sharing, the comparison and the palette', async ({
  page,
}) => {
  test.slow();
  await openStory(page, 'dimm-replaced', 4);
  await expectClean(page, 'story', { within: '[aria-label="Story"]' });
  await page.getByRole('button', { name: /^Present/ }).click();
  await expect(page.getByRole('toolbar', { name: 'Presentation' })).toBeAttached();
  await page.keyboard.press('PageDown');
  await expectClean(page, 'stage');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('banner')).toBeVisible();
  const command = async (words: string): Promise<void> => {
    await page.keyboard.press('Control+k');
    const field = page.getByRole('searchbox', { name: 'What to do' });
    await field.fill(words);
    await expect(page.getByRole('option').first()).toContainText(words);
    // the field points at the row half a second after it is lit up, so that what was typed is read first
    const lit = await page.getByRole('option').first().getAttribute('id');
    await expect(field).toHaveAttribute('aria-activedescendant', lit ?? '');
  };
  // the field keeps the focus, and its arrows scroll the list
  await command('Share…');
  await expectClean(page, 'palette', { within: '[role=dialog]', without: ['scrollable-region-focusable'] });
  await page.keyboard.press('Enter');
  for (const [words, title] of [
    ['Share…', 'Share'],
    ['Picture of a view…', 'Picture of a view'],
    ['Bookmarks…', 'Bookmarks'],
  ] as const) {
    if (words !== 'Share…') {
      await command(words);
      await page.keyboard.press('Enter');
    }
    await expect(page.getByRole('dialog', { name: title })).toBeVisible();
    await expectClean(page, title, { within: '[role=dialog]' });
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toBeHidden();
  }
  await command('Pin this moment and compare');
  await page.keyboard.press('Enter');
  const comparison = page.getByRole('region', { name: 'Comparison' });
  await expect(comparison.getByRole('status')).toContainText(/differen/, { timeout: 20_000 });
  await expectClean(page, 'comparison', { within: '[aria-label="Comparison"]' });
});
