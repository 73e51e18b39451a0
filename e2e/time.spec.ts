import * as atlas from './atlas.ts';
import { expect, test } from './fixtures.ts';

test('the timeline goes into a device_add and back to now, and the whole screen follows', async ({ page }) => {
  await atlas.open(page);
  await atlas.pane(page, 'QEMU monitor');
  await atlas.type(page, 'object_add memory-backend-ram,id=mem1,size=1G');
  await atlas.type(page, 'device_add pc-dimm,id=dimm1,memdev=mem1,node=1');
  await atlas.table(page, true);
  await atlas.expectBlocks(page, 48, 55, 'offline');

  const timeline = atlas.timeline(page);
  const playhead = timeline.getByRole('slider', { name: 'Kernel step' });
  const steps = Number(await playhead.getAttribute('aria-valuemax'));
  expect(steps).toBeGreaterThan(50);
  // the first step of the last line: nothing is there yet
  await timeline.getByRole('button', { name: 'To the first step' }).click();
  await expect(playhead).toHaveAttribute('aria-valuenow', '0');
  await expect(atlas.past(page)).toBeVisible();
  await expect(atlas.blockRow(page, 48)).toBeHidden();

  // in the middle some blocks are there and some are not
  const box = await playhead.boundingBox();
  if (box === null) throw new Error('no playhead');
  await page.mouse.click(box.x + box.width * 0.8, box.y + 6);
  await expect.poll(async () => Number(await playhead.getAttribute('aria-valuenow'))).toBeGreaterThan(steps / 2);
  await expect(playhead).toHaveAttribute('aria-valuetext', /holding .*mem_hotplug_lock/);
  await expect(atlas.blockRow(page, 48)).toBeVisible();
  await expect(atlas.blockRow(page, 55)).toBeHidden();
  await page.screenshot({ path: 'e2e/screenshots/dark-past.png' });

  // the same from the list of calls
  await timeline.getByRole('button', { name: 'List' }).click();
  const first = timeline.getByRole('tree', { name: 'Calls' }).getByRole('treeitem').first();
  await expect(first).toContainText('acpi_hotplug_work_fn');
  await first.dblclick();
  await expect(atlas.blockRow(page, 48)).toBeHidden();
  await timeline.getByRole('button', { name: 'Back to now' }).click();
  await expect(atlas.past(page)).toBeHidden();
  await atlas.expectBlocks(page, 48, 55, 'offline');
});

test('undo takes a line back while workloads run, and they go on', async ({ page }) => {
  await atlas.open(page);
  await page.getByRole('button', { name: /Speed of the workloads/ }).click();
  await page.getByRole('option', { name: '30 ticks/s' }).click();
  await page.getByRole('button', { name: /^(Start|Run the) workloads/ }).click();
  const ticks = async (): Promise<number> =>
    Number(
      /tick ([\d,]+)/
        .exec(await page.getByRole('group', { name: 'Workload clock' }).innerText())?.[1]
        ?.replaceAll(',', '') ?? 'NaN',
    );
  await expect.poll(ticks).toBeGreaterThan(10);
  await atlas.carry(page, atlas.part(page, '1 GiB'), atlas.slot(page, 1, 0));
  await expect(atlas.outcome(page)).toContainText('memory48–55');
  await page.mouse.up();
  await expect(atlas.stick(page, 'dimm1')).toBeVisible();
  const then = await ticks();
  await expect.poll(ticks).toBeGreaterThan(then + 20);
  const late = await ticks();
  await page.getByRole('button', { name: /^Undo/ }).click();
  await expect(atlas.stick(page, 'dimm1')).toBeHidden();
  // the ticks since then are taken back too, and the lines of the clock with them
  await expect(atlas.past(page)).toBeHidden();
  await expect.poll(ticks, 'the workloads go on').toBeGreaterThan(late);
  await page.getByRole('button', { name: /^Redo/ }).click();
  await expect(atlas.stick(page, 'dimm1')).toBeVisible();
});

