import type { Way } from '../../lib/choose';
import type { Source, SourceWatcher } from './source';

const TRIES = 2;
/** MediaError.MEDIA_ERR_DECODE and MEDIA_ERR_SRC_NOT_SUPPORTED */
const UNKNOWN_KIND = [3, 4];

/** The browser brings the film by itself: from the file as it is, or from HLS where it knows that. */
export class FileSource implements Source {
  readonly hls = null;
  private failures = 0;

  constructor(
    readonly way: Way,
    private readonly video: HTMLVideoElement,
    private readonly watcher: SourceWatcher,
  ) {
    video.addEventListener('error', this.onError);
    video.addEventListener('playing', this.onPlaying);
    video.addEventListener('loadedmetadata', this.onKnown);
  }

  load(address: string, at: number): void {
    const { video } = this;
    // With its place in the address the browser fetches from there at once.
    video.src = at > 0 ? `${address}#t=${at.toFixed(3)}` : address;
    video.load();
    const settle = (): void => {
      if (Math.abs(video.currentTime - at) > 1) video.currentTime = at;
    };
    if (at > 0) video.addEventListener('loadedmetadata', settle, { once: true });
  }

  renewed(): void {
    // What was begun keeps its address until the house refuses it; then it is loaded anew.
  }

  resume(address: string, at: number): void {
    const playing = !this.video.paused;
    this.load(address, at);
    if (playing) void this.video.play().catch(() => undefined);
  }

  end(): void {
    this.video.removeEventListener('error', this.onError);
    this.video.removeEventListener('playing', this.onPlaying);
    this.video.removeEventListener('loadedmetadata', this.onKnown);
    this.video.removeAttribute('src');
    this.video.load();
  }

  private readonly onKnown = (): void => this.watcher.known();

  private readonly onPlaying = (): void => {
    this.failures = 0;
    this.watcher.fine();
    this.watcher.rung(this.video.videoHeight);
  };

  private readonly onError = (): void => {
    const { error } = this.video;
    // A refused or missing address looks like a kind the browser doesn't know, so one failure says nothing yet.
    if (UNKNOWN_KIND.includes(error?.code ?? 0) && this.failures++ >= TRIES) this.watcher.broken();
    else this.watcher.lost();
  };
}
