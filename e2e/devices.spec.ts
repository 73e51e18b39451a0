import type { Locator, Page } from '@playwright/test';
import * as atlas from './atlas.ts';
import { expectClean } from './axe.ts';
import { expect, test } from './fixtures.ts';

const device = (page: Page, kind: string, id: string): Locator =>
  atlas.bay(page).locator(`[data-device="${kind}:${id}"]`).first();
const actions = (page: Page, id: string): Locator =>
  atlas
    .bay(page)
    .getByRole('button', { name: `Actions for ${id}`, exact: true })
    .last();
const slider = (page: Page, id: string): Locator =>
  atlas.bay(page).getByRole('slider', { name: `Requested size of ${id}` });

test.describe('persistent memory by mouse', () => {
  test('labels are written, a namespace is carved, becomes System RAM and comes back', async ({ page }) => {
    await atlas.open(page, 'x86_64-pmem-devdax');
    const bay = atlas.bay(page);
    await bay.getByRole('button', { name: 'Write labels, so that it can be carved' }).click();
    const carve = bay.getByRole('button', { name: /^Carve .* of free space/ });
    await expect(carve).toBeVisible();

    // the outcome is drawn before anything is done
    await carve.click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Size' }).fill('400M');
    await expect(dialog).toContainText('ndctl create-namespace -r region0 -s 400M -m devdax -M dev -a 2M');
    await expect(dialog).toContainText(/memmap 6 MiB/);
    await dialog.getByRole('button', { name: 'Carve', exact: true }).click();
    await expect(device(page, 'namespace', 'namespace0.0')).toBeVisible();
    await expect(bay).toContainText('devdax · memmap on device · 2M aligned');
    const shell = await atlas.pane(page, 'Guest shell');
    await expect(shell).toContainText('ndctl create-namespace -r region0 -s 400M -m devdax -M dev -a 2M');

    // selected in the bay, told in the inspector
    await device(page, 'namespace', 'namespace0.0').click();
    const inspector = atlas.inspector(page);
    await expect(inspector.getByRole('heading', { name: 'namespace0.0', exact: true })).toBeVisible();
    await expect(inspector).toContainText('Boot to bash');
    await expect(inspector.getByRole('row').filter({ hasText: '1,536' })).toBeVisible();

    await actions(page, 'dax0.0').click();
    await page.getByRole('menuitem', { name: 'System RAM, online to Movable' }).click();
    await expect(bay).toContainText(/system-ram · 2 of 2 blocks online · Movable/);
    await actions(page, 'dax0.0').click();
    await page.getByRole('menuitem', { name: 'To devdax', exact: true }).click();
    // the kernel does not take memory offline by itself
    await expect(atlas.refusal(page)).toContainText(/online|busy/i);
    await actions(page, 'dax0.0').click();
    await page.getByRole('menuitem', { name: 'Take offline and to devdax' }).click();
    await expect(bay).not.toContainText('system-ram');
    await page.screenshot({ path: 'e2e/screenshots/devices-pmem.png' });

    await actions(page, 'namespace0.0').click();
    await page.getByRole('menuitem', { name: 'Destroy' }).click();
    await expect(device(page, 'namespace', 'namespace0.0')).toBeHidden();
  });
});

test('what is being carved is forgotten with its machine', async ({ page }) => {
  await atlas.open(page, 'x86_64-pmem-devdax');
  const bay = atlas.bay(page);
  await bay.getByRole('button', { name: 'Write labels, so that it can be carved' }).click();
  await bay.getByRole('button', { name: /^Carve .* of free space/ }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('textbox', { name: 'Size' })).toBeVisible();
  // a file that is dropped beside the dialog is another machine, one without regions
  await page.evaluate(async () => {
    const text = await (await fetch('machines/x86_64-dimm-lifecycle.json')).text();
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([text], 'other.json'));
    document.querySelector('main')?.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true }));
  });
  await expect(device(page, 'region', 'region0')).toBeHidden();
  // the address of before is one to go to only when the bar tells of the other machine
  await expect.poll(() => page.evaluate(() => location.hash)).not.toContain('machine=x86_64-pmem-devdax');
  await page.evaluate(() => (location.hash = 'machine=x86_64-pmem-devdax'));
  await expect(device(page, 'region', 'region0')).toBeVisible();
  await expect(dialog).toBeHidden();
});

