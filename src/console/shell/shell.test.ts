import { describe, expect, it } from 'vitest';
import { loadMachine } from '../../snapshot/load.ts';
import { bundledSnapshot } from '../../snapshot/testing.ts';
import { run } from '../testing.ts';

const M = '/sys/devices/system/memory';
const fresh = () => loadMachine(bundledSnapshot('x86_64-dimm-lifecycle'));
function sh(line: string, machine = fresh()): { output: string; status: number } {
  const { output, status } = run(machine, { channel: 'shell', line });
  return { output: output ?? '<none>', status: status ?? -1 };
}

// outputs and statuses as busybox 1.35 gives them
describe('the language', () => {
  it.each([
    ['echo a\\ b "c\\"d" e\\nf', 'a b c"d enf\n'],
    ['echo \'a  $x\' "b  $x" c  d', 'a  $x b   c d\n'],
    ['x=5; echo $x ${x} "$x" $nosuch end ${y:-def} $', '5 5 5 end def $\n'],
    ['x="a b"; for w in $x; do echo "<$w>"; done', '<a>\n<b>\n'],
    ['x=1 ; x=2 echo $x; echo $x', '1\n1\n'],
    ['echo a #comment', 'a\n'],
    ['# only', ''],
    ['', ''],
    ['true; echo $?; false; echo $?', '0\n1\n'],
    ['false || echo no && echo yes', 'no\nyes\n'],
    ['! true || echo inverted', 'inverted\n'],
    ['if false; then echo a; elif true; then echo b; else echo c; fi', 'b\n'],
    ['i=0; while [ $i -lt 3 ]; do i=$((i + 1)); echo $i; done', '1\n2\n3\n'],
    ['for i in 1 2 3; do [ $i = 2 ] && continue; echo $i; done', '1\n3\n'],
    ['for i in 1 2; do for j in 1 2; do break 2; done; echo never; done; echo out', 'out\n'],
    ['echo $(echo hi; echo there) `echo tick`', 'hi there tick\n'],
    ['echo $((1+2*3)) $((0x180000000 / 134217728)) $((7 % 4 << 2)) $(( (1 < 2) && !0 ))', '7 48 12 1\n'],
    ['(x=1; echo in $x); echo out $x', 'in 1\nout\n'],
    ['{ echo a; echo b; } | wc -l', '2\n'],
    ['echo a 2>&1; cat /nosuch 2>/dev/null || echo failed', 'a\nfailed\n'],
    ['printf "%s=%d\\n" a 1 b 2', 'a=1\nb=2\n'],
    ['echo -n x; echo y; echo -e "a\\tb"', 'xy\na\tb\n'],
    ['seq 3; seq 5 -2 1 | tail -n 1', '1\n2\n3\n1\n'],
    ['cd /sys/devices; pwd; cd system/../system; pwd', '/sys/devices\n/sys/devices/system\n'],
    ['echo a & echo b', 'b\na\n'],
    ['echo /sys/devices/system/nosuch*', '/sys/devices/system/nosuch*\n'],
    [`echo ${M}/memory[01] ${M}/m?mory2`, `${M}/memory0 ${M}/memory1 ${M}/memory2\n`],
    [`echo "${M}/memory*"`, `${M}/memory*\n`],
    ['test -d /sys && [ -f /proc/iomem ] && [ ! -e /nosuch ] && echo y', 'y\n'],
  ])('%s', (line, output) => expect(sh(line)).toEqual({ output, status: 0 }));

  it.each([
    ['nosuchcmd a', 'sh: nosuchcmd: not found\n', 127],
    ['exit 3; echo never', '', 3],
    ['exit x', 'sh: exit: line 0: Illegal number: x\n', 2],
    ['echo "abc', 'sh: syntax error: unterminated quoted string\n', 2],
    ['for x in 1 2; do echo $x', 'sh: syntax error: unexpected end of file (expecting "done")\n', 2],
    ['for x in 1 2; echo $x; done', 'sh: syntax error: unexpected word (expecting "do")\n', 2],
    ['if true; then echo', 'sh: syntax error: unexpected end of file (expecting "fi")\n', 2],
    [')', 'sh: syntax error: unexpected ")"\n', 2],
    ['echo a | ', 'sh: syntax error: unexpected end of file\n', 2],
    ['|| echo', 'sh: syntax error: unexpected "||"\n', 2],
    ['echo a ; ; echo b', 'sh: syntax error: unexpected ";"\n', 2],
    ['cat < /nosuch', "sh: can't open /nosuch: no such file\n", 1],
    ['cd /nosuch', "sh: cd: line 0: can't cd to /nosuch: No such file or directory\n", 2],
    ['echo $((1/0))', 'sh: divide by zero\n', 2],
  ])('%s', (line, output, status) => expect(sh(line)).toEqual({ output, status }));

  it('stops a loop without end', () => {
    const { output, status } = sh('while true; do :; done');
    expect(status).toBe(130);
    expect(output).toMatch(/^sh: stopped after/);
  });
});

