import type Hls from 'hls.js';
import type { Way } from '../../lib/choose';

/** What brings the film to the <video>. */
export interface Source {
  readonly way: Way;
  readonly hls: Hls | null;
  /** Load an address and begin at `at` seconds. */
  load(address: string, at: number): void;
  /** Leave was given anew: addresses with this token are good from now on. */
  renewed(token: string): void;
  /** The line is back: go on at `at`. */
  resume(address: string, at: number): void;
  end(): void;
}

export interface SourceWatcher {
  /** Bytes arrive. */
  fine(): void;
  /** Leave has ended. */
  stale(): void;
  /** The line broke, or something is missing. */
  lost(): void;
  /** The browser can't decode it. */
  broken(): void;
  /** Rungs and sounds are known. */
  known(): void;
  /** The picture changed to a rung of this height. */
  rung(height: number): void;
}
