import type { ReactElement } from 'react';

/** A page and an arrow that leaves it. */
export function ShareIcon(): ReactElement {
  return (
    <svg
      width="16"
      height="16"
      viewBox="0 0 16 16"
      aria-hidden="true"
      focusable="false"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <path d="M6 4H3v9.5h9.5V10M9.5 2.5h4v4M13.3 2.7 7.5 8.5" />
    </svg>
  );
}
