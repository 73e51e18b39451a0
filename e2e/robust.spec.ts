import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Page } from '@playwright/test';
import * as atlas from './atlas.ts';
import { expect, test } from './fixtures.ts';

const snapshot = (): string =>
  readFileSync(new URL('../public/machines/x86_64-dimm-one-node.json', import.meta.url), 'utf8');

/** Drops a text file onto the page. */
async function dropFile(page: Page, name: string, text: string): Promise<void> {
  const data = await page.evaluateHandle(
    ([fileName, content]) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([content ?? ''], fileName ?? '', { type: 'application/json' }));
      return transfer;
    },
    [name, text],
  );
  for (const event of ['dragenter', 'dragover', 'drop'])
    await page.dispatchEvent('main', event, { dataTransfer: data });
}

/** Plugs a DIMM and brings one of its blocks online. */
async function plug(page: Page): Promise<void> {
  await atlas.pane(page, 'QEMU monitor');
  await atlas.type(page, 'object_add memory-backend-ram,id=mem1,size=1G');
  await atlas.type(page, 'device_add pc-dimm,id=dimm1,memdev=mem1,node=1');
  await atlas.pane(page, 'Guest shell');
  await atlas.type(page, 'chmem -e -b 48-55 -z Movable');
  await expect(atlas.stick(page, 'dimm1')).toHaveAccessibleName('dimm1, 1 GiB, node 1 slot 0, Movable');
}

test.describe('a snapshot file', () => {
  test('that is sound becomes the machine, dropped or opened', async ({ page }) => {
    await atlas.open(page);
    await dropFile(page, 'mine.json', snapshot());
    await expect(atlas.bay(page).getByRole('region', { name: 'Node 1' })).toBeHidden();
    await expect(page.getByRole('list', { name: 'The machine' })).toContainText('2 GiB online');
    await page.getByRole('button', { name: /^Machine:/ }).click();
    await page.getByRole('menuitem', { name: 'Two nodes, x86_64' }).click();
    await expect(atlas.bay(page).getByRole('region', { name: 'Node 1' })).toBeVisible();
    await page.getByRole('button', { name: /^Machine:/ }).click();
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('menuitem', { name: 'Open snapshot file…' }).click();
    await (
      await chooser
    ).setFiles({ name: 'mine.json', mimeType: 'application/json', buffer: Buffer.from(snapshot()) });
    await expect(atlas.bay(page).getByRole('region', { name: 'Node 1' })).toBeHidden();
  });

  const broken: readonly (readonly [string, (text: string) => string, RegExp])[] = [
    ['no JSON', (text) => text.slice(0, 200), /JSON/],
    ['another kind of JSON', () => '{"hello": 1}', /./],
    ['a missing file of the kernel', (text) => text.replace('"/proc/iomem"', '"/proc/iomen"'), /iomem/],
    ['a line nobody can read', (text) => text.replace('00001000-0009fbff', '00001000-0009zzzz'), /iomem/],
    ['a number that is a word', (text) => text.replace('"page_size":4096', '"page_size":"4K"'), /page_size/],
    ['a machine nobody knows', (text) => text.replace('"arch":"x86_64"', '"arch":"vax"'), /arch/],
  ];
  test('that is broken says which field and why, and the old machine stays', async ({ page }) => {
    await atlas.open(page);
    await plug(page);
    for (const [what, spoil, said] of broken) {
      const text = spoil(snapshot());
      expect(text, what).not.toBe(snapshot());
      await dropFile(page, 'broken.json', text);
      const alert = page.getByRole('alert');
      await expect.soft(alert, what).toContainText('broken.json cannot be loaded');
      await expect.soft(alert, what).toContainText(said);
      await expect(atlas.stick(page, 'dimm1')).toHaveAccessibleName('dimm1, 1 GiB, node 1 slot 0, Movable');
      await alert.getByRole('button', { name: 'Dismiss' }).click();
      await expect(alert).toBeHidden();
    }
  });
});

