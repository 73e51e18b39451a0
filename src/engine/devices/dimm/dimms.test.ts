import { describe, expect, it } from 'vitest';
import type { Proc } from '../../kernel/scheduler.ts';
import { GiB } from '../../units.ts';
import { testKernel } from '../../zones/testing.ts';
import { Backends } from './backends.ts';
import type { Board } from './board.ts';
import { Dimms } from './dimms.ts';
import type { DeviceEvent } from './dimms.ts';
import { infoMemoryDevices, infoMemorySizeSummary } from './info.ts';
import { parseOptions } from './options.ts';
import { startArguments, startDevices } from './start.ts';

function host(patch: Partial<Board> = {}) {
  const k = testKernel();
  const backends = new Backends(k);
  const events: DeviceEvent[] = [];
  const guest: string[] = [];
  // eslint-disable-next-line require-yield -- a guest that is done at once
  const task = function* (what: string): Proc {
    guest.push(what);
  };
  const board: Board = {
    arch: 'x86_64',
    machine: 'q35',
    ramBytes: 4 * GiB,
    maxmemBytes: 8 * GiB,
    slots: 3,
    numaNodes: 2,
    acpi: true,
    nvdimm: false,
    ...patch,
  };
  const dimms = new Dimms(k, board, backends, {
    emit: (e) => events.push(e),
    insert: (slot) => task(`insert ${slot}`),
    eject: (slot) => task(`eject ${slot}`),
  });
  const object = (text: string): string | undefined => backends.add(parseOptions(text, 'qom-type'))?.error;
  const device = (text: string): string | undefined => dimms.plug(parseOptions(text, 'driver'))?.error;
  return { k, backends, dimms, events, guest, object, device };
}

describe('backends', () => {
  const ram = 'memory-backend-ram';
  it.each([
    [`${ram},id=m,size=0`, `property 'size' of ${ram} doesn't take value '0'`],
    [`${ram},id=m`, "Parameter 'size' is missing"],
    [`${ram},size=1G`, "Parameter 'id' is missing"],
    ['foo,id=x,size=1G', "Parameter 'qom-type' does not accept value 'foo'"],
    ['id=x,size=1G', "Parameter 'qom-type' is missing"],
    [`${ram},id=x,sise=1G`, "Parameter 'size' is missing"],
    [`${ram},id=x,size=1X`, "Parameter 'size' expects size"],
    [`${ram},id=x,size`, "Expected '=' after parameter 'size'"],
    [`${ram},id=x,size=1M,foo=1`, "Parameter 'foo' is unexpected"],
    [`${ram},id=m,size=x,foo=1`, "Parameter 'size' expects size"],
    [`${ram},id=x,size=0,foo=1`, "Parameter 'foo' is unexpected"],
    [`${ram},id=x,size=1M,prealloc=maybe`, "Parameter 'prealloc' expects 'on' or 'off'"],
    [`${ram},id=x,policy=bogus,size=1M`, "Parameter 'policy' does not accept value 'bogus'"],
    [`${ram},id=x,policy=bind,size=1M`, 'host-nodes must be set for policy bind'],
    [`${ram},id=x,host-nodes=0,size=1M`, "Invalid parameter type for 'host-nodes', expected: array"],
    [`${ram},=x,size=1M`, "Invalid parameter ''"],
    [`${ram},id=x,size=1P`, "cannot set up guest memory 'x': Cannot allocate memory"],
    ['memory-backend-file,id=f,size=1M', "Parameter 'mem-path' is missing"],
    [`${ram},id=a,size=0`, `property 'size' of ${ram} doesn't take value '0'`],
    [`${ram},id=a,size=1G`, "attempt to add duplicate property 'a' to object (type 'container')"],
  ])('refuses %s', (text, error) => {
    const h = host();
    expect(h.object(`${ram},id=a,size=1G`)).toBeUndefined();
    expect(h.object(text)).toBe(error);
    expect(h.backends.list.value).toHaveLength(1);
  });
  it('are deleted only when free', () => {
    const h = host();
    h.object(`${ram},id=a,size=1G`);
    h.device('pc-dimm,id=d,memdev=a');
    expect(h.backends.delete('a')).toEqual({ error: "object 'a' is in use, can not be deleted" });
    expect(h.backends.delete('b')).toEqual({ error: "object 'b' not found" });
    h.dimms.ejected(0);
    expect(h.backends.delete('a')).toBeUndefined();
  });
});

