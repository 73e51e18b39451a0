/**
 * The session as the page keeps it: what the worker said it carried out, so that a new worker can be given the same
 * lines when one dies, and so that a reload of the page finds its session again.
 */
import { foldBranches, unfoldBranches } from '../session/branches.ts';
import type { Path } from '../session/branches.ts';
import type { SavedSession, SentLine, SessionLine, SessionTree } from './messages.ts';

/** Follows the worker's messages about lines. */
export class Journal {
  #lines: SentLine[] = [];
  #undone: { at: number; lines: readonly SentLine[] }[] = [];
  #branch = 1;
  #name: string | undefined;
  #others: readonly Path[] = [];

  constructor(saved?: SavedSession) {
    if (saved !== undefined) {
      this.#lines = [...saved.lines];
      this.#undone = saved.undone.map((u) => ({ ...u }));
      this.#branch = saved.branch ?? 1;
      this.#name = saved.branchName;
      this.#others = unfoldBranches(saved.others ?? [], { of: this.#branch, lines: this.#lines });
    }
  }

  /** What is kept now. */
  saved(): SavedSession {
    const lines = [...this.#lines];
    return {
      lines,
      undone: [...this.#undone],
      ...(this.#branch !== 1 && { branch: this.#branch }),
      ...(this.#name !== undefined && { branchName: this.#name }),
      ...(this.#others.length > 0 && { others: foldBranches(this.#others, { of: this.#branch, lines }) }),
    };
  }

  /** The branches are others now. */
  tree({ branch, name, others }: SessionTree): void {
    this.#branch = branch;
    this.#name = name;
    this.#others = unfoldBranches(others);
  }

  /** The session went back to `length` lines to go on as another branch; what undo had taken back stays in the one left. */
  branched(length: number): void {
    this.#lines.length = length;
    this.#undone = [];
  }

  /** The session went to the end of another branch, with these lines after the ones they share. */
  switched(length: number, lines: readonly { readonly line: SessionLine; readonly group: number }[]): void {
    this.branched(length);
    for (const { line, group } of lines) this.#lines.push({ line: line.line, source: line.source, group });
  }

  /** A line was carried out; one with the index of the last replaces it. A person's new line ends what redo could do. */
  ran(line: SessionLine, group: number, redone: boolean): void {
    this.#lines.length = Math.min(this.#lines.length, line.index);
    this.#lines.push({ line: line.line, source: line.source, group });
    if (line.source === 'person' && !redone) this.#undone = [];
  }

  /** Lines from `length` on were taken back by undo. */
  undone(length: number): void {
    this.#undone.push({ at: length, lines: this.#lines.slice(length) });
    this.#lines.length = length;
  }

  /** Redo goes back to where its lines were taken back; they then arrive as lines that ran. */
  redoing(length: number): void {
    this.#undone.pop();
    this.#lines.length = length;
  }

  /** Leaves out the last gesture: what is tried when a session cannot be replayed. Answers what was left out. */
  dropLast(): readonly SentLine[] {
    let from = this.#lines.length - 1;
    const group = this.#lines[from]?.group;
    while (from > 0 && this.#lines[from - 1]?.group === group) from--;
    return this.#lines.splice(Math.max(from, 0));
  }
}