test.describe('a worker that dies', () => {
  const deaths = {
    'of a fault it reports': () =>
      void dispatchEvent(new MessageEvent('message', { data: { id: 1_000_000, type: 'crash' } })),
    'of an error nobody caught': () => {
      setTimeout(() => {
        throw new Error('a fault in the worker');
      });
    },
  };
  for (const [how, kill] of Object.entries(deaths))
    test(`${how} is replaced, and nothing is lost`, async ({ page }) => {
      await atlas.open(page);
      await plug(page);
      const [worker] = page.workers();
      const replaced = page.waitForEvent('worker');
      await worker?.evaluate(kill).catch(() => undefined);
      await replaced;
      const status = page.getByRole('status').filter({ hasText: 'The session was restored' });
      await expect(status).toContainText(/([3-9]|\d\d) lines replayed/);
      await expect(atlas.stick(page, 'dimm1')).toHaveAccessibleName('dimm1, 1 GiB, node 1 slot 0, Movable');
      // and it lives
      await page.getByRole('button', { name: /^Undo/ }).click();
      await expect(atlas.stick(page, 'dimm1')).toHaveAccessibleName('dimm1, 1 GiB, node 1 slot 0, offline');
      await page.getByRole('button', { name: /^Redo/ }).click();
      await expect(atlas.stick(page, 'dimm1')).toHaveAccessibleName('dimm1, 1 GiB, node 1 slot 0, Movable');
      await atlas.type(page, 'lsmem --summary');
      await expect(atlas.consoleOf(page).getByRole('log')).toContainText(/Total online memory: +5G/);
    });
});

test('malformed lines get the answer of QEMU or the shell, and change nothing', async ({ page }) => {
  await atlas.open(page);
  const before = await atlas.bay(page).getByRole('region', { name: /^Node/ }).allInnerTexts();
  const log = await atlas.pane(page, 'QEMU monitor');
  for (const [line, answer] of [
    ['frobnicate', "unknown command: 'frobnicate'"],
    ['device_add pc-dimm,id=d,memdev=nope', "Error: Device 'nope' not found"],
    ['device_add pc-dimm,id=d', "'memdev' property must be set"],
    ['object_add memory-backend-ram,id=m', "Error: Parameter 'size' is missing"],
    ['object_add memory-backend-ram,id=m,size=0', "property 'size' of memory-backend-ram doesn't take value '0'"],
    ['device_del nobody', "Device 'nobody' not found"],
    ['object_del nobody', "object 'nobody' not found"],
    ['<script>alert(1)</script>', "unknown command: '<script>alert(1)</script>'"],
  ]) {
    await atlas.type(page, line ?? '');
    await expect.soft(log, line).toContainText(answer ?? '');
  }
  await atlas.pane(page, 'Guest shell');
  for (const [line, answer] of [
    ['frobnicate', 'sh: frobnicate: not found'],
    ['cat /nowhere', 'No such file or directory'],
    ['echo maybe > /sys/devices/system/memory/memory40/state', 'Invalid argument'],
    [
      'echo 1 > /sys/devices/system/memory/block_size_bytes',
      "can't create /sys/devices/system/memory/block_size_bytes: Permission denied",
    ],
    ['for i in 1 2', 'syntax error: unexpected end of file'],
    ["echo 'open", 'syntax error: unterminated quoted string'],
    ['chmem -e lots', "Failed to parse size: 'lots'"],
    ['\u{1f600}', 'sh: \u{1f600}: not found'],
  ]) {
    await atlas.type(page, line ?? '');
    await expect.soft(log, line).toContainText(answer ?? '');
  }
  await atlas.pane(page, 'World');
  for (const [line, answer] of [
    ['tick many', 'usage: tick'],
    ['load gold 1G', 'usage: load'],
    ['pray', "unknown command: 'pray'"],
  ]) {
    await atlas.type(page, line ?? '');
    await expect.soft(log, line).toContainText(answer ?? '');
  }
  expect(await atlas.bay(page).getByRole('region', { name: /^Node/ }).allInnerTexts()).toEqual(before);
});

test('a reload keeps the machine, the session and what is taken back', async ({ page }) => {
  await atlas.open(page);
  await plug(page);
  await page.getByRole('button', { name: /^Undo/ }).click();
  await expect(atlas.stick(page, 'dimm1')).toHaveAccessibleName('dimm1, 1 GiB, node 1 slot 0, offline');
  await page.reload();
  await atlas.ready(page);
  await expect(atlas.stick(page, 'dimm1')).toHaveAccessibleName('dimm1, 1 GiB, node 1 slot 0, offline');
  await expect(await atlas.pane(page, 'QEMU monitor')).toContainText('device_add pc-dimm,id=dimm1,memdev=mem1,node=1');
  await page.getByRole('button', { name: /^Redo/ }).click();
  await expect(atlas.stick(page, 'dimm1')).toHaveAccessibleName('dimm1, 1 GiB, node 1 slot 0, Movable');
});

