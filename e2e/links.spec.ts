import type { Page } from '@playwright/test';
import * as atlas from './atlas.ts';
import { expect, test } from './fixtures.ts';

/** Plugs a DIMM by the monitor and brings its first block online by the shell. */
async function twoGestures(page: Page): Promise<void> {
  await atlas.pane(page, 'QEMU monitor');
  await atlas.type(page, 'object_add memory-backend-ram,id=mem1,size=1G');
  await atlas.type(page, 'device_add pc-dimm,id=dimm1,memdev=mem1,node=1');
  await expect(atlas.stick(page, 'dimm1')).toBeVisible();
}
const hash = (page: Page): Promise<string> => page.evaluate(() => location.hash);

test('a link holds lines, moment, selection and theme, and another page shows them', async ({ page, context }) => {
  await atlas.open(page);
  await twoGestures(page);
  await atlas.timeline(page).getByRole('textbox', { name: 'Moment, as a number' }).fill('line 1');
  await page.keyboard.press('Enter');
  await expect(atlas.stick(page, 'dimm1')).toBeHidden();
  await atlas.timeline(page).getByRole('textbox', { name: 'Moment, as a number' }).fill('line 2 step 150');
  await page.keyboard.press('Enter');
  await expect.poll(() => hash(page)).toMatch(/at=2\.150.*&s=/);
  const other = await context.newPage();
  await other.goto(`./${await hash(page)}`);
  await atlas.ready(other);
  const field = atlas.timeline(other).getByRole('textbox', { name: 'Moment, as a number' });
  await expect(field).toHaveValue('#151');
  await expect(atlas.past(other)).toBeVisible();
  await atlas.timeline(other).getByRole('button', { name: 'Back to now' }).click();
  await expect(atlas.stick(other, 'dimm1')).toBeVisible();
});

test('a link that was cut says so, and the machine it names is there', async ({ page }) => {
  await page.goto('./#machine=x86_64-dimm-one-node&at=tomorrow&s=hZBNboNADIW&v=1');
  await atlas.ready(page);
  const alert = page.getByRole('alert');
  await expect(alert).toContainText('Some of this link cannot be read');
  await expect(alert).toContainText('at=tomorrow is not a moment');
  await expect(alert).toContainText('the session in the link cannot be read');
});

test('back and forward of the browser go between machines, with their lines', async ({ page }) => {
  await atlas.open(page);
  await twoGestures(page);
  await expect.poll(() => hash(page)).toContain('&s=');
  await page.evaluate(() => {
    location.hash = '#machine=arm64-dimm-lifecycle';
  });
  await expect(page.getByRole('list', { name: 'The machine' })).toContainText('arm64');
  await expect(atlas.stick(page, 'dimm1')).toBeHidden();
  await page.goBack();
  await expect(page.getByRole('list', { name: 'The machine' })).toContainText('x86_64');
  await expect(atlas.stick(page, 'dimm1')).toBeVisible();
  await page.goForward();
  await expect(page.getByRole('list', { name: 'The machine' })).toContainText('arm64');
});

test('a session that a closed tab left behind is offered and comes back', async ({ page, context }) => {
  await atlas.open(page);
  await twoGestures(page);
  // written a moment after the last line
  await page.waitForTimeout(2500);
  await page.close();
  const next = await context.newPage();
  await atlas.open(next);
  const offer = next.getByRole('status').filter({ hasText: 'Your last session was left behind: 2 lines' });
  await expect(offer).toBeVisible();
  // one offer at a time
  const tour = next.getByRole('button', { name: 'Take the tour' });
  await expect(tour).toBeHidden();
  await offer.getByRole('button', { name: 'Recover it' }).click();
  await expect(atlas.stick(next, 'dimm1')).toBeVisible();
  await expect(offer).toBeHidden();
  await expect(tour).toBeVisible();
});

test('a duplicated tab keeps its session beside that of the tab it is a copy of', async ({ page, context }) => {
  await atlas.open(page);
  await twoGestures(page);
  await expect.poll(() => hash(page)).toContain('&s=');
  // a window that a page opens begins with a copy of what its tab keeps, as a duplicated tab does
  const opening = context.waitForEvent('page');
  await page.evaluate(() => void window.open(location.href));
  const copy = await opening;
  await atlas.ready(copy);
  const name = (of: Page): Promise<string | null> => of.evaluate(() => sessionStorage.getItem('hotplug-atlas.tab'));
  const first = await name(page);
  expect(first).not.toBeNull();
  await expect.poll(() => name(copy)).not.toBe(first);
  await expect(atlas.stick(copy, 'dimm1')).toBeVisible();
  await atlas.pane(copy, 'QEMU monitor');
  await atlas.type(copy, 'device_del dimm1');
  await copy.waitForTimeout(2500);
  await copy.close();
  // the copy's session was left behind with its own line; the first tab's is as it was
  const next = await context.newPage();
  await atlas.open(next);
  await expect(next.getByRole('status').filter({ hasText: 'left behind: 3 lines' })).toBeVisible();
  expect(await name(page)).toBe(first);
  await page.reload();
  await atlas.ready(page);
  await expect(atlas.stick(page, 'dimm1')).toBeVisible();
  await page.waitForTimeout(1500);
  expect(await name(page)).toBe(first);
});
