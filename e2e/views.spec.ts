import type { Locator, Page } from '@playwright/test';
import * as atlas from './atlas.ts';
import { expect, test } from './fixtures.ts';
import { openStory, story } from './stories.ts';

/** A DIMM by the menu of a part: a press, no drag. */
async function plugByMenu(page: Page): Promise<void> {
  await atlas.part(page, '1 GiB').click();
  const menu = page.getByRole('menu', { name: 'Move new DIMM to…' });
  await menu.getByRole('menuitem', { name: 'Node 1' }).click();
  await page.getByRole('menuitem', { name: 'Lowest free slot' }).last().click();
  await expect(atlas.stick(page, 'dimm1')).toHaveAccessibleName('dimm1, 1 GiB, node 1 slot 0, offline');
}

/** The place on the canvas where the card at the pointer names a block. */
async function tile(page: Page, name: string): Promise<{ readonly x: number; readonly y: number }> {
  const box = await page.getByTestId('map-canvas').boundingBox();
  if (box === null) throw new Error('no map');
  const card = atlas.map(page).locator('[aria-hidden="true"] > strong');
  // what was added last is in the lower half
  for (let y = box.y + box.height / 2; y < box.y + box.height; y += 40)
    for (let x = box.x + 20; x < box.x + box.width; x += 40) {
      await page.mouse.move(x, y);
      if ((await card.allTextContents()).some((text) => text.includes(`${name} `))) return { x, y };
    }
  throw new Error(`${name} is nowhere on the map`);
}

/** Nothing sticks out of the page to the side. */
async function expectFits(page: Page): Promise<void> {
  const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(over, 'pixels that stick out').toBeLessThanOrEqual(0);
}

for (const [width, height] of [
  [1280, 720],
  [1920, 1080],
  [2560, 1440],
] as const)
  test(`a screen of ${width} by ${height} shows all panels`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    await atlas.open(page);
    await plugByMenu(page);
    for (const panel of [
      atlas.bay(page),
      atlas.map(page),
      atlas.inspector(page),
      atlas.timeline(page),
      atlas.consoleOf(page),
    ])
      await expect(panel).toBeInViewport({ ratio: 1 });
    await expect(atlas.shelf(page)).toBeInViewport({ ratio: 1 });
    await atlas.stick(page, 'dimm1').click();
    await expect(atlas.map(page).getByRole('group', { name: 'Selected memory' })).toContainText('memory48–55');
    await expectFits(page);
    await page.screenshot({ path: `e2e/screenshots/${width}x${height}.png` });
  });

test.describe('a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test('does with taps what a mouse does', async ({ page }) => {
    await atlas.open(page);
    const tab = (name: string): Promise<void> => page.getByRole('tab', { name, exact: true }).tap();
    await expectFits(page);
    await tab('Bay');
    // a tap picks up, the next one says where to; the second on the same part opens its menu
    await atlas.part(page, '1 GiB').tap();
    await expect(atlas.spoken(page)).toHaveText(/is held. Tap a slot/);
    await atlas.slot(page, 0, 2).tap();
    await expect(atlas.stick(page, 'dimm1')).toHaveAccessibleName('dimm1, 1 GiB, node 0 slot 2, offline');
    await atlas.stick(page, 'dimm1').tap();
    await atlas.slot(page, 1, 0).tap();
    await expect(atlas.stick(page, 'dimm1')).toHaveAccessibleName('dimm1, 1 GiB, node 1 slot 0, offline');
    await atlas.part(page, '2 GiB').tap();
    await atlas.part(page, '2 GiB').tap();
    await expect(page.getByRole('menuitem', { name: 'Lowest free slot' }).last()).toBeVisible();
    await page.keyboard.press('Escape');
    await expectFits(page);
    await page.screenshot({ path: 'e2e/screenshots/phone-dimm.png' });
    await page.getByRole('button', { name: 'Actions for dimm1' }).tap();
    await page.getByRole('menuitem', { name: 'Online to Movable' }).tap();
    await expect(atlas.stick(page, 'dimm1')).toHaveAccessibleName('dimm1, 1 GiB, node 1 slot 0, Movable');
    await tab('Map');
    await page.screenshot({ path: 'e2e/screenshots/phone-after.png' });
    await tab('Timeline');
    await expectFits(page);
    await expect(page.getByRole('slider', { name: 'Kernel step' })).toBeVisible();
    await tab('Console');
    await expect(page.getByRole('log')).toContainText(
      'echo online_movable > /sys/devices/system/memory/memory55/state',
    );
    await page.getByRole('button', { name: /^Undo/ }).tap();
    await tab('Bay');
    await expect(atlas.stick(page, 'dimm1')).toHaveAccessibleName('dimm1, 1 GiB, node 1 slot 0, offline');
  });
});

