import { backoff } from '../../lib/backoff';
import { askPosition, tellPosition } from '../../lib/house';
import { recall, remember, type Position } from '../../lib/position';
import type { Place } from './place';

const EVERY = 10;
const TRIES = 4;

/** Remembers where the viewer is: at the house for people who are signed in, in the browser for guests. */
export class Keeper {
  private kept = -1;
  private begun = false;
  private known = false;

  constructor(
    private readonly video: HTMLVideoElement,
    private readonly movie: string,
    private readonly signedIn: boolean,
    private readonly place: Pick<Place, 'now' | 'settled' | 'length'>,
  ) {}

  /** Where the viewer stopped. When the house does not say after some tries, the film begins and nothing is kept. */
  async find(): Promise<Position | null> {
    for (let tried = 0; ; tried++) {
      try {
        const position = this.signedIn ? await askPosition(this.movie) : recall(this.movie, localStorage);
        this.known = true;
        return position;
      } catch {
        if (tried === TRIES) return null;
        await new Promise((on) => setTimeout(on, backoff(tried)));
      }
    }
  }

  /** From now on positions count; `at` is where the film starts. */
  begin(at: number): void {
    this.kept = at;
    const { video } = this;
    video.addEventListener('playing', () => (this.begun = true), { once: true });
    video.addEventListener('timeupdate', () => {
      if (!video.seeking && Math.abs(this.place.now - this.kept) >= EVERY) this.save();
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
    const duration = this.place.length || this.video.duration;
    if (!this.known || !this.begun || !this.place.settled || !Number.isFinite(duration) || duration <= 0) return;
    const isOver = this.video.ended && this.place.now > duration - 5;
    const at = isOver ? duration : Math.min(this.place.now, duration);
    if (Math.abs(at - this.kept) < 0.25) return;
    this.kept = at;
    const position = { at: round(at), duration: round(duration) };
    if (this.signedIn) void tellPosition(this.movie, position);
    else remember(this.movie, position, localStorage);
  };
}

const round = (seconds: number): number => Math.round(seconds * 1000) / 1000;
