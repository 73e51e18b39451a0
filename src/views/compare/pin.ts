/** What the machine on screen is compared with. */
import { create } from 'zustand';
import type { Moment } from '../../link/messages.ts';
import { setComparing } from '../../store/page.ts';

/** A moment of a branch of the machine on screen. */
export interface Pin {
  readonly branch: number;
  readonly moment: Moment;
  readonly label: string;
}

/** The moment that is pinned, to be compared with whatever is on screen. */
export const usePin = create<{ readonly pin: Pin | undefined }>()(() => ({ pin: undefined }));

/** Pins a moment and compares what is on screen with it. */
export function setPin(pin: Pin): void {
  usePin.setState({ pin });
  setComparing(true);
}
