import { beforeEach, expect, it } from 'vitest';
import { createAtlas } from './atlas.ts';
import { forgetGestures, noteGesture, noteTravel } from './gesture-order.ts';
import { lastGesture } from './gestures.ts';

beforeEach(forgetGestures);

it('takes back what was done last, on whichever machine', () => {
  const [a, b] = [createAtlas(), createAtlas()];
  const can = (store: typeof a, canUndo: boolean, canRedo: boolean): void =>
    store.setState({ session: { ...store.getState().session, canUndo, canRedo } });
  const mirror = (store: typeof a): object => store.getState().mirror;
  for (const store of [a, b]) can(store, true, false);
  noteGesture(mirror(a));
  noteGesture(mirror(b));
  noteGesture(mirror(a));
  expect(lastGesture('undo', [a, b])).toBe(a);
  noteTravel(mirror(a), 'undo');
  can(a, true, true);
  expect(lastGesture('undo', [a, b])).toBe(b);
  expect(lastGesture('redo', [a, b])).toBe(a);
  noteTravel(mirror(b), 'undo');
  can(b, false, true);
  expect(lastGesture('undo', [a, b])).toBe(a);
  // redo goes the same way back
  expect(lastGesture('redo', [a, b])).toBe(b);
  noteTravel(mirror(b), 'redo');
  can(b, true, false);
  expect(lastGesture('redo', [a, b])).toBe(a);
  expect(lastGesture('undo', [a, b])).toBe(b);
  // a machine that was taken away is not asked
  expect(lastGesture('undo', [a])).toBe(a);
  expect(lastGesture('redo', [b])).toBeUndefined();
});
