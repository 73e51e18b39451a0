import { describe, expect, it } from 'vitest';
import { svgSurface } from './picture.ts';
import { wrapped } from './draw.ts';
import { SvgCtx } from './svg.ts';
import { wellFormed } from './testing.ts';

const doc = (ctx: SvgCtx): string =>
  ctx.document(200, 100, { viewWidth: 100, viewHeight: 50, title: 'A & B', description: '<none>' });

describe('a canvas that writes SVG', () => {
  it('writes shapes, text and strokes with their state', () => {
    const ctx = new SvgCtx();
    ctx.fillStyle = '#123456';
    ctx.globalAlpha = 0.5;
    ctx.fillRect(10, 20, -4, 6);
    ctx.globalAlpha = 1;
    ctx.save();
    ctx.strokeStyle = 'red';
    ctx.setLineDash([2, 3]);
    ctx.beginPath();
    ctx.moveTo(0, 0);
    ctx.lineTo(5, 5);
    ctx.stroke();
    ctx.restore();
    ctx.textAlign = 'center';
    ctx.textBaseline = 'middle';
    ctx.font = '12px \'A "B"\'';
    ctx.fillText('a < b & c', 1, 2);
    expect(ctx.body.trim().split('\n')).toEqual([
      '<rect x="6" y="20" width="4" height="6" fill="#123456" opacity="0.5"/>',
      '<path d="M0 0L5 5" fill="none" stroke="red" stroke-width="1" stroke-dasharray="2 3" stroke-dashoffset="0"/>',
      '<text x="1" y="2" text-anchor="middle" dominant-baseline="central" fill="#123456" font-family="\'A &quot;B&quot;\'" font-size="12" font-weight="normal" xml:space="preserve">a &lt; b &amp; c</text>',
    ]);
    expect(wellFormed(doc(ctx))).toBe(true);
    expect(doc(ctx)).toContain('<title id="title">A &amp; B</title>');
  });

  it('makes rectangles of pixels, as few as there are runs', () => {
    const ctx = new SvgCtx();
    const buffer = ctx.buffer(4, 3);
    const image = buffer.ctx.createImageData(4, 3);
    const red = [255, 0, 0, 255];
    const blue = [0, 0, 255, 128];
    // r r b .      two rows of red grow into one rectangle
    // r r . .
    // . . . .
    for (const [x, y, colour] of [
      [0, 0, red],
      [1, 0, red],
      [2, 0, blue],
      [0, 1, red],
      [1, 1, red],
    ] as const)
      image.data.set(colour, (y * 4 + x) * 4);
    buffer.ctx.putImageData(image, 0, 0);
    ctx.drawImage(buffer.image, 0, 0, 4, 3, 10, 20, 8, 6);
    expect(ctx.body.trim().split('\n')).toEqual([
      '<rect x="14" y="20" width="2" height="2" fill="#0000ff80" shape-rendering="crispEdges"/>',
      '<rect x="10" y="20" width="4" height="4" fill="#ff0000" shape-rendering="crispEdges"/>',
    ]);
  });

  it('draws a buffer once and refers to it, cuts to clips and repeats patterns', () => {
    const ctx = new SvgCtx();
    const stamp = ctx.buffer(10, 10);
    stamp.ctx.fillStyle = 'green';
    stamp.ctx.beginPath();
    stamp.ctx.rect(0, 0, 10, 10);
    stamp.ctx.rect(2, 2, 3, 3);
    stamp.ctx.fill('evenodd');
    ctx.drawImage(stamp.image, 0, 0, 20, 20);
    ctx.drawImage(stamp.image, 30, 0, 10, 10);
    ctx.save();
    ctx.beginPath();
    ctx.rect(0, 0, 5, 5);
    ctx.clip();
    const pattern = ctx.createPattern(stamp.image);
    if (pattern === null) throw new Error('no pattern');
    ctx.fillStyle = pattern;
    ctx.fillRect(0, 0, 50, 50);
    ctx.restore();
    ctx.fillStyle = 'blue';
    ctx.fillRect(1, 1, 1, 1);
    const xml = doc(ctx);
    expect(wellFormed(xml)).toBe(true);
    expect(xml.match(/fill-rule="evenodd" fill="green"/g)?.length).toBe(2);
    expect(xml.match(/<use href="#image\d+"/g)?.length).toBe(2);
    // every reference has what it refers to
    for (const [, id] of xml.matchAll(/(?:url\(#|href="#)([a-z]+\d+)/g)) expect(xml).toContain(`id="${id}"`);
    expect(xml).toContain('clip-path="url(#clip');
    expect(
      xml
        .split('\n')
        .filter((line) => line !== '')
        .at(-2),
    ).toBe('<rect x="1" y="1" width="1" height="1" fill="blue"/>');
  });
});

it('texts are wrapped at spaces, and a word that is longer than a line is broken', () => {
  const ctx = svgSurface(new SvgCtx()).ctx;
  const font = '400 12px monospace';
  ctx.font = font;
  const width = ctx.measureText('0123456789').width + 1;
  const lines = wrapped(ctx, `a bc ${'f'.repeat(25)} end`, width, font);
  expect(lines.join('').replaceAll(' ', '')).toBe(`abc${'f'.repeat(25)}end`);
  expect(lines[0]).toBe('a bc');
  for (const line of lines) expect(ctx.measureText(line).width).toBeLessThanOrEqual(width);
});