describe('DIMMs', () => {
  const plugged = () => {
    const h = host();
    for (const id of ['a', 'b', 'c']) h.object(`memory-backend-ram,id=${id},size=1G`);
    h.object('memory-backend-ram,id=small,size=1000');
    expect(h.device('pc-dimm,id=d,memdev=a,node=1')).toBeUndefined();
    h.k.scheduler.run();
    return h;
  };
  it('are placed, shown and made known to the guest', () => {
    const h = plugged();
    expect(h.guest).toEqual(['insert 0']);
    expect(infoMemoryDevices(h.dimms)).toBe(
      'Memory device [dimm]: "d"\n  addr: 0x180000000\n  slot: 0\n  node: 1\n  size: 1073741824\n  memdev: /objects/a\n  hotplugged: true\n  hotpluggable: true\n',
    );
    expect(infoMemorySizeSummary(h.dimms)).toBe('base memory: 4294967296\nplugged memory: 1073741824\n');
    expect(h.dimms.present()).toEqual([{ slot: 0, start: 0x180000000, size: GiB, node: 1 }]);
  });
  it.each([
    ['id=d', "Duplicate device ID 'd'"],
    ['id=e', "'memdev' property must be set"],
    ['id=e,memdev=', "'memdev' property must be set"],
    ['id=e,memdev=nosuch', "Device 'nosuch' not found"],
    ['id=e,memdev=a', "can't use already busy memdev: a"],
    ['id=e,memdev=/objects/a', "can't use already busy memdev: a"],
    ['id=e,memdev=b,node=2', "'DIMM property node has value 2' which exceeds the number of numa nodes: 2"],
    ['id=e,memdev=b,node=-1', "Parameter 'node' expects uint32_t"],
    ['id=e,memdev=b,node=x', "Parameter 'node' expects integer"],
    ['id=e,memdev=b,slot=99999999999', "Parameter 'slot' expects int32_t"],
    ['id=e,memdev=b,slot=0', 'slot 0 is busy'],
    ['id=e,memdev=a,slot=0,node=9', 'slot 0 is busy'],
    ['id=e,memdev=b,addr=-1', 'address must be aligned to 0x200000 bytes'],
    ['id=e,memdev=b,addr=1G', "Parameter 'addr' expects integer"],
    ['id=e,memdev=small', 'backend memory size must be multiple of 0x200000'],
    ['id=e,memdev=b,foo=1', "Property 'pc-dimm.foo' not found"],
    ['id=e,memdev=b,size=1G', "Property 'pc-dimm.size' is not writable"],
  ])('refuse %s', (text, error) => {
    const h = plugged();
    expect(h.device(`pc-dimm,${text}`)).toBe(error);
    expect(h.dimms.list.value).toHaveLength(1);
  });
  it('take −1 for any slot and 0 for any address', () => {
    const h = plugged();
    expect(h.device('pc-dimm,id=e,memdev=b,slot=-1,addr=0')).toBeUndefined();
    expect(h.dimms.get('e')).toMatchObject({ slot: 1, addr: 0x1c0000000 });
  });
  it('without an id have a path instead, and their events name no device', () => {
    const h = plugged();
    expect(h.device('pc-dimm,memdev=b')).toBeUndefined();
    h.dimms.ost(1, 1, 0);
    h.dimms.ejected(1);
    expect(h.events).toEqual([
      { event: 'ACPI_DEVICE_OST', data: { info: { source: 1, status: 0, slot: '1', 'slot-type': 'DIMM' } } },
      { event: 'DEVICE_DELETED', data: { path: '/machine/peripheral-anon/device[0]' } },
    ]);
  });
  it('are let go by the guest', () => {
    const h = plugged();
    expect(h.dimms.requestUnplug('nosuch')).toEqual({ error: "Device 'nosuch' not found" });
    expect(h.dimms.requestUnplug('d')).toBeUndefined();
    expect(h.dimms.get('d')?.unplugPending).toBe(true);
    h.k.scheduler.run();
    expect(h.guest).toEqual(['insert 0', 'eject 0']);
    h.dimms.ost(0, 3, 0x84);
    expect(h.dimms.get('d')?.unplugPending).toBe(true);
    h.dimms.ost(0, 3, 0x82);
    expect(h.dimms.get('d')?.unplugPending).toBe(false);
    h.dimms.ejected(0);
    h.dimms.ost(0, 3, 0);
    expect(h.events.at(-2)).toEqual({ event: 'DEVICE_DELETED', data: { device: 'd', path: '/machine/peripheral/d' } });
    expect(h.events.at(-1)).toEqual({
      event: 'ACPI_DEVICE_OST',
      data: { info: { source: 3, status: 0, slot: '0', 'slot-type': 'DIMM' } },
    });
    expect(h.backends.get('a')?.inUseBy).toBeUndefined();
  });
  it.each<[Partial<Board>, string]>([
    [{ acpi: false }, 'memory hotplug is not enabled: missing acpi device or acpi disabled'],
    [{ arch: 'arm64', machine: 'virt', acpi: false }, 'memory hotplug is not enabled: missing acpi-ged device'],
    [{ arch: 'riscv64', machine: 'virt' }, "'pc-dimm' is not a valid device model name"],
    [{ machine: 'microvm' }, "Device 'pc-dimm' can not be hotplugged on this machine"],
  ])('are refused by a board that takes none (%#)', (patch, error) => {
    const h = host(patch);
    h.object('memory-backend-ram,id=a,size=1G');
    expect(h.device('pc-dimm,id=d,memdev=a')).toBe(error);
  });
  it('of the command line are there at the start', () => {
    const h = host();
    const argv = [
      'qemu',
      '-object',
      'memory-backend-ram,id=m0,size=2G',
      '-numa',
      'node,nodeid=0,memdev=m0',
      '-object',
      'memory-backend-ram,id=c,size=1G',
      '-device',
      'pc-dimm,id=dc,memdev=c,node=1',
      '-device',
      'virtio-serial-pci,id=v',
    ];
    expect(startDevices(startArguments(argv), h.backends, h.dimms)).toEqual([]);
    expect(h.dimms.get('dc')).toMatchObject({ hotplugged: false, slot: 0, node: 1 });
    expect(h.backends.get('m0')?.inUseBy).toBe('node 0');
    expect(h.guest).toEqual([]);
  });
});
