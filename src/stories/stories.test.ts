/** Every story, played as on the page, and every claim of it. */
import { readFileSync } from 'node:fs';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { workers } from '../link/worker-testing.ts';
import { complaints, verdicts } from './check.ts';
import { complaint } from './claims.ts';
import { STORIES } from './index.ts';
import { createPlayer } from './player.ts';
import { machineOf, standingName } from './script.ts';
import { partsOf, plainText } from './text.ts';
import { testCast } from './testing.ts';
import { CHAPTERS } from './types.ts';
import type { Step, Story } from './types.ts';

beforeEach(() => {
  vi.stubGlobal('document', { baseURI: 'http://page/' });
  vi.stubGlobal('fetch', (url: URL) => Promise.resolve(new Response(readFileSync(`public${url.pathname}`))));
});

/** Most words of a narration: it is read from the back row. */
const MOST_WORDS = 90;
const words = (text: string): number => plainText(text).split(/\s+/).length;

/** What is wrong with a step as it is written. */
function faults(story: Story, step: Step, i: number): string[] {
  const found: string[] = [];
  const at = `step ${i + 1} (${step.title})`;
  if (words(step.narration) > MOST_WORDS) found.push(`${at}: ${words(step.narration)} words`);
  for (const part of partsOf(`${step.narration}\n\n${step.question?.answer ?? ''}`))
    for (const piece of (part.kind === 'list' ? part.items : [part.pieces]).flat())
      if (piece.kind === 'text' && /[`*]/.test(piece.text))
        found.push(`${at}: a mark without its partner: ${piece.text}`);
  const names = story.machines.map((m) => m.name);
  for (const line of step.lines ?? [])
    if (!names.includes(machineOf(story, line))) found.push(`${at}: no machine ${line.machine ?? ''}`);
  for (const { machine } of step.claims ?? [])
    if (machine !== undefined && !names.includes(machine)) found.push(`${at}: no machine ${machine}`);
  if ((step.claims ?? []).length === 0) found.push(`${at}: claims nothing`);
  const { question } = step;
  if (question !== undefined) {
    if (question.choices.filter((c) => c.right === true).length !== 1)
      found.push(`${at}: its question needs one right choice`);
    if (question.choices.length < 2 || question.choices.length > 4) found.push(`${at}: two to four choices`);
    if (i === story.steps.length - 1) found.push(`${at}: nothing happens after the last step`);
  }
  return found;
}

it('the list and the stories agree', async () => {
  expect(new Set(STORIES.map((s) => s.id)).size).toBe(STORIES.length);
  for (const entry of STORIES) {
    const story = await entry.load();
    expect(story.id).toBe(entry.id);
    expect(entry.id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    expect(CHAPTERS).toContain(entry.chapter);
  }
});

describe.each(STORIES.map((entry) => [entry.id, entry] as const))('%s', (_, entry) => {
  it('is well made', async () => {
    const story = await entry.load();
    expect(story.steps.length).toBeGreaterThanOrEqual(5);
    expect(story.steps.length).toBeLessThanOrEqual(12);
    expect(story.sources.some((s) => s.kind === 'kernel')).toBe(true);
    for (const source of story.sources)
      if (source.kind === 'kernel') expect(source.fn).toMatch(/^[\w./-]+\.[chS]: \w+$/);
    expect(story.steps.flatMap((step, i) => faults(story, step, i))).toEqual([]);
  });

  it('does what it says, and its claims tell before from after', async () => {
    const story = await entry.load();
    const cast = testCast(workers().spawn);
    const find = (machine: string) => cast.find(standingName(story, machine));
    const player = createPlayer(cast);
    await player.getState().open(entry);
    const wrong: string[] = [];
    for (const [i, step] of story.steps.entries()) {
      const at = `step ${i + 1} (${step.title})`;
      // what this step claims cannot all have been true before its lines
      const before = i === 0 ? [] : await verdicts(story, i, find);
      if ((step.lines ?? []).length + (step.inside === undefined ? 0 : 1) > 0 && i > 0)
        if (!before.some((v) => v.found !== undefined)) wrong.push(`${at}: all it claims was true before it`);
      if (i > 0) await player.getState().next();
      expect(player.getState()).toMatchObject({ step: i, phase: 'playing', problem: undefined });
      for (const { claim, found } of await verdicts(story, i, find))
        if (found !== undefined) wrong.push(`${at}: claims “${claim.says}”, but: ${found}`);
      for (const { position, text } of complaints(story, i, find, complaint))
        if (!(step.claims ?? []).some((c) => c.line === position))
          wrong.push(`${at}: line ${position + 1} complains and no claim says so: ${text}`);
    }
    expect(wrong).toEqual([]);
    // back to the start by looking at the past, and to the end at once on fresh machines
    await player.getState().go(0);
    expect((await verdicts(story, 0, find)).filter((v) => v.found !== undefined)).toEqual([]);
    const last = story.steps.length - 1;
    await player.getState().close(false);
    await player.getState().open(entry, last);
    expect((await verdicts(story, last, find)).filter((v) => v.found !== undefined)).toEqual([]);
  });
});
