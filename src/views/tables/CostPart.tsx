import { type ReactElement, useMemo, useState } from 'react';
import * as words from '#words/tables.ts';
import { memoryCost, USUAL_LEAVES, WORST_CASES } from '../../engine/arch/cost.ts';
import type { LeafPolicy, MemoryCost, RegionCost } from '../../engine/arch/cost.ts';
import type { Geometry } from '../../engine/arch/geometry.ts';
import { geometryFor } from '../../engine/arch/layout.ts';
import type { TableChanges } from '../../engine/mapping/table-views.ts';
import { GiB, MiB } from '../../engine/units.ts';
import type { MachineInfo } from '../../link/messages.ts';
import { useAtlas } from '../../store/atlas.ts';
import { ToggleButton } from '../../ui/Button.tsx';
import { Select, TextField } from '../../ui/fields.tsx';
import { cx } from '../../ui/cx.ts';
import { formatBytes, formatCount, parseSize } from '../../ui/format.ts';
import { rich } from '../../ui/rich.ts';
import { compared, optionsOf } from './cost.ts';
import styles from './facts.module.css';

/** The kernels that are compared: architecture, page size, levels, bits of an address, lowest memory. */
const KERNELS = [
  ['x86_64', 4096, 4, 48, 'x86_64 4-level'],
  ['x86_64', 4096, 5, 57, 'x86_64 5-level'],
  ['arm64', 4096, 4, 48, 'arm64 4K'],
  ['arm64', 16384, 4, 48, 'arm64 16K'],
  ['arm64', 65536, 3, 48, 'arm64 64K'],
  ['riscv64', 4096, 3, 39, 'riscv64 Sv39'],
  ['riscv64', 4096, 4, 48, 'riscv64 Sv48'],
  ['riscv64', 4096, 5, 57, 'riscv64 Sv57'],
] as const;
const SIZES = [128 * MiB, 512 * MiB, GiB, 4 * GiB, 16 * GiB, 64 * GiB, 256 * GiB, 1024 * GiB];
const RAM_BASE = { x86_64: 0, arm64: GiB, riscv64: 2 * GiB } as const;

interface Kernel {
  readonly name: string;
  readonly geometry: Geometry;
  /** It is this machine. */
  readonly own: boolean;
}

/** The kernels: this machine's own geometry stands for the one it is like. */
function kernelsOf(own: Geometry): readonly Kernel[] {
  const like = (g: Geometry): boolean =>
    g.arch === own.arch && g.pageShift === own.pageShift && g.levels.length === own.levels.length;
  const all = KERNELS.map(([arch, pageSize, levels, vaBits, name]): Kernel => {
    const geometry = geometryFor({
      arch,
      pageSize,
      levels,
      vaBits,
      maxPhysmemBits: 52,
      physBase: RAM_BASE[arch],
    });
    return like(geometry) ? { name, geometry: own, own: true } : { name, geometry, own: false };
  });
  return all.some((kernel) => kernel.own)
    ? all
    : [{ name: `${own.arch} ${2 ** (own.pageShift - 10)}K`, geometry: own, own: true }, ...all];
}

