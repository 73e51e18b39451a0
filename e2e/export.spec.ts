import { readFile } from 'node:fs/promises';
import type { Download, Page } from '@playwright/test';
import { hashStore } from '../src/engine/state/hash.ts';
import { machineSession } from '../src/session/machine-session.ts';
import { linesOfScript } from '../src/session/script.ts';
import { loadMachine } from '../src/snapshot/load.ts';
import { bundledSnapshot } from '../src/snapshot/testing.ts';
import * as atlas from './atlas.ts';
import { expect, test } from './fixtures.ts';

async function lived(page: Page): Promise<void> {
  await atlas.open(page);
  await atlas.pane(page, 'QEMU monitor');
  await atlas.type(page, 'object_add memory-backend-ram,id=mem1,size=1G');
  await atlas.type(page, 'device_add pc-dimm,id=dimm1,memdev=mem1,node=1');
  await atlas.pane(page, 'Guest shell');
  await atlas.type(page, 'echo online_movable > /sys/devices/system/memory/memory48/state');
  await expect(atlas.stick(page, 'dimm1')).toBeVisible();
}
async function share(page: Page, entry: string): Promise<void> {
  await page.getByRole('button', { name: 'Share & save' }).click();
  await page.getByRole('menuitem', { name: entry }).click();
}
async function saved(page: Page, button: string): Promise<{ readonly name: string; readonly content: Buffer }> {
  const waiting: Promise<Download> = page.waitForEvent('download');
  await page.getByRole('dialog').getByRole('button', { name: button, exact: true }).click();
  const file = await waiting;
  return { name: file.suggestedFilename(), content: await readFile(await file.path()) };
}

