/** The stretch of steps on screen. */
export interface Window {
  /** First step at the left edge. */
  readonly from: number;
  readonly to: number;
}
/** Fewer steps than this are never spread over the whole width. */
const LEAST = 6;

/** All of a trace. */
export const wholeWindow = (steps: number): Window => ({ from: 0, to: Math.max(1, steps) });

/** Zooms around a step; `factor` below 1 shows less. */
export function zoomed(window: Window, steps: number, around: number, factor: number): Window {
  const whole = Math.max(1, steps);
  const length = window.to - window.from;
  const next = Math.min(whole, Math.max(Math.min(LEAST, whole), length * factor));
  const share = (around - window.from) / length;
  return clamped(around - share * next, next, whole);
}

/** Moves the window by steps. */
export function moved(window: Window, steps: number, by: number): Window {
  return clamped(window.from + by, window.to - window.from, Math.max(1, steps));
}

/** Brings a step into view with some room, moving as little as possible. */
export function including(window: Window, steps: number, step: number): Window {
  const room = (window.to - window.from) * 0.08;
  if (step < window.from + room) return moved(window, steps, step - room - window.from);
  return step > window.to - room ? moved(window, steps, step + room - window.to) : window;
}

function clamped(from: number, length: number, whole: number): Window {
  const start = Math.min(Math.max(0, from), whole - length);
  return { from: start, to: start + length };
}