test('every machine of the picker comes up and answers', async ({ page }) => {
  await atlas.open(page);
  const facts = page.getByRole('list', { name: 'The machine' });
  for (const [title, fact] of [
    ['One node, x86_64', '1 node'],
    ['An empty node, x86_64', '2 nodes'],
    ['66 GiB, 2 GiB blocks, x86_64', '66 GiB online'],
    ['Two nodes, arm64', 'arm64'],
    ['Two nodes, riscv64', 'riscv64'],
    ['64 TiB over 8 nodes, x86_64', '64 TiB online'],
    ['Two nodes, x86_64', '4 GiB online'],
  ]) {
    await page.getByRole('button', { name: /^Machine:/ }).click();
    await page.getByRole('menuitem', { name: title ?? '', exact: true }).click();
    await expect(facts, title).toContainText(fact ?? '');
    await expect(page.getByRole('button', { name: /^Machine:/ })).toContainText(title?.split(/ over|,/)[0] ?? '');
    const shell = await atlas.pane(page, 'Guest shell');
    await atlas.type(page, 'lsmem --summary');
    await expect(shell, title).toContainText('Total online memory:');
    await page.screenshot({ path: `e2e/screenshots/machine-${(title ?? '').replace(/\W+/g, '-').toLowerCase()}.png` });
  }
  await expect(page.getByRole('alert')).toBeHidden();
});

test('the machine of 64 TiB takes a DIMM', async ({ page }) => {
  await atlas.open(page, '64TiB');
  const size = await atlas
    .shelf(page)
    .getByRole('list', { name: 'Spare parts' })
    .getByRole('button')
    .first()
    .getAttribute('aria-label');
  await atlas.carry(page, atlas.part(page, size?.replace('new DIMM, ', '') ?? ''), atlas.slot(page, 0, 0));
  await expect(atlas.outcome(page)).toContainText('blocks');
  await page.mouse.up();
  await expect(atlas.stick(page, 'dimm1')).toHaveAccessibleName(/^dimm1, .*, node 0 slot 0/);
  await page.getByRole('button', { name: /^Undo/ }).click();
  await expect(atlas.stick(page, 'dimm1')).toBeHidden();
});

test.describe('from a folder of a static server', () => {
  const folder = '/some/where%20deep/';
  test.use({
    // the build, one level down and nowhere else
    baseURL: async ({ baseURL }, provide) => {
      const server = createServer((request, response) => {
        const path = request.url ?? '';
        if (!path.startsWith(folder)) return response.writeHead(404).end();
        fetch(new URL(path.slice(folder.length), baseURL)).then(
          async (answer) => {
            response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? 'text/plain' });
            response.end(Buffer.from(await answer.arrayBuffer()));
          },
          () => response.writeHead(502).end(),
        );
        return undefined;
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const address = server.address();
      await provide(`http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}${folder}`);
      server.closeAllConnections();
      server.close();
    },
  });

  test('it runs, finds all its files and its other machines', async ({ page }) => {
    const missing: string[] = [];
    page.on('response', (response) => response.status() >= 400 && missing.push(response.url()));
    await atlas.open(page);
    await plug(page);
    await page.getByRole('button', { name: /^Machine:/ }).click();
    await page.getByRole('menuitem', { name: 'Two nodes, arm64' }).click();
    await expect(page.getByRole('list', { name: 'The machine' })).toContainText('arm64');
    expect(missing).toEqual([]);
  });
});

test.describe('without a network', () => {
  test.use({ allowedMessages: [/machines\/x86_64-dimm-one-node\.json|ERR_INTERNET_DISCONNECTED/] });

  test('what is loaded goes on; what is not is said to be missing', async ({ page, context }) => {
    await atlas.open(page);
    await context.setOffline(true);
    await plug(page);
    await page.getByRole('button', { name: /^Machine:/ }).click();
    await page.getByRole('menuitem', { name: 'One node, x86_64' }).click();
    await expect(page.getByRole('alert')).toContainText(/x86_64-dimm-one-node\.json: cannot be fetched/);
    await expect(atlas.stick(page, 'dimm1')).toBeVisible();
  });
});
