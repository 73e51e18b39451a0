/** What a -cpu option means for memory: vendor, address bits, 1G pages (target/i386/cpu.c). */

/** A -cpu option as it was written: the model, empty when none was named, and its features (la57=off …). */
export interface CpuOption {
  readonly model: string;
  readonly features: ReadonlyMap<string, string>;
}

/** Facts about the virtual CPU. */
export interface CpuModel {
  readonly amd: boolean;
  readonly physBits: number;
  /** The CPU says that it runs under a hypervisor. */
  readonly hypervisor: boolean;
  /** pdpe1gb. */
  readonly gbpages: boolean;
  /** The kernel takes the CPU for one that leaks kernel memory. */
  readonly meltdown: boolean;
}

const AMD = /^(max|base|qemu64|athlon|phenom|Opteron_|EPYC)/;
/** Models whose definition has pdpe1gb. */
const WITH_1G =
  /^(max|host|Cascadelake|Cooperlake|Skylake-Server|Icelake|SapphireRapids|Snowridge|Denverton|KnightsMill|EPYC|Dhyana|Opteron_G[45]|phenom)/;
const WITHOUT_1G = /^Icelake-Client/;
/** Models that say of themselves that they do not leak (rdcl-no). */
const IMMUNE = /^(Cascadelake|Cooperlake|Icelake|SapphireRapids|Snowridge)/;

/** Reads the model; under TCG max is AMD's, with 40 bits of physical address. */
export function cpuModel(cpu: CpuOption): CpuModel {
  const { features } = cpu;
  const model = cpu.model === '' ? 'qemu64' : cpu.model;
  const flag = (name: string, fallback: boolean): boolean => {
    const said = features.get(name) ?? features.get(`+${name}`) ?? features.get(`-${name}`);
    if (features.has(`-${name}`)) return false;
    return said === undefined ? fallback : said !== 'off';
  };
  const vendor = features.get('vendor');
  const amd = vendor === undefined ? AMD.test(model) : vendor === 'AuthenticAMD';
  const bits = Number(features.get('phys-bits') ?? 40);
  return {
    amd,
    physBits: Number.isInteger(bits) && bits > 0 ? bits : 40,
    hypervisor: flag('hypervisor', true),
    gbpages: flag('pdpe1gb', WITH_1G.test(model) && !WITHOUT_1G.test(model)),
    meltdown: !amd && vendor !== 'HygonGenuine' && !model.startsWith('Dhyana') && !flag('rdcl-no', IMMUNE.test(model)),
  };
}
