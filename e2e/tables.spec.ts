import type { Locator, Page } from '@playwright/test';
import * as atlas from './atlas.ts';
import { expect, test } from './fixtures.ts';

const stage = (page: Page): Locator => page.getByRole('region', { name: 'Page tables', exact: true });
const walk = (page: Page, name: 'Direct map' | 'vmemmap'): Locator =>
  stage(page).getByRole('region', { name: `Walk of the ${name}` });
/** The card of a level. */
const table = (page: Page, region: 'Direct map' | 'vmemmap', level: string): Locator =>
  walk(page, region)
    .getByRole('listitem')
    .filter({ hasText: new RegExp(`^${level}\\[`) });
const entry = (card: Locator): Locator => card.getByRole('gridcell');
const address = (page: Page): Locator => stage(page).getByRole('textbox', { name: 'Address', exact: true });

async function plug(page: Page): Promise<void> {
  await atlas.pane(page, 'QEMU monitor');
  await atlas.type(page, 'object_add memory-backend-ram,id=mem1,size=1G');
  await atlas.type(page, 'device_add pc-dimm,id=dimm1,memdev=mem1,node=1');
}

/** Clicks an entry of a table. */
async function clickEntry(card: Locator, index: number, columns = 64): Promise<void> {
  const canvas = card.locator('canvas').first();
  await canvas.scrollIntoViewIfNeeded();
  const box = await canvas.boundingBox();
  if (box === null) throw new Error('no canvas');
  const [cells, rows] = [box.width - 8, box.height - 8];
  await canvas.click({
    position: {
      x: 4 + ((index % columns) + 0.5) * (cells / columns),
      y: 4 + (Math.floor(index / columns) + 0.5) * (rows / (512 / columns)),
    },
  });
}

test('with the mouse: from a DIMM to its entries, to the dump, to the map, and what removal frees', async ({
  page,
}) => {
  await atlas.open(page);
  await plug(page);
  // from the DIMM's menu
  await atlas.bay(page).getByRole('button', { name: 'Actions for dimm1' }).click();
  await page.getByRole('menuitem', { name: 'Show in page tables' }).click();
  await expect(stage(page)).toContainText('The direct map took 1 leaf of 1 GiB, no table.');
  await expect(address(page)).toHaveValue('0xffff888180000000');
  await expect(table(page, 'Direct map', 'PUD')).toContainText('PUD[6] → 1 GiB leaf');
  await expect(table(page, 'Direct map', 'PUD')).toContainText('1 new');
  await expect(entry(table(page, 'Direct map', 'PUD'))).toHaveAccessibleName(
    /^PUD\[6\] leaf of 1 GiB .* added by the last change$/,
  );
  await expect(walk(page, 'Direct map')).toContainText('Maps 8 blocks, 512 subsections');
  await expect(table(page, 'vmemmap', 'PMD')).toContainText('8 new');

  // an entry of the vmemmap is its block on the map
  await clickEntry(table(page, 'vmemmap', 'PMD'), 50);
  await expect(address(page)).toHaveValue('0xffffea0006400000');
  await expect(stage(page)).toContainText('struct page of pfn 1638400 · memory50 · dimm1');
  await expect(table(page, 'Direct map', 'PUD')).toContainText('PUD[6]');
  await page.getByRole('radio', { name: 'Map', exact: true }).click();
  await expect(atlas.map(page).getByRole('group', { name: 'Selected memory' })).toContainText('memory50');
  await page.keyboard.press('2');

  // the dump: a line is its cells, an entry is its line
  await stage(page).getByRole('button', { name: 'ptdump' }).click();
  const dump = stage(page).getByRole('region', { name: 'Dump of the page tables' });
  const lit = dump.getByRole('option', { selected: true });
  await expect(lit).toHaveText(/^0xffffea0004000000-0xffffea0007000000 +48M .* pmd$/);
  await dump.getByRole('radio', { name: 'Direct map' }).click();
  await expect(lit).toHaveText(/^0xffff888140000000-0xffff8881c0000000 +2G .* pud$/);
  await lit.click();
  await expect(address(page)).toHaveValue('0xffff888140000000');
  await expect(table(page, 'Direct map', 'PUD')).toContainText('PUD[5] → 1 GiB leaf');
  await stage(page).getByRole('button', { name: 'ptdump' }).click();

  // the same text in the console leads here, too
  await atlas.pane(page, 'Guest shell');
  await atlas.type(page, 'cat /sys/kernel/debug/page_tables/kernel | grep pud');
  await atlas.consoleOf(page).getByText('0xffff888140000000-0xffff8881c0000000').click();
  await expect(address(page)).toHaveValue('0xffff888140000000');

  // taken out: the leaves are shown as freed
  await atlas.pane(page, 'QEMU monitor');
  await atlas.type(page, 'device_del dimm1');
  await expect(stage(page)).toContainText('The direct map lost 1 leaf of 1 GiB');
  await stage(page).getByRole('button', { name: 'Show it' }).click();
  await expect(entry(table(page, 'Direct map', 'PUD'))).toHaveAccessibleName(/freed by the last change/);
  await expect(walk(page, 'Direct map')).toContainText('Taken away.');
});

