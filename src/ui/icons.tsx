/** Icons, drawn on a 16-unit grid in the colour of the text. They are decoration: the control beside them has the name. */
import type { ReactElement } from 'react';

/** Makes an icon of a path. */
export function icon(path: string, filled = false): () => ReactElement {
  return function Icon() {
    return (
      <svg
        width="16"
        height="16"
        viewBox="0 0 16 16"
        aria-hidden="true"
        focusable="false"
        fill={filled ? 'currentColor' : 'none'}
        stroke={filled ? 'none' : 'currentColor'}
        strokeWidth="1.5"
        strokeLinecap="round"
        strokeLinejoin="round"
      >
        <path d={path} />
      </svg>
    );
  };
}

export const UndoIcon = icon('M5.5 3 2.5 6l3 3M2.5 6H9a4 4 0 0 1 0 8H6');
export const RedoIcon = icon('m10.5 3 3 3-3 3M13.5 6H7a4 4 0 0 0 0 8h3');
export const PlayIcon = icon('M4.5 2.8v10.4c0 .5.6.9 1 .6l8-5.2a.7.7 0 0 0 0-1.2l-8-5.2c-.4-.3-1 .1-1 .6Z', true);
export const PauseIcon = icon('M4 3h2.8v10H4zM9.2 3H12v10H9.2z', true);
export const CloseIcon = icon('m4 4 8 8M12 4l-8 8');
export const ChevronIcon = icon('m4.5 6.5 3.5 3.5 3.5-3.5');
export const MoreIcon = icon(
  'M8 4.6a1.2 1.2 0 1 0 0-2.4 1.2 1.2 0 0 0 0 2.4Zm0 4.6a1.2 1.2 0 1 0 0-2.4 1.2 1.2 0 0 0 0 2.4Zm0 4.6a1.2 1.2 0 1 0 0-2.4 1.2 1.2 0 0 0 0 2.4Z',
  true,
);
export const HelpIcon = icon(
  'M6 6.2A2 2 0 1 1 8.6 8c-.4.2-.6.5-.6 1v.4M8 11.8v.1M14.2 8A6.2 6.2 0 1 1 1.8 8a6.2 6.2 0 0 1 12.4 0Z',
);
export const SunIcon = icon(
  'M8 10.8a2.8 2.8 0 1 0 0-5.6 2.8 2.8 0 0 0 0 5.6ZM8 1.5v1.2M8 13.3v1.2M1.5 8h1.2M13.3 8h1.2M3.4 3.4l.9.9M11.7 11.7l.9.9M3.4 12.6l.9-.9M11.7 4.3l.9-.9',
);
export const MoonIcon = icon('M13.5 9.6A5.8 5.8 0 0 1 6.4 2.5a5.8 5.8 0 1 0 7.1 7.1Z');
export const SystemIcon = icon('M2 3h12v8H2zM5.5 14h5M8 11v3');
export const PlusIcon = icon('M8 3v10M3 8h10');
export const WarningIcon = icon('M8 2 1.6 13.4h12.8L8 2Zm0 4.6v3.2M8 11.6v.1');
export const InfoIcon = icon('M8 7.4v4M8 4.8v.1M14.2 8A6.2 6.2 0 1 1 1.8 8a6.2 6.2 0 0 1 12.4 0Z');
export const MapIcon = icon('M2 2h4.6v4.6H2zM9.4 2H14v4.6H9.4zM2 9.4h4.6V14H2zM9.4 9.4H14V14H9.4z');
export const BayIcon = icon('M3.2 2v12M6.4 2v12M9.6 2v12M12.8 2v12M1.6 14h12.8');
export const InspectIcon = icon('M7 11.6A4.6 4.6 0 1 0 7 2.4a4.6 4.6 0 0 0 0 9.2ZM10.4 10.4 14 14');
export const CommandsIcon = icon(
  'M2 4h8.5M2 8h5M2 12h6M13.6 13.6l1.4 1.4M14.2 11.4a2.6 2.6 0 1 1-5.2 0 2.6 2.6 0 0 1 5.2 0Z',
);
export const ConsoleIcon = icon('m2.5 4.5 3.5 3.5-3.5 3.5M8 12h5.5');
export const ClockIcon = icon('M8 4.6V8l2.4 1.6M14.2 8A6.2 6.2 0 1 1 1.8 8a6.2 6.2 0 0 1 12.4 0Z');

/** The mark of the product: a section with one cell taken by its own memmap. */
export function Logo(): ReactElement {
  return (
    <svg width="22" height="22" viewBox="0 0 22 22" aria-hidden="true" focusable="false">
      <rect x="1" y="1" width="20" height="20" rx="4.5" fill="none" stroke="var(--border-strong)" strokeWidth="1.2" />
      <rect x="4.6" y="4.6" width="5.6" height="5.6" rx="1.2" fill="var(--memmap)" />
      <rect x="11.8" y="4.6" width="5.6" height="5.6" rx="1.2" fill="var(--zone-normal)" />
      <rect x="4.6" y="11.8" width="5.6" height="5.6" rx="1.2" fill="var(--zone-normal)" />
      <rect x="11.8" y="11.8" width="5.6" height="5.6" rx="1.2" fill="var(--zone-movable)" />
    </svg>
  );
}
