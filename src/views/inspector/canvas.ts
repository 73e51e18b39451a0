import { zoomOf } from '../../ui/zoom.ts';

/** Makes a canvas as sharp as the screen and measures it in CSS pixels; undefined: it has no size or no context. */
export function fitCanvas(canvas: HTMLCanvasElement): CanvasRenderingContext2D | undefined {
  // a picture on a stage is drawn larger, and as sharp
  const scale = devicePixelRatio * zoomOf(canvas);
  const width = Math.round(canvas.clientWidth * scale);
  const height = Math.round(canvas.clientHeight * scale);
  if (width === 0 || height === 0) return undefined;
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  const g = canvas.getContext('2d');
  if (g === null) return undefined;
  g.setTransform(scale, 0, 0, scale, 0, 0);
  return g;
}
