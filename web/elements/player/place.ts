import { reachOf } from '../../lib/reach';
import { clamp } from '../../lib/time';

const LOOK_AGAIN = 1000;
/** How much of the film has to be there beyond a place before it goes on from it, in seconds. */
const ENOUGH = 3;

export interface PlaceWatcher {
  /** The place is not made ready yet; or it is now. */
  waits(waiting: boolean): void;
}

/** Where the film is, also while a source is being changed or a part of it is still being made. */
export class Place {
  /** The manifest still gets longer. */
  growing = false;
  length = 0;
  private target: number | null = null;
  private timer = 0;
  private resumes = false;

  constructor(
    private readonly video: HTMLVideoElement,
    private readonly watcher: PlaceWatcher,
  ) {
    for (const name of ['timeupdate', 'seeked', 'playing']) video.addEventListener(name, this.look);
  }

  get now(): number {
    return this.target ?? this.video.currentTime;
  }

  /** Whether the picture shows what `now` says. */
  get settled(): boolean {
    return this.target === null;
  }

  get waiting(): boolean {
    return this.timer !== 0;
  }

  /** A source is on its way that begins at `at`. */
  head(at: number): void {
    this.stopWaiting();
    this.target = at;
  }

  seek(to: number): void {
    const at = clamp(to, 0, this.length || this.video.duration || 0);
    const wasWaiting = this.waiting;
    this.stopWaiting();
    if (!this.video.readyState) this.target = at;
    else if (this.growing && at > reachOf(this.video.seekable) - 1) this.wait(at, wasWaiting);
    else {
      this.target = null;
      this.video.currentTime = at;
      if (wasWaiting && this.resumes) void this.video.play().catch(() => undefined);
    }
  }

  /** Stay where the picture is instead of waiting for another place. */
  giveUp(): void {
    this.stopWaiting();
    this.target = null;
  }

  end(): void {
    clearInterval(this.timer);
  }

  private wait(at: number, again: boolean): void {
    this.target = at;
    if (!again) this.resumes = !this.video.paused;
    this.video.pause();
    this.timer = window.setInterval(() => {
      const there = reachOf(this.video.seekable);
      if (!this.growing || there >= Math.min(at + ENOUGH, this.length - 0.5)) this.seek(at);
    }, LOOK_AGAIN);
    this.watcher.waits(true);
  }

  private stopWaiting(): void {
    if (!this.timer) return;
    clearInterval(this.timer);
    this.timer = 0;
    this.watcher.waits(false);
  }

  private readonly look = (event: Event): void => {
    if (this.target === null || this.timer || this.video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return;
    const off = Math.abs(this.video.currentTime - this.target);
    if (off > 2 && event.type === 'playing') this.video.currentTime = this.target;
    if (off <= 2 || event.type === 'playing') this.target = null;
  };
}
