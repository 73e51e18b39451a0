/** What the painters need of a canvas; tests pass a log. */
export type Ctx = Pick<
  CanvasRenderingContext2D,
  | 'fillStyle'
  | 'strokeStyle'
  | 'lineWidth'
  | 'globalAlpha'
  | 'font'
  | 'textAlign'
  | 'textBaseline'
  | 'imageSmoothingEnabled'
  | 'lineDashOffset'
  | 'fillRect'
  | 'strokeRect'
  | 'clearRect'
  | 'beginPath'
  | 'closePath'
  | 'moveTo'
  | 'lineTo'
  | 'arc'
  | 'rect'
  | 'roundRect'
  | 'fill'
  | 'stroke'
  | 'fillText'
  | 'drawImage'
  | 'setLineDash'
  | 'save'
  | 'restore'
  | 'clip'
  | 'createPattern'
  | 'measureText'
  | 'setTransform'
>;

/** A canvas that is drawn into the map: pixels kept between frames. */
export interface Buffer {
  readonly image: CanvasImageSource;
  readonly width: number;
  readonly height: number;
  readonly ctx: Ctx & Pick<CanvasRenderingContext2D, 'putImageData' | 'createImageData'>;
}
export type MakeBuffer = (width: number, height: number) => Buffer;

/** Buffers of the page. @throws Error where the browser has no 2D canvas */
export function makeBuffer(width: number, height: number): Buffer {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const ctx = canvas.getContext('2d');
  if (ctx === null) throw new Error('this browser draws no 2D canvas');
  return { image: canvas, width, height, ctx };
}
