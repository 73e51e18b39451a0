/** Mouse, touch and trackpad on the canvas, as moves of the view and selections of the store. */
import { pfn } from '../../engine/units.ts';
import type { PfnRange } from '../../engine/units.ts';
import type { Selection } from '../../store/types.ts';
import { zoomOf } from '../../ui/zoom.ts';
import type { MapView } from './view.ts';

/** What the pointer tells besides moving the view. */
export interface PointerTells {
  readonly select: (s: Selection) => void;
  readonly hover: (s: Selection, at: { readonly px: number; readonly py: number } | undefined) => void;
  readonly menu: (s: Selection, at: { readonly px: number; readonly py: number }) => void;
}

/** Pixels a press may wander and still be a click. */
const CLICK_SLOP = 4;
const LONG_PRESS_MS = 550;

interface Press {
  x: number;
  y: number;
  readonly x0: number;
  readonly y0: number;
}

/** A mouse wheel turns in large whole steps of one axis; a trackpad glides in both. */
export function isWheelMouse(e: Pick<WheelEvent, 'deltaMode' | 'deltaX' | 'deltaY'>): boolean {
  return e.deltaMode !== 0 || (e.deltaX === 0 && Math.abs(e.deltaY) >= 40 && Number.isInteger(e.deltaY));
}

/** Listens on the canvas. @returns stops */
export function listen(canvas: HTMLElement, view: MapView, tells: PointerTells): () => void {
  const presses = new Map<number, Press>();
  let dragging = false;
  let rangeFrom: PfnRange | undefined;
  let longPress: ReturnType<typeof setTimeout> | undefined;
  let lastTap = { at: 0, px: 0, py: 0 };

  const place = (e: { clientX: number; clientY: number }): { px: number; py: number } => {
    const box = canvas.getBoundingClientRect();
    const zoom = zoomOf(canvas);
    return { px: (e.clientX - box.left) / zoom, py: (e.clientY - box.top) / zoom };
  };
  const sectionRange = (px: number, py: number): PfnRange | undefined => {
    const hit = view.hitAt(px, py);
    return hit === undefined || hit.kind === 'fold' ? undefined : view.machine?.sectionPages(hit.section);
  };

  const onWheel = (e: WheelEvent): void => {
    e.preventDefault();
    const { px, py } = place(e);
    if (e.ctrlKey || e.metaKey) view.nav.zoomBy(Math.exp(-e.deltaY * (isWheelMouse(e) ? 0.002 : 0.012)), px, py);
    else if (isWheelMouse(e))
      view.nav.zoomBy(
        Math.exp(-Math.sign(e.deltaY) * Math.min(Math.abs(e.deltaMode === 0 ? e.deltaY : e.deltaY * 33), 240) * 0.0021),
        px,
        py,
      );
    else view.nav.panBy(-e.deltaX, -e.deltaY);
    tells.hover(view.selectionAt(px, py), { px, py });
  };
  const onDown = (e: PointerEvent): void => {
    if (e.button !== 0) return;
    canvas.setPointerCapture(e.pointerId);
    const { px, py } = place(e);
    presses.set(e.pointerId, { x: px, y: py, x0: px, y0: py });
    dragging = presses.size > 1;
    rangeFrom = e.shiftKey ? sectionRange(px, py) : undefined;
    clearTimeout(longPress);
    if (e.pointerType === 'touch' && presses.size === 1)
      longPress = setTimeout(() => {
        dragging = true;
        tells.menu(view.selectionAt(px, py), { px, py });
      }, LONG_PRESS_MS);
  };
  const onMove = (e: PointerEvent): void => {
    const { px, py } = place(e);
    const press = presses.get(e.pointerId);
    if (press === undefined) {
      tells.hover(view.selectionAt(px, py), { px, py });
      return;
    }
    const dx = px - press.x;
    const dy = py - press.y;
    if (!dragging && Math.hypot(px - press.x0, py - press.y0) < CLICK_SLOP) return;
    clearTimeout(longPress);
    if (presses.size === 2) pinch(e.pointerId, px, py);
    else if (rangeFrom !== undefined) {
      const to = sectionRange(px, py);
      if (to !== undefined)
        tells.select({
          kind: 'range',
          range: { start: pfn(Math.min(rangeFrom.start, to.start)), end: pfn(Math.max(rangeFrom.end, to.end)) },
        });
    } else {
      // the way the pointer went before this was a drag belongs to it
      view.nav.panBy(dragging ? dx : px - press.x0, dragging ? dy : py - press.y0);
      tells.hover({ kind: 'none' }, undefined);
    }
    dragging = true;
    press.x = px;
    press.y = py;
  };
  const pinch = (id: number, px: number, py: number): void => {
    const own = presses.get(id);
    const other = [...presses].find(([other_]) => other_ !== id)?.[1];
    if (own === undefined || other === undefined) return;
    const before = Math.hypot(own.x - other.x, own.y - other.y);
    const after = Math.hypot(px - other.x, py - other.y);
    view.nav.panBy((px - own.x) / 2, (py - own.y) / 2);
    if (before > 8 && after > 8) view.nav.zoomBy(after / before, (px + other.x) / 2, (py + other.y) / 2);
  };
  const onUp = (e: PointerEvent): void => {
    clearTimeout(longPress);
    const press = presses.get(e.pointerId);
    presses.delete(e.pointerId);
    if (press === undefined || dragging) {
      if (presses.size === 0) dragging = false;
      return;
    }
    const { px, py } = place(e);
    if (e.pointerType === 'touch') {
      if (e.timeStamp - lastTap.at < 320 && Math.hypot(px - lastTap.px, py - lastTap.py) < 24) {
        view.nav.descend({ px, py });
        return;
      }
      lastTap = { at: e.timeStamp, px, py };
    }
    tells.select(view.selectionAt(px, py));
  };
  const onCancel = (e: PointerEvent): void => {
    clearTimeout(longPress);
    presses.delete(e.pointerId);
    dragging = false;
  };
  const onLeave = (): void => tells.hover({ kind: 'none' }, undefined);
  const onDouble = (e: MouseEvent): void => {
    e.preventDefault();
    view.nav.descend(place(e));
  };
  const onMenu = (e: MouseEvent): void => {
    e.preventDefault();
    const at = place(e);
    tells.menu(view.selectionAt(at.px, at.py), at);
  };

  canvas.addEventListener('wheel', onWheel, { passive: false });
  canvas.addEventListener('pointerdown', onDown);
  canvas.addEventListener('pointermove', onMove);
  canvas.addEventListener('pointerup', onUp);
  canvas.addEventListener('pointercancel', onCancel);
  canvas.addEventListener('pointerleave', onLeave);
  canvas.addEventListener('dblclick', onDouble);
  canvas.addEventListener('contextmenu', onMenu);
  return () => {
    clearTimeout(longPress);
    canvas.removeEventListener('wheel', onWheel);
    canvas.removeEventListener('pointerdown', onDown);
    canvas.removeEventListener('pointermove', onMove);
    canvas.removeEventListener('pointerup', onUp);
    canvas.removeEventListener('pointercancel', onCancel);
    canvas.removeEventListener('pointerleave', onLeave);
    canvas.removeEventListener('dblclick', onDouble);
    canvas.removeEventListener('contextmenu', onMenu);
  };
}