test('with the keyboard: down into a table, through its entries, up again; an address typed in', async ({ page }) => {
  await atlas.open(page);
  await page.keyboard.press('2');
  await expect(walk(page, 'vmemmap')).toBeVisible();
  await page.keyboard.press('/');
  await expect(address(page)).toBeFocused();
  await page.keyboard.type('memory32');
  await page.keyboard.press('Enter');
  await expect(table(page, 'Direct map', 'PUD')).toContainText('PUD[4]');
  const pgd = entry(table(page, 'Direct map', 'PGD'));
  await pgd.focus();
  await expect(pgd).toHaveAccessibleName(/^PGD\[273\] table/);
  // down
  await page.keyboard.press('Enter');
  const pud = entry(table(page, 'Direct map', 'PUD'));
  await expect(pud).toBeFocused();
  await expect(pud).toHaveAccessibleName(/^PUD\[0\] table/);
  // to the next entries in use, and one by one
  await page.keyboard.press('Control+ArrowRight');
  await page.keyboard.press('Control+ArrowRight');
  await expect(pud).toHaveAccessibleName(/^PUD\[4\] table/);
  await page.keyboard.press('ArrowRight');
  await expect(pud).toHaveAccessibleName(/^PUD\[5\] leaf of 1 GiB/);
  await expect(pud).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(atlas.spoken(page)).toHaveText(/A leaf: below it is memory/);
  await page.keyboard.press('ArrowDown');
  await expect(pud).toHaveAccessibleName(/^PUD\[69\] empty/);
  await expect(walk(page, 'Direct map')).toContainText('Not mapped.');
  // up
  await page.keyboard.press('Backspace');
  await expect(pgd).toBeFocused();
  // an index typed in
  const index = stage(page).getByRole('textbox', { name: /^Index in the PUD/ });
  await page.keyboard.press('/');
  await page.keyboard.type('0xffff888100000000');
  await page.keyboard.press('Enter');
  await index.focus();
  await page.keyboard.press('ArrowUp');
  await expect(address(page)).toHaveValue('0xffff888140000000');

  // addresses that nothing can walk say what they are
  for (const [typed, why] of [
    ['0xffffc90000001000', /vmalloc/],
    ['0xff00000000000000', /neither all 0 nor all 1/],
  ] as const) {
    await page.keyboard.press('Escape');
    await address(page).fill(typed);
    await page.keyboard.press('Enter');
    await expect(stage(page).getByRole('status').first()).toHaveText(why);
  }
});

test('the same DIMM on two architectures, side by side; the whole page for it', async ({ page }) => {
  await page.setViewportSize({ width: 1920, height: 1080 });
  await atlas.open(page);
  await page.keyboard.press('2');
  await stage(page).getByRole('button', { name: 'Compare…' }).click();
  await page.getByRole('menuitem', { name: /Two nodes, arm64/ }).click();
  const main = page.getByRole('region', { name: /^main/ });
  const other = page.getByRole('region', { name: /^arm64/ });
  await expect(main).toContainText('The direct map took 1 leaf of 1 GiB');
  await expect(other).toContainText('The direct map took 262,144 leaves of 4 KiB, 513 new tables');
  await main.getByRole('button', { name: 'Whole page' }).click();
  await expect(atlas.bay(page)).toBeHidden();
  await expect(other.getByRole('region', { name: 'Walk of the Direct map' })).toContainText('PTE[0] → 4 KiB leaf');
  await page.screenshot({ path: 'e2e/screenshots/tables-beside.png' });
  await page.keyboard.press('f');
  await expect(atlas.bay(page)).toBeVisible();
});

test('rounds of tear-down are counted on a copy', async ({ page }) => {
  await atlas.open(page);
  await page.keyboard.press('2');
  await stage(page).getByRole('tab', { name: 'Tear-down' }).click();
  await stage(page)
    .getByRole('button', { name: /Count 1, 10 and 100/ })
    .click();
  await expect(stage(page).getByRole('row', { name: /^Leave the vmemmap/ })).toContainText('200 MiB', {
    timeout: 45_000,
  });
  await expect(atlas.spoken(page)).toHaveText(/Rounds counted/, { timeout: 45_000 });
  await expect(
    stage(page)
      .getByRole('row', { name: /^Free all/ })
      .getByRole('cell', { name: 'nothing' }),
  ).toHaveCount(12);
  // the machine itself has not moved
  await expect(page.getByRole('button', { name: /^Undo/ })).toBeDisabled();
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  test('one walk at a time, nothing sticks out', async ({ page }) => {
    await atlas.open(page);
    await page.getByRole('radio', { name: 'Page tables' }).tap();
    await expect(page.getByRole('region', { name: 'Walk of the Direct map' })).toBeVisible();
    await page.getByRole('radio', { name: 'vmemmap' }).first().tap();
    await expect(page.getByRole('region', { name: 'Walk of the vmemmap' })).toBeVisible();
    const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(over, 'pixels that stick out').toBeLessThanOrEqual(0);
    await page.screenshot({ path: 'e2e/screenshots/phone-tables.png' });
  });
});
