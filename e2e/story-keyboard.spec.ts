import type { Locator, Page } from '@playwright/test';
import * as atlas from './atlas.ts';
import { expect, test } from './fixtures.ts';

/** Presses a key until an element has the focus; fails when it never gets it. */
async function press(page: Page, key: string, goal: Locator, most = 40): Promise<void> {
  for (let n = 0; n < most; n++) {
    await page.keyboard.press(key);
    // a menu that closes gives the focus back a frame later: nobody presses the next key before that
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    if ((await goal.count()) > 0 && (await goal.evaluate((element) => element === document.activeElement))) return;
  }
  throw new Error(`${String(goal)} is not reached with ${key}`);
}

/** Goes to a panel as F6 does. */
const panel = (page: Page, goal: Locator): Promise<void> => press(page, 'F6', goal, 12);

// colours change nothing of what hands do: this in the dark, the other in the light
test.describe('the keyboard alone', () => {
  test.use({ colorScheme: 'dark' });

  test('a DIMM is added, brought online, moved, taken out; taken back and done again', async ({ page }) => {
    await atlas.open(page);
    const spoken = atlas.spoken(page);
    const stick = atlas.stick(page, 'dimm1');

    // pick it up, look around, put it back
    const part = atlas.part(page, '1 GiB');
    await panel(page, atlas.bay(page));
    await press(page, 'Tab', part);
    await page.keyboard.press('Enter');
    await expect(atlas.ariaSpoken(page)).toContainText('Started dragging.');
    const node1 = atlas.slot(page, 1, 0);
    await press(page, 'Tab', node1);
    await expect(spoken).toHaveText('dimm1, 1 GiB, to node 1 slot 0: memory48 to 55 would be added, offline');
    await expect(atlas.outcome(page)).toContainText('paid by node 1 Normal');
    await page.keyboard.press('Escape');
    await expect(atlas.ariaSpoken(page)).toContainText('Drop canceled.');
    await expect(part).toBeFocused();
    await expect(atlas.card(page)).toBeHidden();

    // and into its slot
    await page.keyboard.press('Enter');
    await press(page, 'Tab', node1);
    await expect(atlas.outcome(page)).toContainText('memory48–55 · 8 blocks');
    await page.keyboard.press('Enter');
    await expect(stick).toHaveAccessibleName('dimm1, 1 GiB, node 1 slot 0, offline');
    await expect(spoken).toHaveText('dimm1, 1 GiB, to node 1 slot 0: done');
    await expect(stick).toBeFocused();

    // blocks on the map
    await panel(page, atlas.map(page));
    const cell = (id: number): Locator => atlas.map(page).getByRole('gridcell', { name: new RegExp(`^memory${id},`) });
    // the grid is entered at what is selected: the DIMM that came
    await press(page, 'Tab', cell(48));
    await page.keyboard.press('Control+Home');
    await expect(cell(0)).toBeFocused();
    await page.keyboard.press('Control+End');
    await expect(cell(55)).toBeFocused();
    await expect(cell(55)).toHaveAccessibleName('memory55, offline, node 1, zones Normal or Movable, dimm1');
    await page.keyboard.press('Home');
    await expect(cell(48)).toBeFocused();
    await page.keyboard.press('ArrowUp');
    await expect(cell(40)).toBeFocused();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect(spoken).toContainText('memory48');
    await page.keyboard.press('Escape');
    await expect(cell(48)).toBeFocused();
    await page.keyboard.press('Space');
    await expect(cell(48)).toHaveAttribute('aria-selected', 'true');
    const bar = atlas.map(page).getByRole('group', { name: 'Selected memory' });
    await press(page, 'Tab', bar.getByRole('button', { name: 'Online…' }));
    await page.keyboard.press('Enter');
    await expect(page.getByRole('menuitem', { name: 'to Movable' })).toBeFocused();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect(spoken).toHaveText('memory48 brought online to Normal');
    await press(page, 'Shift+Tab', cell(48));
    await page.keyboard.press('ArrowRight');
    for (let n = 0; n < 6; n++) await page.keyboard.press('Shift+ArrowRight');
    await expect(bar).toContainText('memory49–55');
    await press(page, 'Tab', bar.getByRole('button', { name: 'Online…' }));
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await expect(spoken).toHaveText('memory49–55 brought online to Movable');
    await expect(stick).toHaveAccessibleName('dimm1, 1 GiB, node 1 slot 0, Normal + Movable');

    // the guest agrees
    await panel(page, atlas.consoleOf(page));
    const prompt = atlas.consoleOf(page).getByRole('combobox');
    await press(page, 'Tab', prompt);
    await page.keyboard.type('lsm');
    await page.keyboard.press('Tab');
    await expect(prompt).toHaveValue(/^lsmem ?$/);
    await page.keyboard.type(' -o RANGE,STATE,ZONES,BLOCK');
    await page.keyboard.press('Enter');
    await expect(atlas.consoleOf(page).getByRole('log')).toContainText(/online Movable +49-55/);
    await page.keyboard.press('ArrowUp');
    await expect(prompt).toHaveValue(/^lsmem +-o RANGE,STATE,ZONES,BLOCK$/);
    await page.keyboard.press('ArrowDown');
    await expect(prompt).toHaveValue('');

    // to node 0 by the menu
    await panel(page, atlas.bay(page));
    await press(page, 'Tab', stick);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await press(page, 'ArrowDown', page.getByRole('menuitem', { name: 'Node 0' }));
    await page.keyboard.press('ArrowRight');
    await press(page, 'ArrowDown', page.getByRole('menuitem', { name: 'Slot 2' }));
    await expect(spoken).toContainText('dimm1, 1 GiB, to node 0 slot 2: memory48 to 55 would stay, now of node 0');
    await page.keyboard.press('Enter');
    await expect(stick).toHaveAccessibleName('dimm1, 1 GiB, node 0 slot 2, offline');

    // the steps of the move
    await panel(page, atlas.timeline(page));
    const playhead = atlas.timeline(page).getByRole('slider', { name: 'Kernel step' });
    await press(page, 'Tab', playhead);
    const end = await playhead.getAttribute('aria-valuemax');
    await expect(playhead).toHaveAttribute('aria-valuenow', end ?? '');
    await page.keyboard.press('Home');
    await expect(playhead).toHaveAttribute('aria-valuenow', '0');
    await expect(atlas.past(page)).toBeVisible();
    for (let n = 0; n < 3; n++) await page.keyboard.press('ArrowRight');
    await expect(playhead).toHaveAttribute('aria-valuenow', '3');
    await page.keyboard.press('End');
    await expect(playhead).toHaveAttribute('aria-valuenow', end ?? '');
    await expect(atlas.past(page)).toBeHidden();

    // out by keyboard, back, and out again
    await panel(page, atlas.bay(page));
    await press(page, 'Tab', stick);
    await page.keyboard.press('Enter');
    await press(page, 'Tab', atlas.shelf(page));
    await expect(spoken).toContainText('memory48 to 55 would be removed');
    await page.keyboard.press('Enter');
    await expect(stick).toBeHidden();
    const spare = atlas.shelf(page).getByRole('button', { name: 'mem1, 1 GiB' });
    await expect(spare).toBeVisible();
    await page.keyboard.press('Control+z');
    await expect(stick).toHaveAccessibleName('dimm1, 1 GiB, node 0 slot 2, offline');
    await page.keyboard.press('Control+z');
    await expect(stick).toHaveAccessibleName('dimm1, 1 GiB, node 1 slot 0, Normal + Movable');
    await page.keyboard.press('Control+Shift+z');
    await page.keyboard.press('Control+Shift+z');
    await expect(spare).toBeVisible();
  });
});
