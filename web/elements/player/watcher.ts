import type { Playback } from '../../lib/house';
import type { Rung } from '../../lib/levels';

/** Who hears how a stream goes. */
export interface StreamWatcher {
  granted(playback: Playback): void;
  /** The picture is on its way, from `at` seconds on. */
  opened(at: number): void;
  /** The film is not ready; the stream opens by itself when it is. */
  unready(words: string): void;
  rungs(rungs: Rung[]): void;
  playing(height: number): void;
  lost(): void;
  back(): void;
  refused(words: string): void;
}
