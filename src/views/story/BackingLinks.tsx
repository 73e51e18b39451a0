import { type ReactElement, useEffect, useRef } from 'react';
import * as words from '#words/story-panel.ts';
import { machines } from '#words/story-player.ts';
import { pfn } from '../../engine/units.ts';
import type { PfnRange } from '../../engine/units.ts';
import type { AtlasStore } from '../../store/atlas.ts';
import { atlasOf } from '../../store/world.ts';
import { standingName } from '../../stories/script.ts';
import { useStory } from '../../stories/story.ts';
import type { Backing, Story } from '../../stories/types.ts';
import { zoomOf } from '../../ui/zoom.ts';
import { mapOf, onMaps } from '../map/standing.ts';
import styles from './story.module.css';

interface Box {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

/** Where page frames stand on a machine's map, in the overlay's pixels; undefined: not in sight. */
function boxOn(store: AtlasStore | undefined, range: PfnRange | undefined, overlay: SVGSVGElement): Box | undefined {
  const map = store && mapOf(store);
  const box = range && map?.view.boxOf(range);
  if (map === undefined || box === undefined) return undefined;
  const zoom = zoomOf(overlay);
  const own = overlay.getBoundingClientRect();
  const canvas = map.canvas.getBoundingClientRect();
  if (canvas.width === 0) return undefined;
  const [left, top] = [(canvas.left - own.left) / zoom, (canvas.top - own.top) / zoom];
  const [right, bottom] = [left + canvas.width / zoom, top + canvas.height / zoom];
  const x = Math.max(left, Math.min(right, left + box.x));
  const y = Math.max(top, Math.min(bottom, top + box.y));
  return {
    x,
    y,
    w: Math.max(0, Math.min(right, left + box.x + box.w) - x),
    h: Math.max(0, Math.min(bottom, top + box.y + box.h) - y),
  };
}

/** The band between two boxes: from the inner edge of the left one to the inner edge of the right one. */
function bandOf(a: Box, b: Box): string {
  const [left, right] = a.x <= b.x ? [a, b] : [b, a];
  const [x1, x2] = [left.x + left.w, right.x];
  const bend = Math.max(12, (x2 - x1) / 2);
  const n = (v: number): string => v.toFixed(1);
  return [
    `M${n(x1)} ${n(left.y)}`,
    `C${n(x1 + bend)} ${n(left.y)} ${n(x2 - bend)} ${n(right.y)} ${n(x2)} ${n(right.y)}`,
    `V${n(right.y + right.h)}`,
    `C${n(x2 - bend)} ${n(right.y + right.h)} ${n(x1 + bend)} ${n(left.y + left.h)} ${n(x1)} ${n(left.y + left.h)}`,
    'Z',
  ].join(' ');
}

/** What a guest takes for a DIMM and the range of its host that it really is: marked on both maps, and joined. */
export function BackingLinks(): ReactElement | undefined {
  const story = useStory((s) => s.story);
  const step = useStory((s) => s.step);
  const links = story?.backing?.filter((b) => b.from <= step && step <= b.to) ?? [];
  if (story === undefined || links.length === 0) return undefined;
  return (
    <>
      {links.map((link) => (
        <Link key={`${link.guest} ${link.dimm}`} story={story} link={link} />
      ))}
      <p className={styles['spoken']}>
        {links
          .map(({ guest, dimm, host, range }) =>
            words.dimmOfIsGuest(dimm, machines[guest], (range.end - range.start) * 4096, machines[host]),
          )
          .join(' ')}
      </p>
    </>
  );
}

function Link({ story, link }: { readonly story: Story; readonly link: Backing }): ReactElement {
  const svg = useRef<SVGSVGElement>(null);
  useEffect(() => {
    const element = svg.current;
    if (element === null) return undefined;
    // the machines may be replaced, or come later than the story
    const storeOf = (machine: string): AtlasStore | undefined => atlasOf(standingName(story, machine));
    let frame: number | undefined;
    /** Where the DIMM was last, for as long as its host still keeps the memory. */
    let last: PfnRange | undefined;
    const draw = (): void => {
      frame = undefined;
      const guest = storeOf(link.guest);
      const state = guest?.getState();
      const dimm = state?.cells.dimms?.find((d) => d.id === link.dimm);
      const pageBytes = 2 ** (state?.info?.geometry.pageShift ?? 12);
      if (dimm !== undefined)
        last = { start: pfn(dimm.addr / pageBytes), end: pfn((dimm.addr + dimm.size) / pageBytes) };
      const from = boxOn(storeOf(link.host), link.range, element);
      const to = boxOn(guest, last, element);
      const both = from !== undefined && to !== undefined;
      element.toggleAttribute('data-gone', dimm === undefined);
      element.querySelector('path')?.setAttribute('d', both ? bandOf(from, to) : '');
      for (const [i, box] of [from, to].entries()) {
        const rect = element.querySelectorAll('rect')[i];
        const { x, y, w, h } = box ?? { x: 0, y: 0, w: 0, h: 0 };
        for (const [name, value] of Object.entries({
          x: x - 3,
          y: y - 3,
          width: w === 0 ? 0 : w + 6,
          height: w === 0 ? 0 : h + 6,
        }))
          rect?.setAttribute(name, String(value));
      }
    };
    const request = (): void => {
      frame ??= requestAnimationFrame(draw);
    };
    request();
    // a map is drawn with every frame of its machine
    const stop = onMaps(request);
    const observer = new ResizeObserver(request);
    observer.observe(element);
    return () => {
      stop();
      observer.disconnect();
      if (frame !== undefined) cancelAnimationFrame(frame);
    };
  }, [story, link]);
  return (
    <svg ref={svg} className={styles['backing']} aria-hidden="true">
      <path className={styles['band']} />
      <rect className={styles['end']} rx="6" />
      <rect className={styles['end']} rx="6" />
    </svg>
  );
}