test.describe('forced colours', () => {
  test.use({ contextOptions: { forcedColors: 'active', reducedMotion: 'reduce' } });

  test('leave everything readable and usable', async ({ page }) => {
    await atlas.open(page);
    await plugByMenu(page);
    await atlas.stick(page, 'dimm1').click();
    await page.screenshot({ path: 'e2e/screenshots/forced-colors.png' });
  });

  for (const colorScheme of ['dark', 'light'] as const)
    test(`leave the words of filled buttons legible: ${colorScheme}`, async ({ page }) => {
      await page.emulateMedia({ colorScheme, forcedColors: 'active' });
      await atlas.open(page);
      expect(await contrastInside(page.getByRole('button', { name: 'Take the tour' }))).toBeGreaterThan(4.5);
      const map = atlas.map(page).getByRole('radio', { name: 'Map' });
      expect(await contrastInside(map)).toBeGreaterThan(4.5);
      await openStory(page, 'block-life', 2);
      expect(await contrastInside(story(page).getByRole('button', { name: 'Next' }))).toBeGreaterThan(4.5);
    });
});

/** The contrast between the lightest and the darkest pixel behind and of the words of an element, as they are painted. */
async function contrastInside(of: Locator): Promise<number> {
  const box = await of.evaluate((element) => {
    const range = document.createRange();
    range.selectNodeContents(element);
    const { left, top, width, height } = range.getBoundingClientRect();
    return { x: left + 2, y: top + 2, width: width - 4, height: height - 4 };
  });
  const picture = await of.page().screenshot({ clip: box });
  return of.page().evaluate(async (base64) => {
    const image = new Image();
    image.src = `data:image/png;base64,${base64}`;
    await image.decode();
    const canvas = new OffscreenCanvas(image.width, image.height);
    const ctx = canvas.getContext('2d');
    if (ctx === null) return 0;
    ctx.drawImage(image, 0, 0);
    const { data } = ctx.getImageData(0, 0, image.width, image.height);
    const linear = (c: number): number => (c <= 10 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4);
    let [least, most] = [1, 0];
    for (let i = 0; i < data.length; i += 4) {
      const [r = 0, g = 0, b = 0] = data.subarray(i, i + 3);
      const light = 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
      [least, most] = [Math.min(least, light), Math.max(most, light)];
    }
    return (most + 0.05) / (least + 0.05);
  }, picture.toString('base64'));
}

test.describe('at twice the size', () => {
  test.use({ viewport: { width: 640, height: 360 } });

  test('a story has room for its words and its picture', async ({ page }) => {
    await openStory(page, 'block-life', 3);
    const words = await story(page).getByRole('article').boundingBox();
    const seen = await story(page).locator('[class*=scroller]').boundingBox();
    expect(words?.width).toBeGreaterThan(240);
    expect(seen?.height).toBeGreaterThan(120);
  });
});

test.describe('motion', () => {
  test.use({ contextOptions: { reducedMotion: 'no-preference' } });

  test('the whole way with animations', async ({ page }) => {
    await atlas.open(page);
    await atlas.carry(page, atlas.part(page, '1 GiB'), atlas.slot(page, 1, 0));
    await expect(atlas.outcome(page)).toContainText('memory48–55');
    // the card grows upwards from the slot: below it lies the ghost
    const bottom = async (of: Locator): Promise<number> => {
      const box = await of.boundingBox();
      return box === null ? 0 : box.y + box.height;
    };
    expect(await bottom(atlas.card(page))).toBeLessThanOrEqual((await bottom(atlas.slot(page, 1, 0))) + 2);
    await page.mouse.up();
    await expect(atlas.stick(page, 'dimm1')).toHaveAccessibleName('dimm1, 1 GiB, node 1 slot 0, offline');
    await page.screenshot({ path: 'e2e/screenshots/motion.png' });
  });
});

