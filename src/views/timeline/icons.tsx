/** Icons of a player, on the grid of ui/icons.tsx. */
import type { ReactElement } from 'react';

function icon(path: string): () => ReactElement {
  return function Icon() {
    return (
      <svg
        width="16"
        height="16"
        viewBox="0 0 16 16"
        aria-hidden="true"
        focusable="false"
        fill="currentColor"
        stroke="currentColor"
        strokeWidth="1.2"
        strokeLinejoin="round"
      >
        <path d={path} />
      </svg>
    );
  };
}

export const BackwardsIcon = icon('M11.4 3.2v9.6L4.4 8Z');
export const BookmarkIcon = icon('M5 2.6h6v10.8L8 10.8l-3 2.6Z');
export const PinIcon = icon('M5.6 2.4h4.8M6.4 2.4v4.2L4.4 9h7.2l-2-2.4V2.4M8 9v4.8');
export const StepForwardIcon = icon('M5 4v8l5-4ZM11.6 4v8');
export const StepBackIcon = icon('M11 4v8L6 8ZM4.4 4v8');
export const FirstIcon = icon('M8 4v8L3.6 8ZM12.6 4v8L8.2 8Z');
export const NextIcon = icon('M3 4v8l4-4ZM7.4 4v8l4-4ZM13 3.6v8.8');
export const PreviousIcon = icon('M13 4v8L9 8ZM8.6 4v8l-4-4ZM3 3.6v8.8');
