import type Hls from 'hls.js';
import { wayOf, type Way } from '../../lib/choose';
import type { Playback } from '../../lib/house';
import { FileSource } from './file-source';
import { HlsSource } from './hls-source';
import type { Source, SourceWatcher } from './source';

const NATIVE = 'application/vnd.apple.mpegurl';

/** What this browser can play, and the sources for it. hls.js comes when it is first needed. */
export class Sources {
  private Player: typeof Hls | null = null;

  constructor(
    private readonly video: HTMLVideoElement,
    private readonly read: (playlist: string) => string,
  ) {}

  takes(original: Playback['original']): boolean {
    return !!original && this.video.canPlayType(original.type) !== '';
  }

  /** Throws where hls.js could not be fetched. `casts`: to another device, which takes no pieces from a script. */
  async way(playback: Playback, wantsOriginal: boolean, casts: boolean): Promise<Way> {
    const native = this.video.canPlayType(NATIVE) !== '';
    if (playback.manifest) this.Player ??= (await import('hls.js')).default;
    const adaptive = !!this.Player?.isSupported() && !(casts && native);
    return wayOf(playback, { adaptive, native, original: this.takes(playback.original) }, wantsOriginal || (casts && !native));
  }

  /** `line` is what the line carried last, in bits a second, where that is known. */
  make(way: Way, line: number | undefined, watcher: SourceWatcher): Source {
    if (way === 'adaptive' && this.Player) return new HlsSource(this.Player, this.video, watcher, { read: this.read, line });
    return new FileSource(way, this.video, watcher);
  }
}