describe('commands that read', () => {
  it.each([
    ['cat /nosuch', "cat: can't open '/nosuch': No such file or directory\n", 1],
    ['cat /sys', 'cat: read error: Is a directory\n', 1],
    ['ls /nosuch', 'ls: /nosuch: No such file or directory\n', 1],
    ['grep x /nosuch', 'grep: /nosuch: No such file or directory\n', 2],
    ["grep '[' /proc/iomem", "grep: bad regex '['\n", 2],
    ['head /nosuch', 'head: /nosuch: No such file or directory\n', 1],
    ['head -n x /proc/iomem', "head: invalid number 'x'\n", 1],
    ['tail /nosuch', "tail: can't open '/nosuch': No such file or directory\ntail: no files\n", 1],
    ['wc /nosuch', 'wc: /nosuch: No such file or directory\n', 1],
    ['echo a b | wc', '        1         2         4\n', 0],
    ['sleep x', "sleep: invalid number 'x'\n", 1],
    [`cat ${M}/memory40/state`, 'online\n', 0],
    [`cat ${M}/memory4?/state | sort | uniq -c`, '      8 online\n', 0],
    [`grep -l online ${M}/memory4[01]/state`, `${M}/memory40/state\n${M}/memory41/state\n`, 0],
    ['grep -c "System RAM" /proc/iomem', '3\n', 0],
    ['grep -q nosuch /proc/iomem', '', 1],
    ['ls /sys/devices/system', 'memory\nnode\n', 0],
    [`ls ${M} | head -3`, 'auto_online_blocks\nblock_size_bytes\nhard_offline_page\n', 0],
  ])('%s', (line, output, status) => expect(sh(line)).toEqual({ output, status }));
});

describe('writing to the machine', () => {
  it.each([
    [`echo x > ${M}/memory40/state`, 'write error: Invalid argument'],
    [`echo 1 > ${M}/memory40/phys_index`, `can't create ${M}/memory40/phys_index: Permission denied`],
    [`echo 1 > ${M}/probe`, `can't create ${M}/probe: Permission denied`],
    [`echo online > ${M}/memory99/state`, `can't create ${M}/memory99/state: nonexistent directory`],
    [`echo online > ${M}`, `can't create ${M}: Is a directory`],
    ['echo x > /proc/nosuch', "can't create /proc/nosuch: nonexistent directory"],
  ])('carries the kernel’s errors to the screen: %s', (line, error) => {
    expect(sh(line)).toEqual({ output: `sh: ${error}\n`, status: 1 });
  });
  it('goes through the same stores as a plain write', () => {
    const m = fresh();
    run(m, { channel: 'monitor', line: 'object_add memory-backend-ram,id=a,size=512M' });
    run(m, { channel: 'monitor', line: 'device_add pc-dimm,id=d,memdev=a,node=1' });
    expect(sh(`for b in 48 49; do echo online_movable > ${M}/memory$b/state || exit 1; done`, m)).toEqual({
      output: '',
      status: 0,
    });
    expect(m.k.trace.calls().filter(([, name]) => name === 'state_store')).toHaveLength(2);
    expect(sh(`cat ${M}/memory48/valid_zones`, m).output).toBe('Movable\n');
    expect(sh(`echo online > ${M}/memory48/state || echo again`, m)).toEqual({
      output: 'sh: write error: Invalid argument\nagain\n',
      status: 0,
    });
    expect(sh(`echo offline | tee ${M}/memory48/state`, m)).toEqual({ output: 'offline\n', status: 0 });
    expect(sh(`cat ${M}/memory48/state`, m).output).toBe('offline\n');
  });
});

