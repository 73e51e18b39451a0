/** What other rooms say about accelerators. */
import type { NodeId } from '../../units.ts';
import type { Span } from '../view.ts';

/** An accelerator whose memory CPUs reach coherently. Bytes; immutable. */
export interface Accelerator extends Span {
  readonly id: string;
  readonly node: NodeId;
  /** ready: its pages are in ZONE_DEVICE; offline: taken away; reset: initialised anew, nothing mapped yet. */
  readonly state: 'ready' | 'offline' | 'reset';
  readonly type: 'coherent' | 'generic';
  /** Why it had to go offline. */
  readonly fault: string | undefined;
  /** Ranges it had before. */
  readonly before: readonly Span[];
  /** Pages that somebody holds: unmapping waits for them. */
  readonly pinned: number;
}
