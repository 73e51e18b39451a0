/** The guest shell and what a console can complete: large, and not needed before somebody types. */
export { complete } from './complete.ts';
export { shell } from './shell/shell.ts';
