/** A snapshot file or a recording, checked before anything of it is believed. */
import * as words from '#words/snapshot.ts';
import { readBootState } from './boot-state.ts';
import { checkDumps } from './check-dumps.ts';
import { Problems } from './problems.ts';
import type { Problem } from './problems.ts';
import { shapeOf } from './schema.ts';
import type { Snapshot } from './schema.ts';

/** A checked snapshot, or everything that is wrong with it. */
export type ParsedSnapshot =
  { readonly ok: true; readonly snapshot: Snapshot } | { readonly ok: false; readonly problems: readonly Problem[] };

/** Checks a snapshot's text: JSON, shape, and every text inside. Never throws. */
export function parseSnapshotText(text: string): ParsedSnapshot {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (e) {
    return {
      ok: false,
      problems: [{ field: 'file', why: words.isNotJson(e instanceof Error ? e.message : String(e)) }],
    };
  }
  return parseSnapshot(value);
}

/** Checks a snapshot or a recording (then its step 0 is the machine): shape, and every text inside. Never throws. */
export function parseSnapshot(value: unknown): ParsedSnapshot {
  const problems = new Problems();
  const snapshot = shapeOf(value, problems);
  const state = snapshot === undefined || problems.count > 0 ? undefined : readBootState(snapshot, problems);
  if (state !== undefined) checkDumps(state, problems);
  return snapshot === undefined || problems.count > 0 ? { ok: false, problems: problems.list } : { ok: true, snapshot };
}