test('the theme follows the system until one is chosen, and a choice is kept', async ({ page }) => {
  const back = (): Promise<string> => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await atlas.open(page);
  const dark = await back();
  await page.emulateMedia({ colorScheme: 'light' });
  await expect.poll(back).not.toBe(dark);
  const light = await back();
  const theme = page.getByRole('button', { name: /^Theme/ });
  await theme.click();
  await expect(theme).toHaveAccessibleName('Theme: light');
  await theme.click();
  await expect(theme).toHaveAccessibleName('Theme: dark');
  await expect.poll(back).toBe(dark);
  await page.reload();
  await atlas.ready(page);
  expect(await back()).toBe(dark);
  await theme.click();
  await expect(theme).toHaveAccessibleName('Theme: as the system');
  await expect.poll(back).toBe(light);
});

test('panes move by keyboard and stay moved', async ({ page }) => {
  await atlas.open(page);
  const border = page.getByRole('separator', { name: 'Width of the bay' });
  const width = async (): Promise<number> => (await atlas.bay(page).boundingBox())?.width ?? 0;
  const before = await width();
  await border.focus();
  for (let n = 0; n < 3; n++) await page.keyboard.press('ArrowRight');
  await expect.poll(width).toBeGreaterThan(before + 20);
  const moved = await width();
  await page.reload();
  await atlas.ready(page);
  await expect.poll(async () => Math.abs((await width()) - moved)).toBeLessThan(3);
});

test('the map finds, zooms, filters and acts under the pointer', async ({ page }) => {
  await atlas.open(page);
  await plugByMenu(page);
  const find = page.getByRole('textbox', { name: 'Find in memory' });
  const group = atlas.map(page).getByRole('group', { name: 'Selected memory' });
  for (const [words, selected] of [
    ['memory50', 'memory50'],
    ['0x140000000', 'memory40'],
    ['1048576', 'memory32'],
  ]) {
    await find.fill(words ?? '');
    await find.press('Enter');
    await expect(group, words).toContainText(selected ?? '');
  }
  await find.fill('nonsense');
  await find.press('Enter');
  await expect(find).toHaveAttribute('aria-invalid', 'true');
  await find.fill('memory50');
  await find.press('Enter');
  await expect(group).toContainText('memory50');

  // its tile is where the pointer is told so
  const at = await tile(page, 'memory50');
  await page.mouse.click(at.x, at.y, { button: 'right' });
  await page.getByRole('menuitem', { name: 'Online to Movable' }).click();
  await expect(group).toContainText('brought online to Movable');
  await expect(atlas.stick(page, 'dimm1')).toHaveAccessibleName(/1 of 8 online/);
  await page.screenshot({ path: 'e2e/screenshots/dark-block.png' });

  const level = atlas.map(page).getByRole('group', { name: 'View' });
  await level.getByRole('button', { name: 'Show all of memory' }).click();
  await expect(level).toContainText('Subsections');
  const whole = await atlas.picture(page);
  for (let n = 0; n < 8; n++) await level.getByRole('button', { name: 'Zoom in' }).click();
  await expect(level).not.toContainText('Subsections');
  await expect.poll(() => atlas.picture(page)).not.toBe(whole);
  await page.screenshot({ path: 'e2e/screenshots/dark-near.png' });
  await level.getByRole('button', { name: 'Show all of memory' }).click();
  await expect(level).toContainText('Subsections');
  const again = await atlas.picture(page);
  await page.mouse.move(at.x, at.y);
  await page.mouse.wheel(0, -400);
  await expect.poll(() => atlas.picture(page)).not.toBe(again);
  await level.getByRole('button', { name: 'Show all of memory' }).click();

  const legend = atlas.map(page).getByRole('group', { name: /^Legend/ });
  const movable = legend.getByRole('button', { name: /^Movable/ });
  await page.mouse.move(5, 5);
  const shown = await atlas.picture(page);
  await movable.click();
  await expect(movable).toHaveAttribute('aria-pressed', 'false');
  await expect.poll(() => atlas.picture(page)).not.toBe(shown);
});
