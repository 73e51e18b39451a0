/** In which order gestures were made and taken back on the machines of a page; machines are known by their mirrors. */
let made: object[] = [];
let takenBack: object[] = [];

/** A person did something. */
export function noteGesture(machine: object): void {
  made.push(machine);
  takenBack = [];
}

/** The last gesture of a machine was taken back, or done again. */
export function noteTravel(machine: object, what: 'undo' | 'redo'): void {
  const [from, to] = what === 'undo' ? [made, takenBack] : [takenBack, made];
  const at = from.lastIndexOf(machine);
  if (at >= 0) from.splice(at, 1);
  to.push(machine);
}

/** Machines by what undo takes back, or redo does again, the next last. */
export const orderOf = (what: 'undo' | 'redo'): readonly object[] => (what === 'undo' ? made : takenBack);

/** Forgets everything: for tests. */
export function forgetGestures(): void {
  made = [];
  takenBack = [];
}
