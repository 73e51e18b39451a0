/** Machines from QEMU command lines, and reboots with other words. */
import type { Page } from '@playwright/test';
import * as atlas from './atlas.ts';
import { expect, test } from './fixtures.ts';

const LINE = `qemu-system-x86_64 -machine q35 -smp 2 -m 4G,slots=8,maxmem=32G \\
  -object memory-backend-ram,id=m0,size=2G -object memory-backend-ram,id=m1,size=2G \\
  -numa node,nodeid=0,cpus=0,memdev=m0 -numa node,nodeid=1,cpus=1,memdev=m1 \\
  -netdev user,id=n -kernel bzImage -append "console=ttyS0 quiet movable_node"`;

const dialog = (page: Page) => page.getByRole('dialog', { name: 'A machine from a QEMU command line' });
const facts = (page: Page) => page.getByRole('list', { name: 'The machine' });

async function openDialog(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Machine:/ }).click();
  await page.getByRole('menuitem', { name: 'Paste a QEMU command line…' }).click();
  await expect(dialog(page).getByRole('textbox', { name: 'QEMU command line' })).toBeFocused();
}

async function boot(page: Page, line: string): Promise<void> {
  await dialog(page).getByRole('textbox', { name: 'QEMU command line' }).fill(line);
  await dialog(page).getByRole('button', { name: 'Boot' }).click();
}

test('a pasted command line becomes a machine that lives', async ({ page }) => {
  await atlas.open(page, 'x86_64-dimm-one-node');
  await openDialog(page);
  await expect(dialog(page)).toContainText('Boots the kernel of “Two nodes, x86_64”');
  await boot(page, LINE);
  await expect(dialog(page)).toBeHidden();
  await expect(page.getByRole('button', { name: 'Machine: q35, 4 GiB, 2 nodes' })).toBeVisible();
  await expect(facts(page)).toContainText('2 nodes');
  await expect(facts(page)).toContainText('4 GiB online');
  const notice = page.getByRole('status').filter({ hasText: 'was started with the kernel of “Two nodes, x86_64”' });
  await expect(notice.getByRole('listitem')).toHaveText(['-netdev user,id=n', 'console=ttyS0', 'quiet']);
  await expect(page).toHaveURL(/#machine=qemu(&|$)/);

  await atlas.pane(page, 'QEMU monitor');
  await atlas.type(page, 'object_add memory-backend-ram,id=mem1,size=1G');
  await atlas.type(page, 'device_add pc-dimm,id=dimm1,memdev=mem1,node=1');
  await expect(atlas.stick(page, 'dimm1')).toHaveAccessibleName('dimm1, 1 GiB, node 1 slot 0, offline');
  const log = await atlas.pane(page, 'Guest shell');
  await atlas.type(page, 'cat /sys/devices/system/memory/memory48/valid_zones');
  await expect(log).toContainText('Movable');
  // movable_node: "online" alone goes to the movable zone
  await atlas.type(
    page,
    'for b in 48 49 50 51 52 53 54 55; do echo online > /sys/devices/system/memory/memory$b/state; done',
  );
  await expect(atlas.stick(page, 'dimm1')).toHaveAccessibleName('dimm1, 1 GiB, node 1 slot 0, Movable');

  // the tab keeps it over a reload
  await page.reload();
  await atlas.ready(page);
  await expect(page.getByRole('button', { name: 'Machine: q35, 4 GiB, 2 nodes' })).toBeVisible();
  await expect(atlas.stick(page, 'dimm1')).toHaveAccessibleName('dimm1, 1 GiB, node 1 slot 0, Movable');
});

test('a command line that is wrong says which option and why, and the machine on screen stays', async ({ page }) => {
  await atlas.open(page, 'x86_64-dimm-one-node');
  await openDialog(page);
  const alert = dialog(page).getByRole('alert');
  for (const [line, said] of [
    ['', 'There is no command line to boot yet'],
    ['hello', 'No QEMU was found'],
    ['qemu-system-ppc64 -m 1G', 'qemu-system-ppc64: machines of x86_64, aarch64 and riscv64 can be started here'],
    ['qemu-system-x86_64 -m plenty', '-m is not a size'],
    ['qemu-system-x86_64 -machine microvm', '-machine: microvm is not modelled'],
    [LINE.replace('-m 4G', '-m 5G'), 'total memory for NUMA nodes'],
    [`${LINE} -device pc-dimm,id=d,memdev=nope`, "Device 'nope' not found"],
  ] as const) {
    await boot(page, line);
    await expect(alert, line).toContainText(said);
  }
  await expect(page.getByRole('status').filter({ hasText: 'cannot be loaded' })).toBeHidden();
  await dialog(page).getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByRole('button', { name: 'Machine: One node, x86_64' })).toBeVisible();
  await expect(facts(page)).toContainText('2 GiB online');
});

test('a reboot with other words keeps the DIMMs, and is undone like any line', async ({ page }) => {
  await atlas.open(page);
  await atlas.pane(page, 'QEMU monitor');
  await atlas.type(page, 'object_add memory-backend-ram,id=mem1,size=1G');
  await atlas.type(page, 'device_add pc-dimm,id=dimm1,memdev=mem1,node=1');
  await expect(atlas.stick(page, 'dimm1')).toHaveAccessibleName('dimm1, 1 GiB, node 1 slot 0, offline');
  const log = await atlas.pane(page, 'World');
  await atlas.type(page, 'boot nosuch=1');
  await expect(log).toContainText("unknown knob 'nosuch'");
  await atlas.type(page, 'boot memhp_default_state=online_movable mem=3G');
  await expect(log).toContainText(
    'started with: console=ttyS0 trace_buf_size=4M memhp_default_state=online_movable mem=3G',
  );
  await expect(atlas.stick(page, 'dimm1')).toHaveAccessibleName('dimm1, 1 GiB, node 1 slot 0, Movable');
  await page.getByRole('button', { name: /^Undo/ }).click();
  await expect(atlas.stick(page, 'dimm1')).toHaveAccessibleName('dimm1, 1 GiB, node 1 slot 0, offline');
  await expect(facts(page)).toContainText('4 GiB online');
  await page.getByRole('button', { name: /^Redo/ }).click();
  await expect(atlas.stick(page, 'dimm1')).toHaveAccessibleName('dimm1, 1 GiB, node 1 slot 0, Movable');
  await page.reload();
  await atlas.ready(page);
  await expect(atlas.stick(page, 'dimm1')).toHaveAccessibleName('dimm1, 1 GiB, node 1 slot 0, Movable');
});