test('the picture of the map is an SVG that parses and a PNG of the size that was asked for', async ({ page }) => {
  await lived(page);
  await share(page, 'Picture of a view');
  await expect(page.getByRole('img', { name: 'Preview: Physical memory' })).toBeVisible();
  const svg = await saved(page, 'Save SVG');
  expect(svg.name).toMatch(/\.svg$/);
  const found = await page.evaluate((text) => {
    const parsed = new DOMParser().parseFromString(text, 'image/svg+xml');
    return {
      error: parsed.querySelector('parsererror')?.textContent,
      title: parsed.querySelector('title')?.textContent,
      texts: [...parsed.querySelectorAll('text')].map((t) => t.textContent),
      missing: [...text.matchAll(/(?:url\(#|href="#)([\w-]+)/g)]
        .map(([, id]) => id)
        .filter((id) => id !== undefined && parsed.getElementById(id) === null),
    };
  }, svg.content.toString());
  expect(found.error).toBeUndefined();
  expect(found.missing).toEqual([]);
  expect(found.title).toBe('Physical memory');
  // title, a block by name, the legend and the address ranges
  expect(found.texts).toEqual(expect.arrayContaining(['Physical memory', 'memory48', 'Movable', 'offline']));
  expect(found.texts.some((text) => /^0x180000000–0x1bfffffff {2}System RAM/.test(text ?? ''))).toBe(true);
  // IHDR
  const sizeOf = (png: Buffer): readonly number[] => [png.readUInt32BE(16), png.readUInt32BE(20)];
  const needed = await saved(page, 'Save PNG');
  expect(sizeOf(needed.content)[0]).toBe(1920);
  // it ends where the map's legend ends
  expect(sizeOf(needed.content)[1]).toBeLessThan(1080);
  expect(sizeOf(needed.content)[1]).toBeGreaterThan(700);
  await page.getByRole('dialog').getByRole('radio', { name: 'Exactly this size' }).click({ force: true });
  const png = await saved(page, 'Save PNG');
  expect(png.content.subarray(1, 4).toString()).toBe('PNG');
  expect(sizeOf(png.content)).toEqual([1920, 1080]);
  const opens = await page.evaluate(async (base64) => {
    const image = new Image();
    image.src = `data:image/png;base64,${base64}`;
    await image.decode();
    return [image.naturalWidth, image.naturalHeight];
  }, png.content.toString('base64'));
  expect(opens).toEqual([1920, 1080]);

  // every other view, in the other colours
  await page.getByRole('dialog').getByRole('radio', { name: 'Light' }).click({ force: true });
  for (const [view, text] of [
    ['Zones', 'Node 1 Normal'],
    ['Page tables', 'PUD[6] → 1 GiB leaf'],
    ['Memmap cost', 'dimm1: 4,096 pages for 1 GiB'],
    ['Timeline', 'lock held'],
    ['Bay', '1 of 8 online'],
    ['Inspector: section', 'pfn_to_online_page'],
    ['Inspector: zone', 'Watermarks'],
  ] as const) {
    await page.getByRole('dialog').getByRole('button', { name: /View$/ }).click();
    await page.getByRole('option', { name: view }).click();
    const { content } = await saved(page, 'Save SVG');
    const drawn = await page.evaluate((xml) => {
      const parsed = new DOMParser().parseFromString(xml, 'image/svg+xml');
      return (
        parsed.querySelector('parsererror')?.textContent ??
        [...parsed.querySelectorAll('text')].map((t) => t.textContent)
      );
    }, content.toString());
    expect(drawn, view).toContain(text);
  }
});

test('the script of the session replays to the same bytes', async ({ page }) => {
  await lived(page);
  await share(page, 'Scripts for a real guest');
  const script = await saved(page, 'Save');
  expect(script.name).toMatch(/\.host\.sh$/);
  const text = script.content.toString();
  expect(text).toContain('#  qemu-system-x86_64'.replace('#  ', '# '));
  const run = (lines: ReturnType<typeof linesOfScript>): string => {
    const session = machineSession(loadMachine(bundledSnapshot('x86_64-dimm-lifecycle')));
    for (const line of lines) session.run(line, 'person');
    return hashStore(session.machine.k.store);
  };
  const typed = [
    { channel: 'monitor', line: 'object_add memory-backend-ram,id=mem1,size=1G' },
    { channel: 'monitor', line: 'device_add pc-dimm,id=dimm1,memdev=mem1,node=1' },
    { channel: 'shell', line: 'echo online_movable > /sys/devices/system/memory/memory48/state' },
  ] as const;
  expect(linesOfScript(text)).toEqual(typed);
  expect(run(linesOfScript(text))).toBe(run([...typed]));
});

test('a saved session opens again with its branch and its bookmark', async ({ page }) => {
  await lived(page);
  const field = atlas.timeline(page).getByRole('textbox', { name: 'Moment, as a number' });
  await field.fill('line 2');
  await page.keyboard.press('Enter');
  await expect(atlas.past(page)).toBeVisible();
  await atlas
    .timeline(page)
    .getByRole('button', { name: /^Bookmarks/ })
    .click();
  await page
    .getByRole('dialog')
    .getByRole('textbox', { name: /^Bookmark this moment/ })
    .fill('Plugged');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await atlas.type(page, 'echo online_kernel > /sys/devices/system/memory/memory49/state');
  await expect(atlas.timeline(page).getByRole('button', { name: /Branch 2/ })).toBeVisible();
  const waiting = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Share & save' }).click();
  await page.getByRole('menuitem', { name: 'Save the session as a file' }).click();
  const file = await (await waiting).path();

  await page.goto('./#machine=x86_64-dimm-one-node');
  await page.reload();
  await atlas.ready(page);
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Share & save' }).click();
  await page.getByRole('menuitem', { name: 'Open a session or snapshot file' }).click();
  const text = await readFile(file);
  await (await chooser).setFiles({ name: 'mine.atlas.json', mimeType: 'application/json', buffer: text });
  await expect(atlas.stick(page, 'dimm1')).toBeVisible();
  await field.fill('Plugged');
  await page.keyboard.press('Enter');
  await expect(field).toHaveValue('#342');
  await atlas
    .timeline(page)
    .getByRole('button', { name: /Branch 2/ })
    .click();
  await page.getByRole('dialog').getByRole('button', { name: 'Go to Branch 1' }).click();
  await atlas.table(page, true);
  await atlas.expectBlocks(page, 48, 48, 'online');
});
