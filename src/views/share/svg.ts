/**
 * A 2D canvas context that writes down what it is told as SVG: the painters of the page draw pictures that stay sharp at
 * any size. Pixels that a painter puts into a buffer become rectangles, one for each run of equal pixels and rows.
 */
import type { Buffer, Ctx } from '../map/paint/ctx.ts';

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
/** Three decimals are a fiftieth of what a printer can show. */
const num = (n: number): string => String(Math.round(n * 1000) / 1000);

type Matrix = readonly [a: number, b: number, c: number, d: number, e: number, f: number];
const SAME: Matrix = [1, 0, 0, 1, 0, 0];

/** A buffer as an image that only SvgCtx draws. */
class SvgImage {
  readonly width: number;
  readonly height: number;
  readonly ctx: SvgCtx;
  pixels: Uint8ClampedArray | undefined;

  constructor(width: number, height: number, ctx: SvgCtx) {
    this.width = width;
    this.height = height;
    this.ctx = ctx;
  }
}
/** A pattern of such a buffer. */
class SvgPattern {
  readonly id: string;
  readonly image: SvgImage;
  matrix: Matrix = SAME;

  constructor(id: string, image: SvgImage) {
    this.id = id;
    this.image = image;
  }
  setTransform(
    m: {
      readonly a?: number;
      readonly b?: number;
      readonly c?: number;
      readonly d?: number;
      readonly e?: number;
      readonly f?: number;
    } = {},
  ): void {
    this.matrix = [m.a ?? 1, m.b ?? 0, m.c ?? 0, m.d ?? 1, m.e ?? 0, m.f ?? 0];
  }
}

/** Names and definitions that one document shares. */
class Definitions {
  #next = 1;
  readonly #known = new Map<string, string>();

  /** The name of a definition; equal ones share theirs. `make`: its text, given the name. */
  of(kind: string, key: string, make: (id: string) => string): string {
    const known = this.#known.get(`${kind} ${key}`);
    if (known !== undefined) return known;
    const id = `${kind}${this.#next++}`;
    this.#known.set(`${kind} ${key}`, id);
    this.#texts.push(make(id));
    return id;
  }
  readonly #texts: string[] = [];
  fresh(kind: string): string {
    return `${kind}${this.#next++}`;
  }
  get text(): string {
    return this.#texts.join('');
  }
}

interface State {
  fillStyle: string | SvgPattern;
  strokeStyle: string | SvgPattern;
  lineWidth: number;
  globalAlpha: number;
  font: string;
  textAlign: CanvasTextAlign;
  textBaseline: CanvasTextBaseline;
  lineDashOffset: number;
  dash: readonly number[];
  clip: string | undefined;
  matrix: Matrix;
}

/** A canvas font as attributes: pages with a strict policy refuse inline styles. */
function fontWords(font: string): string {
  const m = /^(?:(\d+|bold|normal)\s+)?([\d.]+)px\s+(.*)$/.exec(font);
  if (m === null) return '';
  return `font-family="${escaped(m[3] ?? '')}" font-size="${m[2] ?? '10'}" font-weight="${m[1] ?? 'normal'}"`;
}

/** Measures text as the browser does; without one as a monospaced face would be. */
let probe: CanvasRenderingContext2D | undefined;
function widthOf(text: string, font: string): number {
  if (typeof document === 'undefined') return text.length * 0.6 * Number(/([\d.]+)px/.exec(font)?.[1] ?? 10);
  probe ??= document.createElement('canvas').getContext('2d') ?? undefined;
  if (probe === undefined) return text.length * 6;
  probe.font = font;
  return probe.measureText(text).width;
}