/** How many table pages, leaves and struct pages a DIMM costs on every architecture and page size. */
export function CostPart(props: {
  readonly info: MachineInfo;
  readonly changes: TableChanges | undefined;
}): ReactElement {
  const { info, changes } = props;
  const dimms = useAtlas((s) => s.cells.dimms);
  const last = dimms?.findLast((dimm) => dimm.hotplugged);
  const [size, setSize] = useState<number | undefined>();
  const [place, setPlace] = useState<string | undefined>();
  const [policy, setPolicy] = useState<LeafPolicy>(() => ({ ...USUAL_LEAVES, ...optionsOf(info.cmdline) }));
  const bytes = size ?? last?.size ?? GiB;
  const placeText = place ?? `0x${(last?.addr ?? info.hotBase).toString(16)}`;
  const base = addressOf(placeText);
  const kernels = useMemo(() => kernelsOf(info.geometry), [info]);
  const aligned = base !== undefined && kernels.every(({ geometry }) => base % 2 ** geometry.sectionShift === 0);
  const from = aligned ? base : undefined;
  const costs = useMemo(
    () =>
      from === undefined
        ? []
        : kernels.map((kernel) => ({ ...kernel, cost: memoryCost(kernel.geometry, from, bytes, policy) })),
    [kernels, from, bytes, policy],
  );
  const own = costs.find((kernel) => kernel.own);
  const check = own === undefined || from === undefined ? undefined : compared(info, own.cost, from, bytes, changes);
  const option = (key: keyof LeafPolicy, label: string): ReactElement => (
    <ToggleButton size="small" isSelected={policy[key]} onChange={(on) => setPolicy({ ...policy, [key]: on })}>
      {label}
    </ToggleButton>
  );
  return (
    <div className={styles['part']}>
      <div className={cx(styles['row'], styles['controls'])}>
        <Select
          label={words.costPartDimm}
          showLabel
          value={`${bytes}`}
          choices={[...new Set([...SIZES, bytes])]
            .toSorted((a, b) => a - b)
            .map((s) => ({ id: `${s}`, label: formatBytes(s) }))}
          onChange={(id) => setSize(Number(id))}
        />
        <TextField
          label={words.atPhysicalAddress}
          value={placeText}
          onChange={setPlace}
          error={aligned ? undefined : words.addressOn512Mib}
        />
        <div className={styles['options']} role="group" aria-label={words.options}>
          {option('gbpages', words.n1gPagesX86)}
          {option('pse', words.n2mPagesX86)}
          {option('rodataFull', words.rodataFullArm64)}
          {option('debugPagealloc', 'debug_pagealloc')}
        </div>
      </div>
      {costs.length > 0 && (
        <table className={cx(styles['table'], styles['costs'])}>
          <caption>{words.costOnEveryKernel(formatBytes(bytes))}</caption>
          <thead>
            <tr>
              <th scope="col">{words.kernel}</th>
              {Object.values(words.costColumns).map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {costs.map((row) => (
              <Row key={row.name} {...row} />
            ))}
          </tbody>
        </table>
      )}
      {check !== undefined && (
        <p className={check.same ? styles['good'] : styles['bad']} role="status">
          {check.words}
        </p>
      )}
      <p className={styles['note']}>{words.sharedTableThatSpans}</p>
      <ul className={styles['worst']} aria-label={words.threadsWorstCases}>
        {WORST_CASES.map((worst) => {
          const geometry = kernels.find(
            (kernel) => kernel.geometry.arch === worst.arch && kernel.geometry.pageShift === 12,
          )?.geometry;
          if (geometry === undefined) return undefined;
          const cost = memoryCost(geometry, 256 * GiB, worst.bytes, worst.policy)[worst.region];
          return (
            <li key={worst.what}>
              {rich(
                words.threadSaysIt(
                  <strong>
                    {words.tables(cost.tablePages)}, {formatBytes(cost.tableBytes)}
                  </strong>,
                  worst.what,
                  worst.arch,
                  worst.said,
                  tablesText(cost),
                ),
              )}
            </li>
          );
        })}
      </ul>
    </div>
  );
}

/** `0x180000000`, `6G`, `6442450944`. */
function addressOf(text: string): number | undefined {
  const plain = text.trim().replaceAll('_', '');
  if (/^0x[0-9a-f]{1,13}$/i.test(plain)) return Number(plain);
  return parseSize(plain);
}

const leavesText = ({ leaves }: RegionCost): string =>
  leaves.length === 0
    ? '–'
    : leaves
        .map(
          ({ count, leafBytes, contiguous }) =>
            `${formatCount(count)} × ${formatBytes(leafBytes)}${contiguous ? words.areContiguous : ''}`,
        )
        .join(' + ');

/** Tables that serve nothing but the DIMM. */
const ownTables = ({ tables }: RegionCost): number => tables.reduce((sum, t) => sum + t.tables - t.edges, 0);

/** `1 PMD + 512 PTE · 1 PUD shared` */
function tablesText({ tables }: RegionCost): string {
  const own = tables.flatMap(({ level, tables: n, edges }) =>
    n > edges ? [`${formatCount(n - edges)} ${level}`] : [],
  );
  const shared = tables.flatMap(({ level, edges }) => (edges > 0 ? [`${edges} ${level}`] : []));
  return [own.join(' + '), shared.length === 0 ? '' : words.shared(shared.join(' + '))]
    .filter((text) => text !== '')
    .join(' · ');
}

/** What the DIMM costs on one kernel; on a narrow screen every figure says what it is. */
function Row({ name, geometry, own, cost }: Kernel & { readonly cost: MemoryCost }): ReactElement {
  const { direct, vmemmap, structPageBytes, perMille } = cost;
  const tables = (ownTables(direct) + ownTables(vmemmap)) * 2 ** geometry.pageShift;
  const figures = [
    ['direct', leavesText(direct), tablesText(direct)],
    ['vmemmap', leavesText(vmemmap), tablesText(vmemmap)],
    ['structPages', formatBytes(structPageBytes)],
    ['tables', formatBytes(tables)],
    ['share', `${perMille.toFixed(perMille < 1 ? 3 : 1)} ‰`],
  ] as const;
  return (
    <tr data-own={own || undefined}>
      <th scope="row">
        {name}
        {own && <small>{words.thisMachine}</small>}
        {!geometry.verified && (
          <small className={styles['unverified']} title={words.noRecordingOfReal}>
            {words.unverified}
          </small>
        )}
      </th>
      {figures.map(([key, figure, more]) => (
        <td key={key} data-name={words.costColumns[key]}>
          {figure}
          {more !== undefined && <small>{more === '' ? words.noTables : more}</small>}
        </td>
      ))}
    </tr>
  );
}
