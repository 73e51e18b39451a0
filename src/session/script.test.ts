import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Line } from '../engine/lines.ts';
import { hashStore } from '../engine/state/hash.ts';
import { loadMachine } from '../snapshot/load.ts';
import { bundledSnapshot } from '../snapshot/testing.ts';
import { machineSession } from './machine-session.ts';
import { guestScript, hostScript, linesOfScript, monitorScript, shellWord } from './script.ts';

const HEAD = { title: "It's a machine", qemu: "qemu-system-x86_64 -m 4G \\\n  -append 'a b'" };
const LINES: readonly Line[] = [
  { channel: 'monitor', line: 'object_add memory-backend-ram,id=mem1,size=1G' },
  { channel: 'monitor', line: 'device_add pc-dimm,id=dimm1,memdev=mem1,node=1' },
  { channel: 'world', line: 'load pagecache 200M node 0' },
  {
    channel: 'shell',
    line: "for b in 48 49; do echo online_movable > /sys/devices/system/memory/memory$b/state; done # it's",
  },
  { channel: 'write', path: '/sys/devices/system/memory/memory50/state', value: 'online_kernel' },
  { channel: 'world', line: 'tick 30' },
  { channel: 'write', path: '/sys/devices/system/memory/memory48/state', value: 'offline', timeout_s: 5 },
  { channel: 'shell', line: 'lsmem | grep -c online\ncat /sys/devices/system/memory/memory48/state' },
  { channel: 'monitor', line: 'device_del dimm1' },
];

const line = fc.oneof(
  fc.record({ channel: fc.constantFrom('monitor' as const, 'shell' as const, 'world' as const), line: fc.string() }),
  fc.record({ channel: fc.constant('write' as const), path: fc.string(), value: fc.string() }),
  fc.record({
    channel: fc.constant('write' as const),
    path: fc.stringMatching(/^\/[\w/]+$/),
    value: fc.string(),
    timeout_s: fc.nat({ max: 60 }),
  }),
);

describe('the scripts of a session', () => {
  it.each([
    ['from the host', hostScript],
    ['in the guest', guestScript],
  ])('%s replay to the same bytes', (_where, script) => {
    const run = (lines: readonly Line[]) => {
      const session = machineSession(loadMachine(bundledSnapshot('x86_64-dimm-lifecycle')));
      for (const each of lines) session.run(each, 'person');
      return { hash: hashStore(session.machine.k.store), lines: session.lines() };
    };
    const back = linesOfScript(script(LINES, HEAD));
    expect(back).toEqual(LINES);
    const [was, is] = [run(LINES), run(back)];
    expect(was.lines.some((l) => l.steps > 50)).toBe(true);
    expect(is).toEqual(was);
  });

  it('come back as the lines they were made of, whatever stands in them', () => {
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        // a path that is the option of the call could not be told apart, and is no path
        fc.pre(lines.every((l) => l.channel !== 'write' || l.path !== '-t'));
        expect(linesOfScript(hostScript(lines, HEAD))).toEqual(lines);
        expect(linesOfScript(guestScript(lines, HEAD))).toEqual(lines);
      }),
    );
  });

  it('are scripts that a shell understands, and hand over what was typed', () => {
    for (const [shell, script] of [
      ['bash', hostScript(LINES, HEAD)],
      ['sh', guestScript(LINES, HEAD)],
    ] as const)
      expect(spawnSync(shell, ['-n'], { input: script, encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' });
    // a guest that is this very computer: what would be written, and what would be run
    const file = join(mkdtempSync(join(tmpdir(), 'atlas-')), "a file's name");
    const said = execFileSync('bash', ['-s'], {
      input: hostScript(
        [
          { channel: 'write', path: file, value: "it's a $value" },
          { channel: 'shell', line: `cat ${shellWord(file)}` },
          { channel: 'write', path: file, value: 'in time', timeout_s: 5 },
          { channel: 'shell', line: `cat ${shellWord(file)}` },
          { channel: 'shell', line: 'echo "$((6 * 7))"' },
          { channel: 'world', line: 'tick 3' },
        ],
        HEAD,
      ),
      env: { ...process.env, GUEST: 'sh -c' },
      encoding: 'utf8',
    });
    expect(said).toBe("it's a $value\nin time\n42\nonly in the simulation: tick 3\n");
  });

  it('wait until the guest has done what the monitor set going, and print what the monitor says', () => {
    const folder = mkdtempSync(join(tmpdir(), 'atlas-'));
    const program = (name: string, text: string): void =>
      writeFileSync(join(folder, name), `#!/bin/bash\n${text}\n`, { mode: 0o755 });
    // a monitor that echoes as QEMU's does, and a guest whose memory changes until it is asked for the third time
    program(
      'socat',
      String.raw`read -r line; printf 'QEMU 7.2.22 monitor - type help\r\n(qemu) d\e[K\e[D%s\e[K\r\n' "$line"; printf '  slot: 0\r\n(qemu) '`,
    );
    program(
      'guest',
      'n=$(cat count 2>/dev/null); n=$((n + 1)); echo $n > count; echo "$1" > asked; echo $((n < 3 ? n : 3))',
    );
    const said = execFileSync('bash', ['-s'], {
      input: hostScript(
        [
          { channel: 'monitor', line: 'info memory-devices' },
          { channel: 'monitor', line: 'device_del dimm1' },
        ],
        HEAD,
      ),
      cwd: folder,
      env: { ...process.env, PATH: `${folder}:${process.env['PATH'] ?? ''}`, GUEST: './guest', PAUSE: '0' },
      encoding: 'utf8',
    });
    expect(said).toBe('info memory-devices\n  slot: 0\ndevice_del dimm1\n  slot: 0\n');
    expect(readFileSync(join(folder, 'count'), 'utf8').trim()).toBe('4');
    expect(readFileSync(join(folder, 'asked'), 'utf8')).toContain('/proc/iomem');
  });

  it('tell the monitor what the monitor was told', () => {
    expect(monitorScript(LINES).split('\n')).toEqual([
      'object_add memory-backend-ram,id=mem1,size=1G',
      'device_add pc-dimm,id=dimm1,memdev=mem1,node=1',
      'device_del dimm1',
      '',
    ]);
  });

  it('of anybody else are refused', () => {
    expect(() => linesOfScript('#!/bin/sh\nrm -rf /\n')).toThrow('no script of a session');
    expect(() => linesOfScript(`${hostScript([], HEAD)}reboot now\n`)).toThrow('reboot is no call');
    expect(() => linesOfScript(`${hostScript([], HEAD)}monitor 'info`)).toThrow('not closed');
  });
});
