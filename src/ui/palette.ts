/**
 * The theme's colours for what CSS cannot reach: canvases and pixel buffers. The tokens in tokens.css are the only
 * source; nobody names a colour twice.
 */
import { useSyncExternalStore } from 'react';
import type { ZoneName } from '../engine/zones/types.ts';

/** A colour as three bytes, for pixel buffers. */
export type Rgb = readonly [red: number, green: number, blue: number];

/** The colours a canvas draws with, as CSS colours. */
export interface Palette {
  readonly theme: 'dark' | 'light';
  readonly bg: string;
  readonly surface: string;
  readonly surfaceRaised: string;
  readonly surfaceSunken: string;
  readonly border: string;
  readonly borderStrong: string;
  readonly text: string;
  readonly textMuted: string;
  readonly textFaint: string;
  readonly accent: string;
  readonly accentSoft: string;
  readonly selection: string;
  readonly hover: string;
  readonly ghost: string;
  /** What the last operation made. */
  readonly fresh: string;
  readonly zone: Readonly<Record<ZoneName, string>>;
  readonly memmap: string;
  readonly trouble: string;
  readonly offline: string;
  readonly offlineHatch: string;
  readonly absent: string;
  readonly cellEmpty: string;
  /** How much of its zone's hue a cell without used pages shows, 0…1: enough to tell the zone, little enough to look empty. */
  readonly weakest: number;
  /** Marks of NUMA nodes, to be used cyclically. */
  readonly node: readonly string[];
  readonly fontUi: string;
  readonly fontMono: string;
}

/** Reads the tokens that hold at an element. */
export function readPalette(element: Element): Palette {
  const style = getComputedStyle(element);
  const token = (name: string): string => style.getPropertyValue(name).trim();
  return {
    theme: style.colorScheme === 'light' ? 'light' : 'dark',
    bg: token('--bg'),
    surface: token('--surface'),
    surfaceRaised: token('--surface-raised'),
    surfaceSunken: token('--surface-sunken'),
    border: token('--border'),
    borderStrong: token('--border-strong'),
    text: token('--text'),
    textMuted: token('--text-muted'),
    textFaint: token('--text-faint'),
    accent: token('--accent'),
    accentSoft: token('--accent-soft'),
    selection: token('--selection'),
    hover: token('--hover'),
    ghost: token('--ghost'),
    fresh: token('--fresh'),
    zone: {
      DMA: token('--zone-dma'),
      DMA32: token('--zone-dma32'),
      Normal: token('--zone-normal'),
      Movable: token('--zone-movable'),
      Device: token('--zone-device'),
    },
    memmap: token('--memmap'),
    trouble: token('--trouble'),
    offline: token('--offline'),
    offlineHatch: token('--offline-hatch'),
    absent: token('--absent'),
    cellEmpty: token('--cell-empty'),
    weakest: Number(token('--weakest')),
    node: ['--node-0', '--node-1', '--node-2', '--node-3'].map(token),
    fontUi: token('--font-ui'),
    fontMono: token('--font-mono'),
  };
}

/** Calls back whenever the document's tokens may have changed. @returns stops */
export function onPaletteChange(changed: () => void): () => void {
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme', 'data-contrast'] });
  const forced = matchMedia('(forced-colors: active)');
  forced.addEventListener('change', changed);
  return () => {
    observer.disconnect();
    forced.removeEventListener('change', changed);
  };
}

let known: Palette | undefined;
const listeners = new Set<() => void>();
function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  const stop = onPaletteChange(() => {
    known = undefined;
    listener();
  });
  return () => {
    stop();
    if (listeners.delete(listener) && listeners.size === 0) known = undefined;
  };
}
const current = (): Palette => (known ??= readPalette(document.documentElement));

/** The document's palette; renders again when the theme changes. */
export function usePalette(): Palette {
  return useSyncExternalStore(subscribe, current);
}

let probe: CanvasRenderingContext2D | undefined;
/** The bytes of any CSS colour, system colours included. */
export function rgbOf(color: string): Rgb {
  const hex = /^#([0-9a-f]{6})$/i.exec(color)?.[1];
  if (hex !== undefined) {
    const n = Number.parseInt(hex, 16);
    return [n >> 16, (n >> 8) & 0xff, n & 0xff];
  }
  probe ??= document.createElement('canvas').getContext('2d', { willReadFrequently: true }) ?? undefined;
  if (probe === undefined) return [0, 0, 0];
  probe.clearRect(0, 0, 1, 1);
  probe.fillStyle = color;
  probe.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0] = probe.getImageData(0, 0, 1, 1).data;
  return [red, green, blue];
}

/** `a` with `share` (0…1) of `b` mixed in. */
export function mix(a: Rgb, b: Rgb, share: number): Rgb {
  const part = (x: number, y: number): number => Math.round(x + (y - x) * share);
  return [part(a[0], b[0]), part(a[1], b[1]), part(a[2], b[2])];
}
