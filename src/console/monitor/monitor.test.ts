import { describe, expect, it } from 'vitest';
import { loadMachine } from '../../snapshot/load.ts';
import { bundledSnapshot } from '../../snapshot/testing.ts';
import { monitor } from './monitor.ts';
import { splitCommand, takeWord } from './parse.ts';

const fresh = () => loadMachine(bundledSnapshot('x86_64-dimm-lifecycle'));

describe('words', () => {
  it('are cut at white space or read between quotes', () => {
    expect(splitCommand('\tinfo   numa ')).toEqual({ name: 'info', rest: 'numa ' });
    expect(takeWord(' a,b c')).toEqual({ text: 'a,b', rest: ' c' });
    expect(takeWord('"a b\\n\\"c" d')).toEqual({ text: 'a b\n"c', rest: ' d' });
    expect(takeWord('  ')).toBeUndefined();
    expect(takeWord('"a')).toBe('unterminated');
    expect(takeWord('"a\\q"')).toBe('unterminated');
  });
});

// what QEMU 7.2 prints for the same lines on the same machine
describe('monitor', () => {
  const about = (name: string): string => `Try "help ${name}" for more information\n`;
  it.each([
    ['', ''],
    ['   ', ''],
    ['foo bar', "unknown command: 'foo'\n"],
    ['info foo', "unknown command: 'info foo'\n"],
    ['help nosuch', "unknown command: 'nosuch'\n"],
    ['help info nosuch', "unknown command: 'info nosuch'\n"],
    ['help help', 'help|? [cmd] -- show the help\n'],
    ['? device_del', 'device_del device -- remove device\n'],
    ['help device_add', 'device_add driver[,prop=value][,...] -- add device, like -device on the command line\n'],
    ['help info memory-devices', 'info memory-devices  -- show memory devices\n'],
    ['info memory-devices', ''],
    ['\tinfo   memory_size_summary  ', 'base memory: 4294967296\nplugged memory: 0\n'],
    [
      'info memory-devices x',
      `memory-devices: extraneous characters at the end of line\n${about('info memory-devices')}`,
    ],
    ['object_add', `object_add: string expected\n${about('object_add')}`],
    ['object_del', `object_del: string expected\n${about('object_del')}`],
    ['object_del a b', `object_del: extraneous characters at the end of line\n${about('object_del')}`],
    ['object_del nosuch', "Error: object 'nosuch' not found\n"],
    ['object_del m0', "Error: object 'm0' is in use, can not be deleted\n"],
    ['device_add', "Error: Parameter 'driver' is missing\n"],
    ['device_add =pc-dimm', "Error: Parameter 'driver' is missing\n"],
    ['device_add nosuch,id=d', "Error: 'nosuch' is not a valid device model name\n"],
    ['device_add pc-dimm,,id=k', "Error: 'pc-dimm,id=k' is not a valid device model name\n"],
    ['device_add pc-dimm , id=k', `device_add: extraneous characters at the end of line\n${about('device_add')}`],
    ['device_add nvdimm,id=n', "Error: nvdimm is not enabled: missing 'nvdimm' in '-M'\n"],
    ['device_add pc-dimm,id=d,memdev=m0', "Error: can't use already busy memdev: m0\n"],
    ['device_add pc-dimm,memdev', "Error: Device 'on' not found\n"],
    ['device_del', `device_del: string expected\n${about('device_del')}`],
    ['device_del "a', `unterminated string\ndevice_del: string expected\n${about('device_del')}`],
    ["device_del 'a'", "Error: Device ''a'' not found\n"],
  ])('%j', (line, output) => expect(monitor(fresh(), line)).toBe(output));

  it('plugs and lists', () => {
    const m = fresh();
    expect(monitor(m, 'object_add qom-type=memory-backend-ram,id=x,size=256M')).toBe('');
    expect(monitor(m, 'device_add "driver=pc-dimm,id=d,memdev=x,slot=7"')).toBe('');
    expect(monitor(m, 'info memory-devices')).toContain('Memory device [dimm]: "d"\n  addr: 0x180000000\n  slot: 7\n');
    expect(monitor(m, 'device_del /machine/peripheral/d')).toBe('');
    m.k.scheduler.run();
    expect(monitor(m, 'info memory-devices')).toBe('');
    expect(monitor(m, 'object_del x')).toBe('');
  });
  it('explains models and objects', () => {
    expect(monitor(fresh(), 'device_add pc-dimm,help')).toContain('memdev=<link<memory-backend>>');
    expect(monitor(fresh(), 'device_add help')).toContain('name "pc-dimm"');
    expect(monitor(fresh(), 'object_add help')).toContain('memory-backend-ram');
    expect(monitor(fresh(), 'help').split('\n').length).toBeGreaterThan(5);
    expect(monitor(fresh(), 'info')).toContain('info memory-devices');
  });
});
