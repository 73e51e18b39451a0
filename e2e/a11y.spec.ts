import type { Page } from '@playwright/test';
import * as atlas from './atlas.ts';
import { expectClean } from './axe.ts';
import { expect, test } from './fixtures.ts';

/** A machine with a DIMM of which each third is offline, Normal and Movable. */
async function prepare(page: Page): Promise<void> {
  await atlas.open(page);
  await atlas.pane(page, 'QEMU monitor');
  await atlas.type(page, 'object_add memory-backend-ram,id=mem1,size=1G');
  await atlas.type(page, 'device_add pc-dimm,id=dimm1,memdev=mem1,node=1');
  await atlas.type(page, 'object_add memory-backend-ram,id=mem2,size=256M');
  await atlas.pane(page, 'Guest shell');
  await atlas.type(page, 'chmem -e -b 48-50 -z Normal');
  await atlas.type(page, 'chmem -e -b 53-55 -z Movable');
  await expect(atlas.stick(page, 'dimm1')).toHaveAccessibleName(/6 of 8 online/);
}

test.describe('axe', () => {
  test('finds nothing on any panel and tab', async ({ page }) => {
    await prepare(page);
    await expectClean(page, 'a shell, a section', { picture: 'whole' });
    await atlas.stick(page, 'dimm1').click();
    for (const tab of ['Section', 'Zone', 'Page tables', 'Memmap cost']) {
      await atlas.inspector(page).getByRole('tab', { name: tab }).click();
      await expect(atlas.inspector(page).getByRole('tabpanel', { name: tab })).toBeVisible();
      await expectClean(page, tab, {
        within: '[aria-label="Inspector"]',
        picture: tab.toLowerCase().replace(' ', '-'),
      });
    }
    for (const name of ['QEMU monitor', 'dmesg', 'World'] as const) {
      await atlas.pane(page, name);
      await expectClean(page, name, { within: '[aria-label="Console"]' });
    }
    await atlas.table(page, true);
    await atlas.timeline(page).getByRole('button', { name: 'List' }).click();
    await expect(atlas.timeline(page).getByRole('tree', { name: 'Calls' })).toBeVisible();
    await expectClean(page, 'the table, the list of calls', { picture: 'table' });
  });

  test('finds nothing on the page tables', async ({ page }) => {
    test.slow();
    await prepare(page);
    await atlas.stick(page, 'dimm1').click();
    await page.getByRole('radio', { name: 'Page tables', exact: true }).click();
    const stage = page.getByRole('region', { name: 'Page tables', exact: true });
    await expect(stage.getByRole('region', { name: 'Walk of the vmemmap' })).toContainText('Describes memory48');
    await expectClean(page, 'both walks', { within: 'section[aria-label="Page tables"]', picture: 'tables' });
    await stage.getByRole('button', { name: 'ptdump' }).click();
    await expect(stage.getByRole('option', { selected: true })).toBeVisible();
    for (const tab of ['What it costs', 'Last change', 'Table pages', 'Tear-down', 'Processes']) {
      await stage.getByRole('tab', { name: tab }).click();
      await expect(stage.getByRole('tabpanel', { name: tab })).toBeVisible();
      await expectClean(page, tab, { within: 'section[aria-label="Page tables"]' });
    }
    await stage.getByRole('textbox', { name: 'Address', exact: true }).fill('0xffffc90000001000');
    await page.keyboard.press('Enter');
    await expect(stage.getByRole('status').first()).toContainText('vmalloc');
    await expectClean(page, 'an address of neither map', { within: 'section[aria-label="Page tables"]' });
  });

  test('finds nothing in menus, dialogs and cards', async ({ page }) => {
    await prepare(page);
    const menu = page.getByRole('menu').last();
    const clean = async (what: string): Promise<void> => {
      // a long menu scrolls with the arrow keys, and while a menu opened from it has the focus, nothing in it has
      await expectClean(page, what, { without: ['scrollable-region-focusable'], picture: what });
      await page.keyboard.press('Escape');
    };
    await page.getByRole('button', { name: /^Machine:/ }).click();
    await expect(menu.getByRole('menuitem', { name: /arm64/ }).first()).toBeVisible();
    await clean('machines');
    await page.getByRole('button', { name: 'Actions for dimm1' }).click();
    await page.getByRole('menuitem', { name: 'Node 0' }).hover();
    await expect(page.getByRole('menuitem', { name: 'Slot 2' })).toBeVisible();
    await clean('dimm-menu');
    await page.keyboard.press('Escape');
    await expect(page.getByRole('menu')).toBeHidden();
    await atlas.part(page, '1 GiB').click();
    await expect(menu).toBeVisible();
    await clean('part-menu');
    await page.getByRole('button', { name: /^Help/ }).click();
    await expect(page.getByRole('dialog')).toBeVisible();
    await clean('help');
    await atlas.shelf(page).getByRole('button', { name: 'A part of another size…' }).click();
    await expect(page.getByRole('dialog')).toBeVisible();
    await clean('size');
    await atlas
      .shelf(page)
      .getByRole('button', { name: /on arrival/ })
      .click();
    await expect(page.getByRole('listbox')).toBeVisible();
    await clean('arrival');
    const prompt = atlas.consoleOf(page).getByRole('combobox');
    await prompt.fill('cat /sys/devices/system/memory/memory4');
    await prompt.press('Tab');
    await expect(page.getByRole('listbox', { name: 'Completions' })).toBeVisible();
    await clean('completions');
  });
});

test.describe('axe, on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test('finds nothing', async ({ page }) => {
    test.slow();
    await atlas.open(page);
    const views = page.getByRole('tablist', { name: 'Views' });
    for (const name of ['Map', 'Bay', 'Inspect', 'Timeline', 'Console']) {
      await views.getByRole('tab', { name }).tap();
      await expect(page.getByRole('region', { name, exact: true })).toBeVisible();
      await expectClean(page, name, { picture: `phone-${name.toLowerCase()}` });
    }
    await views.getByRole('tab', { name: 'Map' }).tap();
    await page.getByRole('radio', { name: 'Page tables' }).tap();
    await expect(page.getByRole('region', { name: 'Walk of the Direct map' })).toBeVisible();
    await expectClean(page, 'page tables');
  });
});
