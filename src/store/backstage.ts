/** What stands behind the store and is no part of what the page sees: the client, the mirror, frames that wait. */
import type { StateCreator } from 'zustand';
import type { Frame } from '../link/messages.ts';
import type { Client, Listener } from '../link/client.ts';
import type { LiveMirror } from './mirror.ts';
import type { AtlasState } from './types.ts';

/** What a store needs of its surroundings; a test hands in its own. */
export interface Surroundings {
  /** Opens the client: called once, when the first machine is loaded. */
  connect(listener: Listener): Client;
  /** Calls back before the next paint. */
  nextFrame(f: () => void): void;
}

/** Shared by the slices of one store. */
export interface Backstage {
  readonly surroundings: Surroundings;
  readonly mirror: LiveMirror;
  client(): Client;
  /** Frames received and not yet shown. */
  readonly frames: Frame[];
  /** What else the worker has said and is not yet shown. */
  heard: Partial<Pick<AtlasState, 'history' | 'traced'>>;
  /** Whether the next paint shows what has come. */
  waiting: boolean;
}

/** One slice of the store. */
export type Slice<Keys extends keyof AtlasState> = StateCreator<AtlasState, [], [], Pick<AtlasState, Keys>>;
export type SetState = Parameters<Slice<keyof AtlasState>>[0];
export type GetState = Parameters<Slice<keyof AtlasState>>[1];
