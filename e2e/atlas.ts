/** The dashboard as its user knows it: how to get to things, hold them and read them. */
import { createHash } from 'node:crypto';
import { expect, type Locator, type Page } from '@playwright/test';

/** Opens the page (at a machine, where one is named) and waits until that machine is on screen. */
export async function open(page: Page, machine?: string): Promise<void> {
  await page.goto(machine === undefined ? './' : `./#machine=${machine}`);
  await ready(page);
}

/** Waits until a machine is on screen. */
export async function ready(page: Page): Promise<void> {
  await expect(
    page
      .getByRole('list', { name: 'The machine' })
      .or(page.getByRole('tablist', { name: 'Views' }))
      .first(),
  ).toBeVisible();
  await expect(page.getByTestId('map-canvas')).toBeVisible();
}

const panel = (page: Page, name: string): Locator => page.getByRole('region', { name, exact: true });

export const bay = (page: Page): Locator => panel(page, 'Bay');
export const map = (page: Page): Locator => panel(page, 'Physical memory map');
export const timeline = (page: Page): Locator => panel(page, 'Timeline');
export const consoleOf = (page: Page): Locator => panel(page, 'Console');
export const inspector = (page: Page): Locator => panel(page, 'Inspector');

/** A part on the shelf. */
export const part = (page: Page, size: string): Locator =>
  bay(page).getByRole('button', { name: `new DIMM, ${size}`, exact: true });
/** A DIMM in its slot. */
export const stick = (page: Page, id: string): Locator => bay(page).locator(`[data-dimm="${id}"]`);
/** A free slot. */
export const slot = (page: Page, node: number, nr: number): Locator => bay(page).locator(`[data-slot="${node}:${nr}"]`);
export const shelf = (page: Page): Locator => bay(page).getByRole('region', { name: 'Shelf' });

/** The card that tells what would come of letting go here, from the first moment on. */
export const card = (page: Page): Locator => bay(page).locator('[class*=outcomeFloating]');
/** The outcome on that card. */
export const outcome = (page: Page): Locator => card(page).locator('dl');
/** The card that tells why a stick went back. */
export const refusal = (page: Page): Locator => bay(page).getByRole('group', { name: 'Refused' });

/** What the page tells screen readers. */
export const spoken = (page: Page): Locator => page.locator('[data-live-announcer][aria-live]');
/** What React Aria tells screen readers during a drag. */
export const ariaSpoken = (page: Page): Locator => page.locator('[data-live-announcer]:not([aria-live])');

/** The middle of an element, for a pointer. */
export async function middle(of: Locator): Promise<{ readonly x: number; readonly y: number }> {
  await of.scrollIntoViewIfNeeded();
  const box = await of.boundingBox();
  if (box === null) throw new Error(`not on screen: ${String(of)}`);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** Picks a thing up and holds it over another, in steps as a hand moves; `page.mouse.up()` lets go. */
export async function carry(page: Page, from: Locator, to: Locator): Promise<void> {
  const start = await middle(from);
  const end = await middle(to);
  await page.mouse.move(start.x, start.y);
  await page.mouse.down();
  await page.mouse.move(start.x + 4, start.y - 6, { steps: 3 });
  await page.mouse.move(end.x, end.y, { steps: 12 });
}

/** Shows one of the console's panes. */
export async function pane(page: Page, name: 'Guest shell' | 'QEMU monitor' | 'dmesg' | 'World'): Promise<Locator> {
  await consoleOf(page).getByRole('tab', { name }).click();
  return consoleOf(page).getByRole('log');
}

/** Types a line into the pane that shows, and waits until it is carried out. */
export async function type(page: Page, line: string): Promise<void> {
  const prompt = consoleOf(page).getByRole('combobox');
  await prompt.fill(line);
  await prompt.press('Enter');
  await expect(prompt).toHaveValue('');
  await expect(consoleOf(page).getByRole('log')).toContainText(line);
}

/** A row of the map's table. */
export const blockRow = (page: Page, id: number): Locator =>
  map(page)
    .getByRole('row')
    .filter({ has: page.getByRole('button', { name: `memory${id}`, exact: true }) });

/** Turns the map's table on or off. */
export async function table(page: Page, on: boolean): Promise<void> {
  const toggle = map(page).getByRole('button', { name: 'Show as a table' });
  if ((await toggle.getAttribute('aria-pressed')) !== String(on)) await toggle.click();
  await expect(toggle).toHaveAttribute('aria-pressed', String(on));
}

/** State and zone of blocks as the map's table tells them. */
export async function expectBlocks(page: Page, from: number, to: number, state: string, zone?: string): Promise<void> {
  for (let id = from; id <= to; id++) {
    const cells = blockRow(page, id).getByRole('cell');
    await expect(cells.nth(1), `memory${id}`).toHaveText(state);
    if (zone !== undefined) await expect(cells.nth(3), `memory${id}`).toHaveText(zone);
  }
}

/** The picture on the map's canvas, as a short name of its own, once it has stood still for a few frames. */
export async function picture(page: Page): Promise<string> {
  const image = await page.getByTestId('map-canvas').evaluate(async (canvas) => {
    if (!(canvas instanceof HTMLCanvasElement)) return '';
    let shown = '';
    // a map that lives never stands still
    for (let tries = 0; tries < 20; tries++) {
      const before = shown;
      for (let n = 0; n < 3; n++) await new Promise((resolve) => requestAnimationFrame(resolve));
      shown = canvas.toDataURL();
      if (shown === before) break;
    }
    return shown;
  });
  return createHash('sha256').update(image).digest('hex').slice(0, 12);
}

/** The timeline's word that the screen shows the past. */
export const past = (page: Page): Locator => timeline(page).getByText(/^Looking at /);