/** Writes SVG elements. */
export class SvgCtx {
  readonly #definitions: Definitions;
  readonly #out: string[] = [];
  #path = '';
  #holes = '';
  #state: State = {
    fillStyle: '#000',
    strokeStyle: '#000',
    lineWidth: 1,
    globalAlpha: 1,
    font: '10px sans-serif',
    textAlign: 'start',
    textBaseline: 'alphabetic',
    lineDashOffset: 0,
    dash: [],
    clip: undefined,
    matrix: SAME,
  };
  readonly #stack: State[] = [];
  imageSmoothingEnabled = false;

  constructor(definitions = new Definitions()) {
    this.#definitions = definitions;
  }

  /** What was drawn so far. */
  get body(): string {
    const drawn = this.#out.join('');
    if (this.#holes === '') return drawn;
    const rest = `M-1e5-1e5H1e5V1e5H-1e5Z${this.#holes}`;
    const clip = this.#definitions.of(
      'clip',
      rest,
      (id) => `<clipPath id="${id}"><path clip-rule="evenodd" d="${rest}"/></clipPath>`,
    );
    return `<g clip-path="url(#${clip})">${drawn}</g>`;
  }

  /** A whole document. `title` and `description` are for who cannot see it. */
  document(
    width: number,
    height: number,
    of: {
      readonly viewWidth: number;
      readonly viewHeight: number;
      readonly title: string;
      readonly description: string;
    },
  ): string {
    // asking for the body may define more
    const { body } = this;
    return (
      `<?xml version="1.0" encoding="UTF-8"?>\n` +
      `<svg xmlns="http://www.w3.org/2000/svg" width="${num(width)}" height="${num(height)}" ` +
      `viewBox="0 0 ${num(of.viewWidth)} ${num(of.viewHeight)}" role="img" aria-labelledby="title description">\n` +
      `<title id="title">${escaped(of.title)}</title>\n<desc id="description">${escaped(of.description)}</desc>\n` +
      `<defs>${this.#definitions.text}</defs>\n${body}\n</svg>\n`
    );
  }

  /** A context whose drawing is put into a rectangle of this one, and what is outside of it cut off. */
  part(): SvgCtx {
    return new SvgCtx(this.#definitions);
  }
  place(part: SvgCtx, x: number, y: number, width: number, height: number): void {
    this.#out.push(
      `<svg x="${num(x)}" y="${num(y)}" width="${num(width)}" height="${num(height)}" overflow="hidden">${part.body}</svg>`,
    );
  }

  /** A buffer that the painters take for a canvas. */
  buffer(width: number, height: number): Buffer {
    const ctx = new SvgCtx(this.#definitions);
    const image = new SvgImage(width, height, ctx);
    const put = (data: ImageData, x: number, y: number, dx = 0, dy = 0, dw = data.width, dh = data.height): void => {
      image.pixels ??= new Uint8ClampedArray(width * height * 4);
      for (let row = dy; row < dy + dh; row++)
        for (let i = dx; i < dx + dw; i++) {
          const to = ((y + row) * width + x + i) * 4;
          const from = (row * data.width + i) * 4;
          if (x + i < width && y + row < height) image.pixels.set(data.data.subarray(from, from + 4), to);
        }
    };
    const make = (w: number, h: number): Pick<ImageData, 'data' | 'width' | 'height'> => ({
      data: new Uint8ClampedArray(w * h * 4),
      width: w,
      height: h,
    });
    const own = Object.assign(ctx, { putImageData: put, createImageData: make });
    // painters only hand these back to this context
    return { image: image as unknown as CanvasImageSource, width, height, ctx: own as unknown as Buffer['ctx'] };
  }

  get fillStyle(): Ctx['fillStyle'] {
    return this.#state.fillStyle as string;
  }
  set fillStyle(style: Ctx['fillStyle']) {
    this.#state.fillStyle = style as unknown as string | SvgPattern;
  }
  get strokeStyle(): Ctx['strokeStyle'] {
    return this.#state.strokeStyle as string;
  }
  set strokeStyle(style: Ctx['strokeStyle']) {
    this.#state.strokeStyle = style as unknown as string | SvgPattern;
  }
  get lineWidth(): number {
    return this.#state.lineWidth;
  }
  set lineWidth(width: number) {
    this.#state.lineWidth = width;
  }
  get globalAlpha(): number {
    return this.#state.globalAlpha;
  }
  set globalAlpha(alpha: number) {
    this.#state.globalAlpha = alpha;
  }
  get font(): string {
    return this.#state.font;
  }
  set font(font: string) {
    this.#state.font = font;
  }
  get textAlign(): CanvasTextAlign {
    return this.#state.textAlign;
  }
  set textAlign(align: CanvasTextAlign) {
    this.#state.textAlign = align;
  }
  get textBaseline(): CanvasTextBaseline {
    return this.#state.textBaseline;
  }
  set textBaseline(baseline: CanvasTextBaseline) {
    this.#state.textBaseline = baseline;
  }
  get lineDashOffset(): number {
    return this.#state.lineDashOffset;
  }
  set lineDashOffset(offset: number) {
    this.#state.lineDashOffset = offset;
  }
  setLineDash(dash: number[]): void {
    this.#state.dash = [...dash];
  }

  save(): void {
    this.#stack.push({ ...this.#state });
  }
  restore(): void {
    this.#state = this.#stack.pop() ?? this.#state;
  }
  setTransform(a?: number | DOMMatrix2DInit, b = 0, c = 0, d = 1, e = 0, f = 0): void {
    this.#state.matrix = typeof a === 'number' ? [a, b, c, d, e, f] : SAME;
  }
  clip(): void {
    const path = this.#path;
    const outer = this.#state.clip;
    this.#state.clip = this.#definitions.of('clip', `${path} ${outer ?? ''}`, (id) => {
      const within = outer === undefined ? '' : ` clip-path="url(#${outer})"`;
      return `<clipPath id="${id}"${within}><path d="${path}"/></clipPath>`;
    });
  }

  beginPath(): void {
    this.#path = '';
  }
  closePath(): void {
    this.#path += 'Z';
  }
  moveTo(x: number, y: number): void {
    this.#path += `M${num(x)} ${num(y)}`;
  }
  lineTo(x: number, y: number): void {
    this.#path += `${this.#path === '' ? 'M' : 'L'}${num(x)} ${num(y)}`;
  }
  rect(x: number, y: number, w: number, h: number): void {
    this.#path += `M${num(x)} ${num(y)}h${num(w)}v${num(h)}h${num(-w)}Z`;
  }
  roundRect(
    x: number,
    y: number,
    w: number,
    h: number,
    radii?: number | DOMPointInit | Iterable<number | DOMPointInit>,
  ): void {
    const first = typeof radii === 'number' ? radii : 0;
    const r = Math.max(0, Math.min(first, Math.abs(w) / 2, Math.abs(h) / 2));
    if (r === 0) return this.rect(x, y, w, h);
    const a = `a${num(r)} ${num(r)} 0 0 1 `;
    this.#path +=
      `M${num(x + r)} ${num(y)}h${num(w - 2 * r)}${a}${num(r)} ${num(r)}v${num(h - 2 * r)}${a}${num(-r)} ${num(r)}` +
      `h${num(2 * r - w)}${a}${num(-r)} ${num(-r)}v${num(2 * r - h)}${a}${num(r)} ${num(-r)}Z`;
  }
  arc(x: number, y: number, r: number, from: number, to: number): void {
    const at = (angle: number): string => `${num(x + r * Math.cos(angle))} ${num(y + r * Math.sin(angle))}`;
    const start = this.#path === '' || this.#path.endsWith('Z') ? 'M' : 'L';
    if (Math.abs(to - from) >= 2 * Math.PI - 1e-6) {
      const middle = from + Math.PI;
      this.#path += `${start}${at(from)}A${num(r)} ${num(r)} 0 0 1 ${at(middle)}A${num(r)} ${num(r)} 0 0 1 ${at(from)}Z`;
    } else this.#path += `${start}${at(from)}A${num(r)} ${num(r)} 0 ${to - from > Math.PI ? 1 : 0} 1 ${at(to)}`;
  }

  fill(rule?: CanvasFillRule | Path2D): void {
    if (this.#path === '') return;
    const even = rule === 'evenodd' ? ' fill-rule="evenodd"' : '';
    this.#add(`<path d="${this.#path}"${even} fill="${this.#paint(this.#state.fillStyle)}"`);
  }
  stroke(): void {
    if (this.#path !== '') this.#add(`<path d="${this.#path}" fill="none"${this.#strokeWords()}`);
  }
  fillRect(x: number, y: number, w: number, h: number): void {
    if (w === 0 || h === 0) return;
    const [left, top] = [Math.min(x, x + w), Math.min(y, y + h)];
    this.#add(
      `<rect x="${num(left)}" y="${num(top)}" width="${num(Math.abs(w))}" height="${num(Math.abs(h))}" fill="${this.#paint(this.#state.fillStyle)}"`,
    );
  }
  strokeRect(x: number, y: number, w: number, h: number): void {
    this.#add(
      `<rect x="${num(x)}" y="${num(y)}" width="${num(Math.max(0, w))}" height="${num(Math.max(0, h))}" fill="none"${this.#strokeWords()}`,
    );
  }
  /** Cuts a hole into what was drawn; before that there is nothing to cut. */
  clearRect(x: number, y: number, w: number, h: number): void {
    if (this.#out.length > 0) this.#holes += `M${num(x)} ${num(y)}h${num(w)}v${num(h)}h${num(-w)}Z`;
  }
  fillText(text: string, x: number, y: number): void {
    const { font, textAlign, textBaseline } = this.#state;
    const anchor = { left: 'start', start: 'start', center: 'middle', right: 'end', end: 'end' }[textAlign];
    const baseline = {
      top: 'hanging',
      hanging: 'hanging',
      middle: 'central',
      bottom: 'text-after-edge',
      ideographic: 'ideographic',
      alphabetic: 'alphabetic',
    }[textBaseline];
    this.#add(
      `<text x="${num(x)}" y="${num(y)}" text-anchor="${anchor}" dominant-baseline="${baseline}" fill="${this.#paint(this.#state.fillStyle)}" ${fontWords(font)} xml:space="preserve"`,
      `${escaped(text)}</text>`,
    );
  }
  measureText(text: string): TextMetrics {
    // painters only look at the width
    return { width: widthOf(text, this.#state.font) } as TextMetrics;
  }
  createPattern(image: CanvasImageSource): CanvasPattern | null {
    return image instanceof SvgImage
      ? (new SvgPattern(this.#definitions.fresh('pattern'), image) as unknown as CanvasPattern)
      : null;
  }
  drawImage(image: CanvasImageSource, ...place: number[]): void {
    if (!((image as unknown) instanceof SvgImage)) return;
    const source = image as unknown as SvgImage;
    const [sx = 0, sy = 0, sw = source.width, sh = source.height, x = 0, y = 0, w = sw, h = sh] =
      place.length === 8
        ? place
        : [0, 0, source.width, source.height, place[0], place[1], place[2] ?? source.width, place[3] ?? source.height];
    if (source.pixels !== undefined) this.#pixels(source, { sx, sy, sw, sh, x, y, w, h });
    if (source.ctx.body === '') return;
    const symbol = this.#definitions.of('image', source.ctx.body, (id) => `<g id="${id}">${source.ctx.body}</g>`);
    this.#add(`<use href="#${symbol}" transform="translate(${num(x)} ${num(y)}) scale(${num(w / sw)} ${num(h / sh)})"`);
  }

  /** Runs of equal pixels as rectangles; rows that are alike grow into one. */
  #pixels(
    image: SvgImage,
    {
      sx,
      sy,
      sw,
      sh,
      x,
      y,
      w,
      h,
    }: { sx: number; sy: number; sw: number; sh: number; x: number; y: number; w: number; h: number },
  ): void {
    const { pixels, width } = image;
    if (pixels === undefined) return;
    const [px, py] = [w / sw, h / sh];
    let open = new Map<string, { from: number; to: number; colour: string; top: number }>();
    const close = (run: { from: number; to: number; colour: string; top: number }, bottom: number): void => {
      this.#add(
        `<rect x="${num(x + run.from * px)}" y="${num(y + run.top * py)}" width="${num((run.to - run.from) * px)}" height="${num((bottom - run.top) * py)}" fill="${run.colour}" shape-rendering="crispEdges"`,
      );
    };
    for (let row = 0; row <= sh; row++) {
      const next = new Map<string, { from: number; to: number; colour: string; top: number }>();
      for (let i = 0; row < sh && i < sw;) {
        const at = ((Math.floor(sy) + row) * width + Math.floor(sx) + i) * 4;
        const word = (k: number): number => pixels[k] ?? 0;
        const rgba = [word(at), word(at + 1), word(at + 2), word(at + 3)];
        let to = i + 1;
        while (to < sw && rgba.every((part, k) => word(at + (to - i) * 4 + k) === part)) to++;
        const [r = 0, g = 0, b = 0, alpha = 0] = rgba;
        if (alpha > 0) {
          const colour = `#${[r, g, b].map((part) => part.toString(16).padStart(2, '0')).join('')}${alpha === 255 ? '' : alpha.toString(16).padStart(2, '0')}`;
          const key = `${i} ${to} ${colour}`;
          next.set(key, open.get(key) ?? { from: i, to, colour, top: row });
        }
        i = to;
      }
      for (const [key, run] of open) if (next.get(key) !== run) close(run, row);
      open = next;
    }
  }

  #paint(style: string | SvgPattern): string {
    if (!(style instanceof SvgPattern)) return escaped(style);
    const { image, matrix } = style;
    const key = `${style.id} ${matrix.join(' ')}`;
    const id = this.#definitions.of('fill', key, (name) => {
      const { body } = image.ctx;
      return `<pattern id="${name}" width="${image.width}" height="${image.height}" patternUnits="userSpaceOnUse" patternTransform="matrix(${matrix.map(num).join(' ')})">${body}</pattern>`;
    });
    return `url(#${id})`;
  }
  #strokeWords(): string {
    const { strokeStyle, lineWidth, dash, lineDashOffset } = this.#state;
    const dashed =
      dash.length === 0
        ? ''
        : ` stroke-dasharray="${dash.map(num).join(' ')}" stroke-dashoffset="${num(lineDashOffset)}"`;
    return ` stroke="${this.#paint(strokeStyle)}" stroke-width="${num(lineWidth)}"${dashed}`;
  }
  #add(element: string, content?: string): void {
    const { globalAlpha, clip, matrix } = this.#state;
    if (globalAlpha <= 0) return;
    const words = [
      globalAlpha < 1 ? ` opacity="${num(globalAlpha)}"` : '',
      clip === undefined ? '' : ` clip-path="url(#${clip})"`,
      matrix.every((n, i) => n === SAME[i]) ? '' : ` transform="matrix(${matrix.map(num).join(' ')})"`,
    ].join('');
    this.#out.push(`${element}${words}${content === undefined ? '/>' : `>${content}`}\n`);
  }
}
