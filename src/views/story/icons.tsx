import { icon } from '../../ui/icons.tsx';

export const BackIcon = icon('M10 3.5 5.5 8l4.5 4.5');
export const ForwardIcon = icon('M6 3.5 10.5 8 6 12.5');
/** A screen on a stand. */
export const ScreenIcon = icon('M1.8 2.5h12.4M2.8 2.5v7.6h10.4V2.5M8 10.1v2M5.4 14 8 12.1l2.6 1.9');
