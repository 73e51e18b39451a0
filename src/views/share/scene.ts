/** What pictures of views have in common: where and with what they are drawn, and what they leave behind. */
import type { MachineInfo } from '../../link/messages.ts';
import type { AtlasStore } from '../../store/atlas.ts';
import type { AtlasState } from '../../store/types.ts';
import type { Palette } from '../../ui/palette.ts';
import type { Ctx, MakeBuffer } from '../map/paint/ctx.ts';
import type { Box, Styles, Swatch } from './draw.ts';

/** Units of width in which everything is laid out. */
export const UNITS = 1280;
export const MARGIN = 36;

/** Where a picture is drawn: parts of it have contexts of their own, so that each may begin at its corner. */
export interface Surface {
  readonly ctx: Ctx;
  readonly makeBuffer: MakeBuffer;
  /** Pixels a unit. */
  readonly dpr: number;
  /** A context for a rectangle; `done` puts it there. */
  part(x: number, y: number, width: number, height: number): { readonly ctx: Ctx; readonly done: () => void };
}

/** What the body of a picture is drawn with. */
export interface Scene {
  readonly surface: Surface;
  readonly ctx: Ctx;
  readonly store: AtlasStore;
  readonly state: AtlasState;
  readonly info: MachineInfo;
  readonly palette: Palette;
  readonly styles: Styles;
  readonly box: Box;
}

/** A range of addresses, and what is there. */
export interface AddressRange {
  readonly range: string;
  readonly what: string;
}

/** What a body leaves behind. */
export interface Painted {
  /** The address ranges that are its own, beside those of memory. */
  readonly ranges: readonly AddressRange[];
  /** Where it ends, in units from the top of the picture. */
  readonly end: number;
}

/** An entry of the legend: a swatch, or something that draws itself into 15 × 15 units. */
export type Sign = Swatch | { readonly what: string; readonly paint: (ctx: Ctx) => void };

/** A view as the body of a picture. */
export interface Body {
  readonly paint: (scene: Scene) => Painted | Promise<Painted>;
  /** What its colours and textures mean. */
  readonly signs: (of: Pick<Scene, 'palette' | 'state'>) => readonly Sign[];
}