// as chmem of util-linux 2.38.1 behaves
describe('chmem', () => {
  it.each([
    ['chmem', "chmem: bad usage\nTry 'chmem --help' for more information.\n"],
    ['chmem -e 100', 'chmem: Size must be aligned to memory block size (128M)\n'],
    ['chmem -e 0x1', 'chmem: Size must be aligned to memory block size (128M)\n'],
    ['chmem -e 1x', "chmem: Failed to parse size: '1x': Invalid argument\n"],
    ['chmem -e 1000000000T', "chmem: Failed to parse size: '1000000000T': Numerical result out of range\n"],
    ['chmem -e -d 1', 'chmem: mutually exclusive arguments: --disable --enable\n'],
    ['chmem -z', "chmem: option requires an argument -- 'z'\nTry 'chmem --help' for more information.\n"],
    ['chmem -q', "chmem: invalid option -- 'q'\nTry 'chmem --help' for more information.\n"],
    ['chmem -e 128M-2', 'chmem: Invalid start address format: 128M\n'],
    ['chmem -e a-b-c', 'chmem: Invalid parameter: a-b-c\n'],
    ['chmem -b -e x', "chmem: Failed to parse block number: 'x'\n"],
    ['chmem -b -e 5-3', 'chmem: Invalid range: 5-3\n'],
    ['chmem -e -z foo 128M', "chmem: unknown memory zone: foo\nTry 'chmem --help' for more information.\n"],
    ['chmem -e 128M', 'chmem: Could only enable 0B of memory\n'],
  ])('%s', (line, output) => expect(sh(line)).toEqual({ output, status: 1 }));
  it('walks upwards to enable and downwards to disable', () => {
    const m = fresh();
    run(m, { channel: 'monitor', line: 'object_add memory-backend-ram,id=a,size=512M' });
    run(m, { channel: 'monitor', line: 'device_add pc-dimm,id=d,memdev=a,node=1' });
    expect(sh('chmem -v -e 256M', m)).toEqual({
      output:
        'Memory Block 48 (0x0000000180000000-0x0000000187ffffff) enabled\nMemory Block 49 (0x0000000188000000-0x000000018fffffff) enabled\n',
      status: 0,
    });
    // 2.38 takes Movable where the kernel offers it at all
    expect(sh(`cat ${M}/memory48/valid_zones`, m).output).toBe('Movable\n');
    expect(sh('chmem -v -e -b 49-50', m).output).toBe(
      'Memory Block 49 (0x0000000188000000-0x000000018fffffff) already enabled\nMemory Block 50 (0x0000000190000000-0x0000000197ffffff) enabled\n',
    );
    expect(sh('chmem -v -d 128M', m)).toEqual({
      output: 'Memory Block 50 (0x0000000190000000-0x0000000197ffffff) disabled\n',
      status: 0,
    });
    expect(sh('chmem -e -z Normal 0x190000000-0x197ffffff', m)).toEqual({ output: '', status: 0 });
    expect(sh(`cat ${M}/memory50/valid_zones`, m).output).toBe('Normal\n');
    expect(sh('lsmem --summary=only', m).output).toContain('Total offline memory:    128M');
  });
});
