// Writes public/machines: the machines the dashboard can start on, each the boot of a recorded one.
//   node scripts/machines.mjs           writes
//   node scripts/machines.mjs --check   fails when a file is not what would be written
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { root } from './root.mjs';

/** Their recordings, in the order of the picker; what they are called stands in src/words/en/machines.ts. */
const machines = [
  'x86_64-dimm-lifecycle',
  'x86_64-dimm-one-node',
  'x86_64-dimm-new-node',
  'x86_64-big-block',
  'arm64-dimm-lifecycle',
  'riscv64-kmem',
  'x86_64-softreserved-cxl-node',
  'x86_64-pmem-devdax',
  'x86_64-virtio-mem',
  'riscv64-pmem-unaligned',
];

const folder = join(root, 'public/machines');
const checking = process.argv.includes('--check');
mkdirSync(folder, { recursive: true });

/** @param {string} name @param {unknown} content */
function put(name, content) {
  const path = join(folder, name);
  const text = `${JSON.stringify(content)}\n`;
  if (existsSync(path) && readFileSync(path, 'utf8') === text) return;
  process.stdout.write(`public/machines/${name}${checking ? ' is not what scripts/machines.mjs writes' : ''}\n`);
  if (checking) process.exitCode = 1;
  else writeFileSync(path, text);
}

/** What the picker shows of a boot state. @param {Record<string, string>} state */
function summary(state) {
  const blockBytes = Number.parseInt(state['/sys/devices/system/memory/block_size_bytes'] ?? '', 16);
  const blocks = Object.keys(state).filter((path) => /\/memory\/memory\d+\/state$/.test(path)).length;
  return {
    nodes: nodesIn(state['/sys/devices/system/node/possible'] ?? '0'),
    ramBytes: blocks * blockBytes,
    blockBytes,
  };
}

/** How many nodes a list such as `0-2,4` names. @param {string} list */
function nodesIn(list) {
  return list
    .trim()
    .split(',')
    .reduce((sum, range) => {
      const [first = 0, last = first] = range.split('-').map(Number);
      return sum + last - first + 1;
    }, 0);
}

const index = machines.map((id) => {
  const recording = JSON.parse(gunzipSync(readFileSync(join(root, `test/recordings/${id}.json.gz`))).toString());
  const { arch, kernel, qemu, cmdline } = recording;
  const { state } = recording.steps[0];
  put(`${id}.json`, { schema: 1, name: id, arch, kernel, qemu, cmdline, state });
  return { id, arch, ...summary(state) };
});
put('index.json', { schema: 1, machines: index });