test('a board without a free port: the refusal says what the machine would need', async ({ page }) => {
  await atlas.open(page);
  await atlas.bay(page).getByRole('button', { name: 'new virtio-mem, 1 GiB' }).click();
  await page.getByRole('menuitem').first().click();
  await expect(atlas.refusal(page)).toContainText("Bus 'pcie.0' does not support hotplugging");
  await expect(atlas.refusal(page)).toContainText('pcie-root-port');
});

test.describe('virtio-mem', () => {
  test('the slider sends the line when a hand lets go', async ({ page }) => {
    await atlas.open(page, 'x86_64-virtio-mem');
    const at = slider(page, 'vm0');
    await at.scrollIntoViewIfNeeded();
    const box = await at.boundingBox();
    if (box === null) throw new Error('no slider');
    const y = box.y + box.height / 2;
    const before = await atlas.picture(page);
    await page.mouse.move(box.x + 7, y);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width / 2, y, { steps: 8 });
    await expect(atlas.bay(page)).toContainText('qom-set vm0 requested-size');
    await expect.poll(() => atlas.picture(page), 'the ghost lies on the map').not.toBe(before);
    await page.mouse.up();
    const monitor = await atlas.pane(page, 'QEMU monitor');
    await expect(monitor).toContainText(/qom-set vm0 requested-size \d+M|qom-set vm0 requested-size 1G/);
    await expect(monitor).toContainText('MEMORY_DEVICE_SIZE_CHANGE');
    await expect(atlas.bay(page)).toContainText('as requested');
  });

  test('by keyboard arrows stage, Escape gives up, Enter sends', async ({ page }) => {
    await atlas.open(page, 'x86_64-virtio-mem');
    const at = slider(page, 'vm0');
    await at.focus();
    await page.keyboard.press('PageUp');
    await expect(at).not.toHaveAttribute('aria-valuetext', '0 B');
    await page.keyboard.press('Escape');
    await expect(at).toHaveAttribute('aria-valuetext', '0 B');
    await page.keyboard.press('End');
    await expect(at).toHaveAttribute('aria-valuetext', '2 GiB');
    const monitor = await atlas.pane(page, 'QEMU monitor');
    await expect(monitor).not.toContainText('qom-set');
    await at.focus();
    await page.keyboard.press('Home');
    for (let i = 0; i < 3; i++) await page.keyboard.press('PageUp');
    const asked = await at.getAttribute('aria-valuetext');
    await page.keyboard.press('Enter');
    await expect(monitor).toContainText('qom-set vm0 requested-size');
    await expect(at).toHaveAttribute('aria-valuetext', asked ?? '');
  });
});

test.describe('NVDIMMs by keyboard', () => {
  test('one is taken from the shelf into a slot through its menu; out again it does not go', async ({ page }) => {
    await atlas.open(page, 'x86_64-pmem-devdax');
    const part = atlas.bay(page).getByRole('button', { name: 'new NVDIMM, 1 GiB', exact: true });
    await part.focus();
    await page.keyboard.press(' ');
    await expect(page.getByRole('menuitem', { name: 'Node 0' })).toBeFocused();
    await page.keyboard.press('ArrowRight');
    await expect(page.getByRole('menuitem', { name: 'Lowest free slot' })).toBeFocused();
    await page.keyboard.press('Enter');
    const stick = atlas.stick(page, 'nvdimm2');
    await expect(stick).toHaveAccessibleName(/^nvdimm2, NVDIMM, .* node 0 slot/);
    const monitor = await atlas.pane(page, 'QEMU monitor');
    await expect(monitor).toContainText('device_add nvdimm,id=nvdimm2,memdev=nv2,label-size=128K,node=0');
    await actions(page, 'nvdimm2').focus();
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem', { name: 'Eject to the shelf' }).focus();
    await page.keyboard.press('Enter');
    // QEMU cannot take an NVDIMM out of a running q35: the stick snaps back, in QEMU's words
    await expect(atlas.refusal(page)).toContainText('nvdimm device hot unplug is not supported yet');
    await expect(stick).toBeVisible();
    await expect(monitor).not.toContainText('device_del');
  });
});

