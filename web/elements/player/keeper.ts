import { askPosition, tellPosition } from '../../lib/house';
import { recall, remember, type Position } from '../../lib/position';

const EVERY = 10;

/** Remembers where the viewer is: at the house for people who are signed in, in the browser for guests. */
export class Keeper {
  private kept = -1;
  private begun = false;

  constructor(
    private readonly video: HTMLVideoElement,
    private readonly movie: string,
    private readonly signedIn: boolean,
  ) {}

  find(): Promise<Position | null> {
    return this.signedIn ? askPosition(this.movie) : Promise.resolve(recall(this.movie, localStorage));
  }

  /** From now on positions count; `at` is where the film starts. */
  begin(at: number): void {
    this.kept = at;
    const { video } = this;
    video.addEventListener('playing', () => (this.begun = true), { once: true });
    video.addEventListener('timeupdate', () => {
      if (!video.seeking && Math.abs(video.currentTime - this.kept) >= EVERY) this.save();
    });
    video.addEventListener('pause', this.save);
    video.addEventListener('seeked', this.save);
    video.addEventListener('ended', this.save);
    addEventListener('pagehide', this.save);
  }

  end(): void {
    removeEventListener('pagehide', this.save);
    this.save();
  }

  readonly save = (): void => {
    const { currentTime, duration, ended } = this.video;
    if (!this.begun || !Number.isFinite(duration) || duration <= 0) return;
    const at = ended ? duration : Math.min(currentTime, duration);
    if (Math.abs(at - this.kept) < 0.25) return;
    this.kept = at;
    const position = { at: round(at), duration: round(duration) };
    if (this.signedIn) void tellPosition(this.movie, position);
    else remember(this.movie, position, localStorage);
  };
}

const round = (seconds: number): number => Math.round(seconds * 1000) / 1000;
