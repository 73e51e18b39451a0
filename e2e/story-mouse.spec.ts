import * as atlas from './atlas.ts';
import { expect, test } from './fixtures.ts';

// colours change nothing of what hands do: this in the light, the other in the dark
test.describe('the mouse', () => {
  test.use({ colorScheme: 'light' });

  test('a DIMM is added, brought online, moved, taken out; taken back and done again', async ({ page }) => {
    await atlas.open(page);
    const dmesg = await atlas.pane(page, 'dmesg');
    await expect(dmesg).toContainText('Run /init as init process');
    const logged = await dmesg.innerText();
    const before = await atlas.picture(page);

    await atlas.carry(page, atlas.part(page, '1 GiB'), atlas.slot(page, 1, 0));
    const outcome = atlas.outcome(page);
    await expect(outcome).toContainText('memory48–55 · 8 blocks');
    await expect(outcome).toContainText('offline');
    await expect(outcome).toContainText('paid by node 1 Normal');
    await expect.poll(() => atlas.picture(page), 'the ghost lies on the map').not.toBe(before);
    await page.screenshot({ path: `e2e/screenshots/light-ghost.png` });
    await page.mouse.up();

    const stick = atlas.stick(page, 'dimm1');
    await expect(stick).toHaveAccessibleName(/^dimm1, 1 GiB, node 1 slot 0/);
    await expect(outcome).toBeHidden();
    const monitor = await atlas.pane(page, 'QEMU monitor');
    await expect(monitor).toContainText('object_add memory-backend-ram,id=mem1,size=1G');
    await expect(monitor).toContainText('device_add pc-dimm,id=dimm1,memdev=mem1,node=1,slot=0');
    await atlas.table(page, true);
    await atlas.expectBlocks(page, 48, 55, 'offline');
    // Linux adds memory without a word
    await atlas.pane(page, 'dmesg');
    await expect(dmesg).toContainText('Run /init as init process');
    expect(await dmesg.innerText()).toBe(logged);

    // memory48 to Normal from the table, the rest of the DIMM to Movable from the map's bar
    await atlas.blockRow(page, 48).getByRole('button').click();
    const bar = atlas.map(page).getByRole('group', { name: 'Selected memory' });
    await bar.getByRole('button', { name: 'Online…' }).click();
    await page.getByRole('menuitem', { name: 'to Normal' }).click();
    await atlas.expectBlocks(page, 48, 48, 'online', 'Normal');
    await expect(bar).toContainText('memory48 brought online to Normal');
    await stick.click();
    await bar.getByRole('button', { name: 'Online…' }).click();
    await page.getByRole('menuitem', { name: 'to Movable' }).click();
    await atlas.expectBlocks(page, 49, 55, 'online', 'Movable');
    await expect(stick).toHaveAccessibleName('dimm1, 1 GiB, node 1 slot 0, Normal + Movable');
    const shell = await atlas.pane(page, 'Guest shell');
    await atlas.type(page, 'lsmem -o RANGE,STATE,ZONES,NODE,BLOCK');
    await expect(shell).toContainText(/0x0000000100000000-0x0000000187ffffff online +Normal +1 32-48/);
    await expect(shell).toContainText(/0x0000000188000000-0x00000001bfffffff online Movable +1 49-55/);
    await expect(shell).toContainText(/Total online memory: +5G/);

    // to node 0: the kernel takes the blocks offline, lets go, and gets them again
    await atlas.carry(page, stick, atlas.slot(page, 0, 2));
    await expect(outcome).toContainText('now of node 0');
    await page.mouse.up();
    await expect(stick).toHaveAccessibleName('dimm1, 1 GiB, node 0 slot 2, offline');
    await atlas.pane(page, 'QEMU monitor');
    await expect(monitor).toContainText('device_del dimm1');
    await expect(monitor).toContainText('DEVICE_DELETED');
    await expect(monitor).toContainText('device_add pc-dimm,id=dimm1,memdev=mem1,node=0,slot=2');
    await atlas.expectBlocks(page, 48, 55, 'offline');
    await expect(atlas.blockRow(page, 48).getByRole('cell').nth(2)).toHaveText('0');

    // out of the machine: the backend waits on the shelf
    await atlas.carry(page, stick, atlas.shelf(page));
    await expect(outcome).toContainText('memory48–55 · 8 blocks');
    await page.mouse.up();
    await expect(stick).toBeHidden();
    const spare = atlas.shelf(page).getByRole('button', { name: 'mem1, 1 GiB' });
    await expect(spare).toBeVisible();
    await expect(atlas.blockRow(page, 48)).toBeHidden();

    const undo = page.getByRole('button', { name: /^Undo/ });
    await undo.click();
    await expect(stick).toHaveAccessibleName('dimm1, 1 GiB, node 0 slot 2, offline');
    await undo.click();
    await expect(stick).toHaveAccessibleName('dimm1, 1 GiB, node 1 slot 0, Normal + Movable');
    await atlas.expectBlocks(page, 49, 55, 'online', 'Movable');
    const redo = page.getByRole('button', { name: /^Redo/ });
    await redo.click();
    await expect(stick).toHaveAccessibleName('dimm1, 1 GiB, node 0 slot 2, offline');
    await redo.click();
    await expect(spare).toBeVisible();
    await expect(redo).toBeDisabled();
  });

  test('what the kernel refuses goes back and says why', async ({ page }) => {
    await atlas.open(page, 'x86_64-dimm-one-node');
    // a DIMM smaller than a block
    await atlas.shelf(page).getByRole('button', { name: 'A part of another size…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Size' }).fill('64M');
    await dialog.getByRole('button', { name: 'Put it on the shelf' }).click();
    await atlas.carry(page, atlas.part(page, '64 MiB'), atlas.slot(page, 0, 0));
    await expect(atlas.card(page)).toContainText('Block size [0x8000000] unaligned hotplug range');
    await page.mouse.up();
    const refusal = atlas.refusal(page);
    await expect(refusal).toContainText('acpi PNP0C80:00: add_memory failed');
    await expect(atlas.slot(page, 0, 0)).toBeVisible();
    await expect(atlas.stick(page, 'dimm1')).toBeHidden();
    await refusal.getByRole('button', { name: 'Dismiss' }).click();
    await expect(refusal).toBeHidden();

    // a DIMM whose blocks hold pages of the kernel
    await atlas
      .shelf(page)
      .getByRole('button', { name: /on arrival/ })
      .click();
    await page.getByRole('option', { name: /online_kernel/ }).click();
    await atlas.carry(page, atlas.part(page, '256 MiB'), atlas.slot(page, 0, 0));
    await expect(atlas.card(page)).toContainText('Normal');
    await page.mouse.up();
    const stick = atlas.stick(page, 'dimm1');
    await expect(stick).toHaveAccessibleName('dimm1, 256 MiB, node 0 slot 0, Normal');
    await atlas.pane(page, 'World');
    await atlas.type(page, 'load kernel 1500M');
    await atlas.type(page, 'tick 100');
    await atlas.carry(page, stick, atlas.slot(page, 0, 2));
    await expect(atlas.card(page)).toContainText('page dumped because: unmovable page');
    await page.mouse.up();
    await expect(refusal).toContainText('memory memory32: Offline failed.');
    await expect(refusal).toContainText(/In the way: .*pfn \d+/);
    await page.screenshot({ path: `e2e/screenshots/light-refused.png` });
    await expect(stick).toHaveAccessibleName('dimm1, 256 MiB, node 0 slot 0, Normal');
    await refusal.getByRole('button', { name: 'Send it all the same' }).click();
    await expect(refusal).toContainText('The guest refuses (_OST status');
    await expect(stick).toHaveAccessibleName(/^dimm1, 256 MiB, node 0 slot 0, /);
    await expect(await atlas.pane(page, 'QEMU monitor')).toContainText('device_del dimm1');
  });
});