test('axe finds nothing on devices', async ({ page }) => {
  test.slow();
  const clean = (what: string): Promise<void> =>
    expectClean(page, what, { picture: `devices-${what.replaceAll(' ', '-')}` });
  await atlas.open(page, 'x86_64-pmem-devdax');
  await atlas.pane(page, 'Guest shell');
  await atlas.type(page, 'ndctl disable-region all; ndctl init-labels -f all; ndctl enable-region all');
  await atlas.type(page, 'ndctl create-namespace -m devdax -M dev -s 400M -a 2M');
  await atlas.type(page, 'ndctl create-namespace -m devdax -M mem -s 304M -a 2M');
  await device(page, 'namespace', 'namespace0.0').click();
  await expect(atlas.inspector(page).getByText('Boot to bash')).toBeVisible();
  await clean('a namespace');
  await atlas.inspector(page).getByRole('tab', { name: 'Section' }).click();
  await expect(atlas.inspector(page).getByText('What the kernel says of this page')).toBeVisible();
  await clean('predicates');
  await atlas
    .bay(page)
    .getByRole('button', { name: /^Carve/ })
    .click();
  await expect(page.getByRole('dialog')).toContainText('ndctl create-namespace');
  await clean('carving');
  await atlas.open(page, 'x86_64-virtio-mem');
  await slider(page, 'vm0').focus();
  for (let i = 0; i < 3; i++) await page.keyboard.press('PageUp');
  await expect(atlas.bay(page)).toContainText('qom-set vm0 requested-size');
  await clean('the slider');
  await atlas.open(page, 'x86_64-softreserved-cxl-node');
  await device(page, 'dax', 'dax0.0').click();
  await expect(atlas.inspector(page).getByText('Boot to bash')).toBeVisible();
  await clean('soft reserved');
});

test.describe('what a machine cannot have', () => {
  test('is refused in QEMU’s words, and nothing changes', async ({ page }) => {
    await atlas.open(page);
    const part = atlas.bay(page).getByRole('button', { name: 'new NVDIMM, 1 GiB', exact: true });
    await atlas.carry(page, part, atlas.slot(page, 0, 0));
    await expect(atlas.card(page)).toContainText(/nvdimm is not enabled/);
    await page.mouse.up();
    await expect(atlas.refusal(page)).toContainText(/nvdimm is not enabled/);
    await expect(atlas.slot(page, 0, 0)).toBeVisible();
    await expect(atlas.bay(page)).toContainText('Nothing beyond DIMMs');
  });
});

test.describe('a low screen', () => {
  test.use({ viewport: { width: 1280, height: 720 } });

  test('begins with the shelf folded where it would hide devices; what is dropped on it arrives', async ({ page }) => {
    await atlas.open(page, 'x86_64-pmem-devdax');
    const fold = atlas.shelf(page).getByRole('button', { name: 'Shelf', exact: true });
    await expect(fold).toHaveAttribute('aria-expanded', 'false');
    await expect(atlas.part(page, '1 GiB')).toBeHidden();
    await atlas.pane(page, 'QEMU monitor');
    await atlas.type(page, 'object_add memory-backend-ram,id=mem1,size=1G');
    await atlas.type(page, 'device_add pc-dimm,id=dimm1,memdev=mem1,node=0');
    await atlas.carry(page, atlas.stick(page, 'dimm1'), atlas.shelf(page));
    await page.mouse.up();
    await expect(atlas.stick(page, 'dimm1')).toBeHidden();
    await fold.click();
    await expect(atlas.part(page, '1 GiB')).toBeVisible();
    await expect(atlas.shelf(page).getByRole('button', { name: 'mem1, 1 GiB' })).toBeVisible();
    // chosen by hand: it stays so
    await page.reload();
    await atlas.ready(page);
    await expect(fold).toHaveAttribute('aria-expanded', 'true');
  });
});
