import { icon } from '../../ui/icons.tsx';

/** A page and an arrow that leaves it. */
export const ShareIcon = icon('M6 4H3v9.5h9.5V10M9.5 2.5h4v4M13.3 2.7 7.5 8.5');
