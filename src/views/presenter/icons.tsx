import type { ReactElement } from 'react';

const icon =
  (path: string): (() => ReactElement) =>
  () => (
    <svg
      width="18"
      height="18"
      viewBox="0 0 16 16"
      aria-hidden="true"
      focusable="false"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.4"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <path d={path} />
    </svg>
  );

/** A beam and its dot. */
export const LaserIcon = icon(
  'm2 14 6.6-6.6M11.4 6.6a2 2 0 1 0 0-4 2 2 0 0 0 0 4ZM14.6 8.2l.6.4M8 1.6l-.5-.5M14.7 1.4l.5-.5',
);
export const NotesIcon = icon('M3 2h10v12H3zM5.5 5h5M5.5 8h5M5.5 11h3');
export const FullscreenIcon = icon('M2 5.5V2h3.5M10.5 2H14v3.5M14 10.5V14h-3.5M5.5 14H2v-3.5');
