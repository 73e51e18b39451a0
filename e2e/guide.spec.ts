import * as atlas from './atlas.ts';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';

/** Opens the palette and waits until it takes what is typed. */
async function openPalette(page: Page): Promise<void> {
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('searchbox', { name: 'What to do' })).toBeFocused();
}

test.describe('the command palette', () => {
  test('finds what is typed, runs it, and says why something cannot be done', async ({ page }) => {
    await atlas.open(page);
    await openPalette(page);
    const palette = page.getByRole('dialog', { name: 'Command palette' });
    const query = palette.getByRole('searchbox', { name: 'What to do' });
    await expect(query).toBeFocused();
    await expect(palette.getByRole('option', { name: /Do it again/ })).toContainText('nothing to do again');
    await expect(palette.getByRole('option', { name: /Do it again/ })).toHaveAttribute('aria-disabled', 'true');
    await page.keyboard.type('plug 1 gib node 1');
    await expect(palette.getByRole('option').first()).toHaveAccessibleName(/Plug a new 1 GiB DIMM into node 1/);
    await page.keyboard.press('Enter');
    await expect(palette).toBeHidden();
    await expect(atlas.stick(page, 'dimm1')).toBeVisible();

    // from the prompt of the console, too
    await atlas.consoleOf(page).getByRole('combobox').focus();
    await openPalette(page);
    await page.keyboard.type('memory48');
    await expect(palette.getByRole('option', { name: 'memory48', exact: true })).toBeVisible();
    await page.keyboard.press('Enter');
    await expect(atlas.inspector(page).getByRole('heading', { name: 'memory48 · section 48' })).toBeVisible();

    // a command that cannot be done now says so, and what was typed is not sent to a console instead
    await openPalette(page);
    await page.keyboard.type('interrupt the line');
    await expect(palette.getByRole('option').first()).toHaveAttribute('aria-disabled', 'true');
    await page.keyboard.press('Enter');
    await expect(palette).toBeVisible();
    await expect(atlas.consoleOf(page)).not.toContainText('interrupt the line');
    await page.keyboard.press('Escape');

    await openPalette(page);
    await page.keyboard.type('uname -r');
    await page.keyboard.press('ArrowDown');
    await expect(palette.getByRole('option', { name: 'In the guest shell: uname -r' })).toHaveAttribute(
      'data-focused',
      'true',
    );
    await page.keyboard.press('Enter');
    await atlas.pane(page, 'Guest shell');
    await expect(atlas.consoleOf(page)).toContainText('uname -r');
  });

  test('offers the first match, whatever was typed, taken back or pointed at before, and closes at one key', async ({
    page,
  }) => {
    await atlas.open(page);
    await openPalette(page);
    const palette = page.getByRole('dialog', { name: 'Command palette' });
    const first = palette.locator('[role=option]:not([aria-disabled=true])').first();
    for (const key of ['s', 'ArrowDown', 't', 'o', 'ArrowDown', 'ArrowDown', 'Backspace', 'Backspace']) {
      await page.keyboard.press(key);
      if (!key.startsWith('Arrow')) await expect(first, key).toHaveAttribute('data-focused', 'true');
    }
    await page.keyboard.press('Escape');
    await expect(palette).toBeHidden();

    // what is lit up is what Enter runs, however fast it was typed and although the machines' names arrive late
    for (const name of ['riscv64, Sv39', 'riscv64, Sv48']) {
      await openPalette(page);
      await page.keyboard.type(`start ${name}`);
      await expect(first).toHaveAccessibleName(new RegExp(name));
      await page.keyboard.press('Enter');
      await expect(page.getByRole('button', { name: `Machine: ${name}` })).toBeVisible();
    }
  });
});

test('the tour has five stops, can be left at any, is offered once and can be taken again', async ({ page }) => {
  await atlas.open(page);
  await page.getByRole('button', { name: 'Take the tour' }).click();
  const stop = page.getByRole('dialog');
  await expect(stop).toContainText('1 of 5');
  await page.keyboard.press('ArrowRight');
  await expect(stop).toContainText('Change the machine with your hands');
  for (const n of [3, 4, 5]) {
    await stop.getByRole('button', { name: 'Next' }).click();
    await expect(stop).toContainText(`${n} of 5`);
  }
  await stop.getByRole('button', { name: 'Close' }).click();
  await expect(stop).toBeHidden();
  await page.reload();
  await expect(page.getByRole('button', { name: /^Machine:/ })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Take the tour' })).toBeHidden();
  await openPalette(page);
  await page.keyboard.type('tour');
  await page.keyboard.press('Enter');
  await expect(stop).toContainText('1 of 5');
  await page.keyboard.press('Escape');
  await expect(stop).toBeHidden();
});

test('words explain themselves, and the glossary has them all', async ({ page }) => {
  await atlas.open(page);
  await atlas.inspector(page).getByText('direct map', { exact: true }).hover();
  const entry = page.getByRole('dialog', { name: 'direct map (linear map)' });
  await expect(entry).toContainText('all of physical memory appears at a fixed distance');
  await expect(entry.getByRole('link')).toHaveAttribute('href', /kernel_physical_mapping_init$/);
  await page.mouse.move(5, 5);
  await expect(entry).toBeHidden();
  await openPalette(page);
  await page.keyboard.type('glossary');
  await page.keyboard.press('Enter');
  const glossary = page.getByRole('dialog', { name: 'Glossary' });
  await glossary.getByRole('searchbox').fill('altmap');
  await expect(glossary.getByRole('term').first()).toBeVisible();
  await glossary.getByRole('searchbox').fill('no such word');
  await expect(glossary).toContainText('No entry has “no such word” in it.');
});