test('paused means still', async ({ page }) => {
  await atlas.open(page);
  await page.getByRole('button', { name: /^(Start|Run the) workloads/ }).click();
  const moving = await atlas.picture(page);
  await expect.poll(() => atlas.picture(page)).not.toBe(moving);
  await page.getByRole('button', { name: 'Pause the workloads' }).click();
  await expect(page.getByRole('button', { name: /^(Start|Run the) workloads/ })).toBeVisible();
  // what was on its way arrives, what is asked about again (map/details.ts: AGAIN_MS) included; from then on nothing changes
  let still = '';
  await expect
    .poll(
      async () => {
        const before = still;
        still = await atlas.picture(page);
        return still === before;
      },
      { intervals: [1800] },
    )
    .toBe(true);
  await page.evaluate(async () => {
    for (let n = 0; n < 30; n++) await new Promise((resolve) => requestAnimationFrame(resolve));
  });
  expect(await atlas.picture(page)).toBe(still);
});

test('acting in the past forks, the other branch stays, and both are compared', async ({ page }) => {
  // three workers start in it, one after the other
  test.slow();
  await atlas.open(page);
  await atlas.pane(page, 'QEMU monitor');
  await atlas.type(page, 'object_add memory-backend-ram,id=mem1,size=1G');
  await atlas.type(page, 'device_add pc-dimm,id=dimm1,memdev=mem1,node=1');
  await atlas.pane(page, 'Guest shell');
  await atlas.type(page, 'echo online_movable > /sys/devices/system/memory/memory48/state');
  const timeline = atlas.timeline(page);
  const field = timeline.getByRole('textbox', { name: 'Moment, as a number' });
  await field.fill('line 2');
  await page.keyboard.press('Enter');
  await expect(atlas.past(page)).toBeVisible();
  await atlas.type(page, 'echo online_kernel > /sys/devices/system/memory/memory48/state');
  await expect(atlas.past(page)).toBeHidden();
  await timeline.getByRole('button', { name: /Branch 2/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Compare Branch 1 with what is on screen' }).click();
  const compare = page.getByRole('region', { name: 'Comparison' });
  const row = compare.getByRole('row', { name: /memory48/ });
  await expect(row).toContainText('online Normal');
  await expect(row).toContainText('online Movable');
  await compare.getByRole('button', { name: 'End the comparison' }).click();
  await expect(compare).toBeHidden();
  // undo goes back to where the branches part; the other one is still there after a reload
  await expect.poll(() => page.evaluate(() => location.hash)).toContain('&s=');
  await page.reload();
  await atlas.ready(page);
  await timeline.getByRole('button', { name: /Branch 2/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Go to Branch 1' }).click();
  await atlas.table(page, true);
  await atlas.expectBlocks(page, 48, 48, 'online');
});

test('steps, lines and playing backwards by keys and numbers', async ({ page }) => {
  await atlas.open(page);
  await atlas.pane(page, 'QEMU monitor');
  await atlas.type(page, 'object_add memory-backend-ram,id=mem1,size=1G');
  await atlas.type(page, 'device_add pc-dimm,id=dimm1,memdev=mem1,node=1');
  await expect(atlas.stick(page, 'dimm1')).toBeVisible();
  const timeline = atlas.timeline(page);
  const field = timeline.getByRole('textbox', { name: 'Moment, as a number' });
  const end = await field.inputValue();
  await field.fill('#999999');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toContainText('the session ends at #');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await timeline.getByRole('slider', { name: 'Kernel step' }).focus();
  await page.keyboard.press('[');
  await expect(field).toHaveValue('#1');
  await page.keyboard.press(']');
  await expect(field).toHaveValue(end);
  await page.keyboard.press(',');
  await expect(field).not.toHaveValue(end);
  const before = await field.inputValue();
  await timeline.getByRole('button', { name: 'Play backwards' }).click();
  await expect
    .poll(async () => Number((await field.inputValue()).replaceAll(/\D/g, '')))
    .toBeLessThan(Number(before.slice(1)) - 5);
  await timeline.getByRole('button', { name: 'Pause' }).click();
  await page.keyboard.press('n');
  await expect(field).toHaveValue(end);
});
