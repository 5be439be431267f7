import type { Playback } from '../../lib/house';

/** Who hears how a stream goes. */
export interface StreamWatcher {
  granted(playback: Playback): void;
  /** The picture is on its way, from `at` seconds on; `again` when another source took over in the middle. */
  opened(at: number, again: boolean): void;
  /** The film is not ready; the stream opens by itself when it is. */
  unready(words: string): void;
  /** Rungs and sounds may have changed. */
  known(): void;
  playing(height: number): void;
  lost(): void;
  back(): void;
  refused(words: string): void;
  /** Another screen took this one's place. */
  yielded(words: string): void;
}
