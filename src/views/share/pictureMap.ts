/** The map as a picture: all of memory, or where the screen looks. */
import * as words from '#words/pictures.ts';
import { fakeOffline } from '#words/devices.ts';
import { unplugged } from '#words/map.ts';
import { hasDevices } from '../../store/devices.ts';
import { cameraOf } from '../../store/cameras.ts';
import type { Camera } from '../map/camera.ts';
import { toScreenY } from '../map/camera.ts';
import { MapView } from '../map/view.ts';
import * as draw from './draw.ts';
import { zoneSwatches } from './pictureLegend.ts';
import type { Body, Painted, Scene, Sign } from './scene.ts';

/** Room below the last row for the names of its blocks. */
const NAMES = 22;

const signs: Body['signs'] = ({ palette, state }) => {
  const { devices } = state.cells;
  const of: Sign[] = [
    ...zoneSwatches(palette, state),
    { ...draw.full(palette.memmap), what: 'memmap' },
    { ...draw.hatched(palette.offlineHatch), what: words.offline },
  ];
  if (hasDevices(devices)) of.push({ ...draw.dashed(palette.zone.Device), what: words.deviceUnused });
  if ((devices?.virtioMem.length ?? 0) > 0)
    of.push({
      what: unplugged,
      paint: (ctx) => {
        draw.fillInk(ctx, draw.framed(palette.borderStrong), { x: 1, y: 1, w: 12, h: 12 });
        draw.fillInk(ctx, draw.full(palette.textMuted), { x: 5.5, y: 5.5, w: 3, h: 3 });
      },
    });
  if (devices?.virtioMem.some((v) => v.bitmap.some((run) => run.state === 'fake-offline')) === true)
    of.push({
      what: fakeOffline,
      paint: (ctx) => {
        ctx.strokeStyle = palette.textMuted;
        ctx.lineWidth = 1;
        ctx.beginPath();
        ctx.moveTo(4.5, 4.5);
        ctx.lineTo(9.5, 9.5);
        ctx.moveTo(9.5, 4.5);
        ctx.lineTo(4.5, 9.5);
        ctx.stroke();
        draw.fillInk(ctx, draw.framed(palette.borderStrong), { x: 1, y: 1, w: 12, h: 12 });
      },
    });
  of.push({ ...draw.full(palette.trouble), what: words.pinned });
  if (state.selection.kind !== 'none') of.push({ ...draw.framed(palette.selection), what: words.selected });
  return of;
};

/** All of memory. */
export const map: Body = { paint: (scene) => paint(scene, undefined), signs };
/** What the screen shows of it. */
export const mapHere: Body = { paint: (scene) => paint(scene, cameraOf(scene.store)), signs };

/** Owners of cells are asked for and arrive while it waits. */
async function paint({ surface, store, palette, box }: Scene, camera: Camera | undefined): Promise<Painted> {
  const view = new MapView({
    state: store.getState,
    palette: () => palette,
    makeBuffer: surface.makeBuffer,
    reducedMotion: () => true,
    now: () => performance.now(),
    nextFrame: () => 0,
    cancelFrame: () => undefined,
  });
  try {
    if (camera !== undefined) view.nav.put(camera);
    // once to learn what is in sight, then for good
    const trial = surface.part(0, 0, box.w, box.h);
    view.resize(trial.ctx, box.w, box.h, surface.dpr);
    for (let i = 0; i < 6; i++) {
      view.draw(performance.now());
      await new Promise((resolve) => setTimeout(resolve, 60));
    }
    const part = surface.part(box.x, box.y, box.w, box.h);
    view.resize(part.ctx, box.w, box.h, surface.dpr);
    view.draw(performance.now());
    part.done();
    const height = view.machine?.layout.height ?? 0;
    const end = toScreenY(view.camera, view.viewport, height) + NAMES;
    return { ranges: [], end: box.y + Math.min(box.h, end) };
  } finally {
    view.dispose();
  }
}
