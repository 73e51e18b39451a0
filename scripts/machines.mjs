// Writes public/machines: the machines the dashboard can start on, each the boot of a recorded one.
//   node scripts/machines.mjs           writes
//   node scripts/machines.mjs --check   fails when a file is not what would be written
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { root } from './root.mjs';

/** Recording, title and one line for the picker, in its order. */
const machines = [
  ['x86_64-dimm-lifecycle', 'Two nodes, x86_64', 'Two nodes of 2 GiB, eight DIMM slots, room for 32 GiB.'],
  ['x86_64-dimm-one-node', 'One node, x86_64', 'A small machine without NUMA: 2 GiB and four DIMM slots.'],
  ['x86_64-dimm-new-node', 'An empty node, x86_64', 'Two nodes with memory and a third that waits for its first DIMM.'],
  [
    'x86_64-big-block',
    '66 GiB, 2 GiB blocks, x86_64',
    'Large enough that the kernel groups sections into 2 GiB memory blocks.',
  ],
  ['arm64-dimm-lifecycle', 'Two nodes, arm64', 'The virt machine with UEFI and ACPI; flash counts as memory block 0.'],
  ['riscv64-kmem', 'Two nodes, riscv64', 'A device tree machine; its persistent memory can become System RAM.'],
  [
    'x86_64-softreserved-cxl-node',
    'Soft-reserved node, x86_64',
    '2 GiB that the firmware marked special, on a node of its own as a CXL expander would be: dax, kmem, System RAM.',
  ],
  [
    'x86_64-pmem-devdax',
    'An NVDIMM, x86_64',
    '1.3 GiB of persistent memory with a label area, to be carved into namespaces.',
  ],
  ['x86_64-virtio-mem', 'virtio-mem, x86_64', 'A device of 2 GiB that grows and shrinks by blocks of 2 MiB.'],
  [
    'riscv64-pmem-unaligned',
    'Unaligned pmem, riscv64',
    'Persistent memory that ends inside a section: what memory blocks lose and subsections do not.',
  ],
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

const index = machines.map(([id = '', title = '', line = '']) => {
  const recording = JSON.parse(gunzipSync(readFileSync(join(root, `test/recordings/${id}.json.gz`))).toString());
  const { arch, kernel, qemu, cmdline } = recording;
  const { state } = recording.steps[0];
  put(`${id}.json`, { schema: 1, name: id, title, arch, kernel, qemu, cmdline, state });
  return { id, title, arch, ...summary(state), line };
});
put('index.json', { schema: 1, machines: index });
