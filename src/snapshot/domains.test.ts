import { describe, expect, it } from 'vitest';
import { nodesByDomain } from './domains.ts';
import { parseArgv } from './parse/argv.ts';
import { Problems } from './problems.ts';

const kernel = { config: { CONFIG_NUMA: 'y' }, cmdline: '' };
function domains(numa: string, possible: readonly number[], cmdline = ''): readonly (number | undefined)[] | undefined {
  const argv = `qemu-system-x86_64 -machine q35 -smp 2,sockets=2 -m 4G,slots=8,maxmem=32G ${numa}`.trim().split(' ');
  const d = parseArgv(argv, 'x86_64', new Problems());
  return nodesByDomain(d, argv, { ...kernel, cmdline }, possible);
}
const node = (id: number, more = ''): string => `-numa node,nodeid=${id}${more}`;

// what Linux 6.12.117 showed: the firmware's table names domain 2 second, and domain 1 nowhere
describe('nodes by proximity domain', () => {
  it('are numbered in the order of the tables; a domain that is in none has no node', () => {
    expect(domains([node(0, ',cpus=0-1,mem=4G'), node(1), node(2)].join(' '), [0, 1])).toEqual([0, undefined, 1]);
  });
  it('follow the CPUs first', () => {
    expect(domains([node(0, ',cpus=1,mem=2G'), node(1, ',cpus=0,mem=2G')].join(' '), [0, 1])).toEqual([1, 0]);
  });
  it('are the same where every node has CPUs, RAM or the entry for memory to come', () => {
    expect(
      domains([node(0, ',cpus=0,mem=2G'), node(1, ',cpus=1,mem=2G'), node(2)].join(' '), [0, 1, 2]),
    ).toBeUndefined();
    expect(domains('', [0])).toBeUndefined();
  });
  it('are all node 0 where the kernel does not look at the tables', () => {
    expect(domains([node(0, ',cpus=0,mem=2G'), node(1, ',cpus=1,mem=2G')].join(' '), [0], 'numa=off')).toEqual([]);
  });
});
