/** Zones of each node as a picture: their spans over physical memory, present and free pages. */
import * as words from '#words/pictures.ts';
import * as draw from './draw.ts';
import { zoneSwatches } from './pictureLegend.ts';
import type { Body, Painted, Scene } from './scene.ts';

/** All zones that span anything. */
export const zones: Body = {
  paint,
  signs: ({ palette, state }) => [
    ...zoneSwatches(palette, state),
    { ...draw.full(palette.textFaint), what: words.strongInUsePale },
  ],
};

function paint({ surface, state: { cells }, info, palette, box }: Scene): Painted {
  const { w: width, h: height } = box;
  const part = surface.part(box.x, box.y, width, height);
  const { ctx } = part;
  const { pageBytes } = info.sizes;
  const rows = (cells.nodes ?? []).flatMap((node) =>
    node.zones.filter((z) => z.spanned > 0).map((zone) => ({ node, zone })),
  );
  const end = Math.max(1, ...rows.map(({ zone }) => zone.startPfn + zone.spanned));
  const left = 190;
  const scale = (width - left - 4) / end;
  const each = Math.min(96, height / Math.max(1, rows.length));
  rows.forEach(({ node, zone }, i) => {
    const y = i * each;
    const colour = palette.zone[zone.name];
    const free = cells.free?.find((f) => f.ref.nid === node.id && f.ref.zone === zone.name)?.pages ?? 0;
    const bar = Math.min(34, each * 0.4);
    ctx.textAlign = 'left';
    ctx.textBaseline = 'alphabetic';
    ctx.fillStyle = palette.text;
    ctx.font = `600 15px ${palette.fontUi}`;
    ctx.fillText(words.node(node.id, zone.name), 0, y + 18);
    ctx.fillStyle = palette.textMuted;
    ctx.font = `400 11.5px ${palette.fontMono}`;
    ctx.fillText(words.present(zone.present * pageBytes), 0, y + 36);
    const x = left + zone.startPfn * scale;
    const w = Math.max(2, zone.spanned * scale);
    ctx.strokeStyle = colour;
    ctx.lineWidth = 1.5;
    ctx.strokeRect(x, y + 2, w, bar);
    ctx.fillStyle = colour;
    ctx.globalAlpha = 0.35;
    ctx.fillRect(x, y + 2, w * (zone.present / zone.spanned), bar);
    ctx.globalAlpha = 1;
    ctx.fillRect(x, y + 2, w * (Math.max(0, zone.managed - free) / zone.spanned), bar);
    ctx.fillStyle = palette.textMuted;
    const from = `0x${(zone.startPfn * pageBytes).toString(16)}`;
    const text = words.spansPagesManagedFree(from, zone.spanned * pageBytes, zone.managed, free * pageBytes);
    ctx.textAlign = x > left + (width - left) * 0.55 ? 'right' : 'left';
    ctx.fillText(text, ctx.textAlign === 'right' ? Math.min(width, x + w) : x, y + bar + 20);
  });
  part.done();
  return { ranges: [], end: box.y + Math.min(height, rows.length * each) };
}
