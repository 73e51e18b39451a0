/**
 * Branches of a session: lines that share a beginning.
 *
 *   branch 1   a b c d e          left after line 2, when somebody acted there
 *   branch 2       └ f g          under way
 *
 * Each branch is kept as its whole path; written down, a branch tells only what it does not share with another.
 */
import type { Line } from '../engine/lines.ts';
import type { BranchView, SavedBranch, SentLine } from './types.ts';

/** A branch as its whole path. */
export interface Path<E extends SentLine = SentLine> {
  readonly id: number;
  readonly name: string | undefined;
  readonly lines: readonly E[];
}

function sameWords(a: Line, b: Line): boolean {
  if (a === b) return true;
  if (a.channel === 'write')
    return b.channel === 'write' && a.path === b.path && a.value === b.value && a.timeout_s === b.timeout_s;
  return b.channel !== 'write' && a.channel === b.channel && a.line === b.line;
}

/** How many lines two paths share at their beginning. Lines of one gesture share its group, and no other line has it. */
export function sharedLines(a: readonly SentLine[], b: readonly SentLine[]): number {
  const most = Math.min(a.length, b.length);
  for (let i = 0; i < most; i++) {
    const [x, y] = [a[i], b[i]];
    if (x === undefined || y === undefined || x === y) continue;
    if (x.group !== y.group || x.source !== y.source || !sameWords(x.line, y.line)) return i;
  }
  return most;
}

const plain = ({ line, source, group }: SentLine): SentLine => ({ line, source, group });

/** Paths written down without what they share with each other, or with `base`, the lines of branch `of`. */
export function foldBranches(
  paths: readonly Path[],
  base?: { readonly of: number; readonly lines: readonly SentLine[] },
): SavedBranch[] {
  return paths.map(({ id, name, lines }, i) => {
    const others = [
      ...(base === undefined ? [] : [base]),
      ...paths.slice(0, i).map((p) => ({ of: p.id, lines: p.lines })),
    ];
    let best = { of: 0, lines: 0 };
    for (const other of others) {
      const shared = sharedLines(lines, other.lines);
      if (shared > best.lines) best = { of: other.of, lines: shared };
    }
    return {
      id,
      ...(name !== undefined && { name }),
      ...(best.lines > 0 && { shares: best }),
      lines: lines.slice(best.lines).map(plain),
    };
  });
}

/** The whole paths again. A branch that names another that is not there starts where it can. */
export function unfoldBranches(
  saved: readonly SavedBranch[],
  base?: { readonly of: number; readonly lines: readonly SentLine[] },
): Path[] {
  const known = new Map<number, readonly SentLine[]>();
  if (base !== undefined) known.set(base.of, base.lines);
  return saved.map(({ id, name, shares, lines }) => {
    const before = shares === undefined ? [] : (known.get(shares.of) ?? []).slice(0, shares.lines);
    const path = { id, name, lines: [...before, ...lines] };
    known.set(id, path.lines);
    return path;
  });
}

/** All branches as the page lists them, by number: from which other one each leaves, and where. */
export function branchViews(paths: readonly Path[], current: number): BranchView[] {
  const sorted = [...paths].sort((a, b) => a.id - b.id);
  return sorted.map((path, i) => {
    let from: BranchView['from'];
    for (const older of sorted.slice(0, i)) {
      const shared = sharedLines(path.lines, older.lines);
      if (from === undefined || shared > from.lines) from = { branch: older.id, lines: shared };
    }
    const own = path.lines.slice(from?.lines ?? 0);
    const first = own.find((l) => l.source === 'person');
    return {
      id: path.id,
      name: path.name,
      length: path.lines.length,
      from,
      text: first && wordsOf(first.line),
      current: path.id === current,
    };
  });
}

const wordsOf = (line: Line): string => (line.channel === 'write' ? `echo ${line.value} > ${line.path}` : line.line);
