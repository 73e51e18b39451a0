/** What the screen shows of CXL. */
import type { DaxBus } from '../dax/bus.ts';
import type { Nvdimm } from '../nvdimm/nvdimm.ts';
import type { CxlMemdev, CxlRegion } from './types.ts';
import type { CxlView } from '../view.ts';
import type { Cxl } from './cxl.ts';

/** Windows, expanders and regions as they are. */
export function cxlView(cxl: Cxl, dax: DaxBus, nd: Nvdimm): CxlView {
  return {
    unverified: true,
    windows: cxl.windows.value.map((w) => ({
      id: w.id,
      decoder: `decoder0.${w.id}`,
      start: w.start,
      end: w.start + w.size,
      ways: w.ways,
      granularity: w.granularity,
      targets: w.targets,
      volatile: true,
      persistent: true,
      available: cxl.gap(w).size,
    })),
    ports: cxl.ports.value.map((p) => ({
      id: p.id,
      bridge: p.bridge,
      device: cxl.devices.value.find((d) => d.port === p.id)?.id,
    })),
    memdevs: cxl.memdevs.value.map((m) => memdevView(cxl, m)),
    regions: cxl.regions.value.map((r) => regionView(r, dax, nd)),
  };
}

function memdevView(cxl: Cxl, m: CxlMemdev): CxlView['memdevs'][number] {
  return {
    name: m.name,
    id: m.id,
    port: cxl.devices.value.find((d) => d.id === m.id)?.port,
    hostBridge: m.bridge,
    volatileBytes: m.ram,
    persistentBytes: m.pmem,
    freeVolatile: m.enabled ? cxl.free(m, 'ram') : 0,
    freePersistent: m.enabled ? cxl.free(m, 'pmem') : 0,
    decoders: cxl.regions.value
      .filter((r) => r.targets.includes(m.name))
      .map((r) => ({
        name: cxl.decoderOf(m, r),
        region: `region${r.id}`,
        dpa: { start: r.dpa, end: r.dpa + r.size / r.targets.length },
      })),
    poison: m.poison,
    readNs: undefined,
  };
}

const regionView = (r: CxlRegion, dax: DaxBus, nd: Nvdimm): CxlView['regions'][number] => ({
  name: `region${r.id}`,
  window: r.window,
  mode: r.mode,
  start: r.start,
  end: r.start + r.size,
  ways: r.targets.length,
  granularity: r.granularity,
  targets: r.targets,
  state: r.enabled ? 'committed' : 'idle',
  device: r.mode === 'pmem' ? nd.region(r.id) && `region${r.id}` : dax.get(`dax${r.id}.0`)?.name,
});
