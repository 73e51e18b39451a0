import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { expect as plainExpect, test as plain } from '@playwright/test';
import * as atlas from './atlas.ts';
import { expect, test } from './fixtures.ts';
import { arrived, checked, openStory, story } from './stories.ts';

test.describe('without a network', () => {
  test.use({ serviceWorkers: 'allow' });

  test('a page that was opened once opens, loads machines and plays stories', async ({ page, context }) => {
    await atlas.open(page);
    // cached once the page had nothing else to do
    await expect
      .poll(() => page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.active?.state), {
        timeout: 30_000,
      })
      .toBe('activated');
    await context.setOffline(true);
    await page.reload();
    await atlas.ready(page);
    await page.getByRole('button', { name: /^Machine:/ }).click();
    await page.getByRole('menuitem', { name: 'Two nodes, arm64' }).click();
    await expect(page.getByRole('list', { name: 'The machine' })).toContainText('arm64');
    await openStory(page, 'block-life', 5);
    await expect(checked(page)).toContainText('✓');
    await context.setOffline(false);
  });

  test('what it is called and how it looks, for whoever installs it', async ({ page, request }) => {
    await page.goto('./');
    const href = await page.locator('link[rel=manifest]').getAttribute('href');
    const manifest: unknown = await (await request.get(new URL(href ?? '', page.url()).href)).json();
    expect(manifest).toMatchObject({ name: 'Hotplug Atlas', display: 'standalone', start_url: './', scope: './' });
    for (const size of ['192', '512']) {
      const icon = await request.get(new URL(`icons/atlas-${size}.png`, page.url()).href);
      expect(icon.headers()['content-type']).toBe('image/png');
    }
  });
});

plain.describe('one file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'hotplug-atlas-'));
  plain.beforeAll(() => {
    plain.setTimeout(240_000);
    const root = fileURLToPath(new URL('..', import.meta.url));
    execFileSync(
      process.execPath,
      ['node_modules/vite/bin/vite.js', 'build', '--config', 'vite.single.config.ts', '--outDir', folder],
      { cwd: root, stdio: 'pipe' },
    );
  });
  plain.afterAll(() => rmSync(folder, { recursive: true, force: true }));

  plain('opens from a memory stick: a machine, a DIMM, a step of a story, and not one request', async ({ page }) => {
    plain.setTimeout(120_000);
    const faults: string[] = [];
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) faults.push(message.text());
    });
    page.on('pageerror', (error) => faults.push(String(error)));
    page.on('request', (request) => {
      if (!/^(?:data|blob):/.test(request.url()) && !request.url().startsWith(address)) faults.push(request.url());
    });
    const address = pathToFileURL(join(folder, 'hotplug-atlas.html')).href;
    await page.goto(address);
    await atlas.ready(page);
    await page.getByRole('button', { name: /^Machine:/ }).click();
    await page.getByRole('menuitem', { name: 'One node, x86_64' }).click();
    await plainExpect(page.getByRole('list', { name: 'The machine' })).toContainText('2 GiB online');
    await atlas.pane(page, 'QEMU monitor');
    await atlas.type(page, 'object_add memory-backend-ram,id=mem1,size=1G');
    await atlas.type(page, 'device_add pc-dimm,id=dimm1,memdev=mem1');
    await plainExpect(atlas.stick(page, 'dimm1')).toBeVisible();
    await page.goto(`${address}#story=block-life&step=2`);
    await arrived(page, 2);
    await plainExpect(checked(page)).toContainText('✓');
    await story(page).getByRole('button', { name: 'Next step' }).click();
    await arrived(page, 3);
    await page.screenshot({ path: 'e2e/screenshots/stories/single-file.png' });
    plainExpect(faults).toEqual([]);
  });
});
