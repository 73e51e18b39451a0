/** The views that become pictures, in the order in which they are offered. */
import * as words from '#words/pictures.ts';
import { bay } from './pictureBay.ts';
import { cost } from './pictureCost.ts';
import { device } from './pictureDevice.ts';
import { map, mapHere } from './pictureMap.ts';
import { section } from './pictureSection.ts';
import { tables } from './pictureTables.ts';
import { timeline } from './pictureTimeline.ts';
import { zone } from './pictureZone.ts';
import { zones } from './pictureZones.ts';
import type { Body } from './scene.ts';

interface View {
  /** What it is called in the list of views. */
  readonly label: string;
  /** What stands over the picture where nobody typed a title. */
  readonly title: string;
  readonly body: Body;
}

export const VIEWS = {
  map: { label: words.viewsMap, title: words.titlesMap, body: map },
  'map-here': { label: words.viewsMapHere, title: words.titlesMap, body: mapHere },
  bay: { label: words.viewsBay, title: words.titlesBay, body: bay },
  zones: { label: words.viewsZones, title: words.viewsZones, body: zones },
  tables: { label: words.pageTables, title: words.pageTables, body: tables },
  cost: { label: words.memmapCost, title: words.whoPays, body: cost },
  timeline: { label: words.viewsTimeline, title: words.titlesTimeline, body: timeline },
  section: { label: words.viewsSection, title: words.titlesSection, body: section },
  zone: { label: words.viewsZone, title: words.titlesZone, body: zone },
  device: { label: words.viewsDevice, title: words.titlesDevice, body: device },
} satisfies Readonly<Record<string, View>>;

/** What a picture shows. */
export type PictureView = keyof typeof VIEWS;
