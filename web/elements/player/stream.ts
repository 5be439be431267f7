import { backoff } from '../../lib/backoff';
import type { Way } from '../../lib/choose';
import { hasYielded, isUnready, mayMend, type Playback, type Refusal, type Wish } from '../../lib/house';
import { renewAfter, tokenOf } from '../../lib/token';
import { gettext } from '../../lib/words';
import { Leave } from './leave';
import type { Place } from './place';
import type { Source } from './source';
import { Sources } from './sources';
import { holdPicture } from './still';
import type { StreamWatcher } from './watcher';

const ASK_AGAIN = 10_000;
const LONGEST = 3; // attempts: someone waits before the screen, so eight seconds at most

/** Brings the film to the <video>: loads what the house gives leave for, and mends what can be mended. */
export class Stream {
  source: Source | null = null;
  /** The viewer asks for the file as it is. */
  wantsOriginal = false;
  /** What plays goes to another device, which takes no pieces from a script. */
  casts = false;
  private readonly leave: Leave;
  private readonly sources: Sources;
  private ladder: number | null = null;
  private version: number | null = null;
  private timer = 0;
  private attempt = 0;
  private busy = false;
  private asked: Wish | null = null;
  private away: '' | 'house' | 'source' = '';
  private held = false;
  private closed = false;

  /** `read` sees the playlist that lists the rungs, and may change it. */
  constructor(
    private readonly video: HTMLVideoElement,
    movie: string,
    private readonly place: Place,
    private readonly watcher: StreamWatcher,
    read: (playlist: string) => string,
  ) {
    this.sources = new Sources(video, read);
    addEventListener('online', this.retryNow);
    this.leave = new Leave(movie, { yielded: () => this.yielded(''), returned: () => void this.go() }, () => void this.go({ ladder: 0 }));
  }

  get playback(): Playback | null {
    return this.leave.playback;
  }

  /** Whether this browser can play the file as it is. */
  get takesOriginal(): boolean {
    return this.sources.takes(this.playback?.original ?? null);
  }

  /** Ask for the film and begin at `at` seconds. */
  async open(at: number): Promise<void> {
    this.place.head(at);
    await this.go();
  }

  /** Another version of the film, at the same place. */
  async choose(version: number): Promise<void> {
    this.leave.prefer(version);
    this.ladder = null;
    await this.go();
  }

  /** This screen goes on although another one watches. */
  async takeOver(): Promise<void> {
    this.held = false;
    await this.go({ take: true });
  }

  /** Load the film anew as it is wanted now, at the same place. */
  async reload(): Promise<void> {
    this.version = null;
    if (this.playback) await this.load(this.playback);
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.timer);
    this.leave.end();
    removeEventListener('online', this.retryNow);
    this.source?.end();
  }

  /** Ask for leave, then load what is new or go on with what is there. */
  private async go(more: Wish = {}): Promise<void> {
    this.asked = more;
    if (this.busy || this.closed) return;
    this.busy = true;
    while (this.asked && !this.closed) {
      const wish = this.asked;
      this.asked = null;
      clearTimeout(this.timer);
      await this.leave.ask(this.ladder, wish).then((playback) => this.granted(playback)).catch((error: unknown) => this.bear(error));
    }
    this.busy = false;
  }

  private async granted(playback: Playback): Promise<void> {
    if (this.closed) return;
    this.leave.took(playback);
    this.place.growing = playback.growing;
    this.place.length = playback.duration;
    this.later(renewAfter(playback.expires_in));
    this.source?.renewed(tokenOf(playback.manifest ?? playback.original?.src ?? ''));
    this.watcher.granted(playback);
    await this.load(playback);
  }

  /** Another source where it is another film to the <video>, else the one that is there goes on. */
  private async load(playback: Playback): Promise<void> {
    const way = await this.sources.way(playback, this.wantsOriginal, this.casts);
    if (this.closed) return;
    if (way === 'unready') return this.unready(gettext('This film is still being made ready for this browser.'));
    if (way === 'none') return this.watcher.refused(gettext('This browser cannot play films. A newer one can.'));
    const address = (way === 'original' ? playback.original?.src : playback.manifest) ?? '';
    const same = this.source?.way === way && this.version === playback.version && (way === 'original' || this.ladder === playback.ladder);
    this.ladder = playback.ladder;
    this.version = playback.version;
    if (!same || !this.source) this.change(way, address);
    else if (this.away === 'house' && this.video.readyState >= HTMLMediaElement.HAVE_FUTURE_DATA) this.fine();
    else if (this.away) this.source.resume(address, this.place.now);
  }

  private change(way: Exclude<Way, 'unready' | 'none'>, address: string): void {
    const [at, again] = [this.place.now, this.source !== null];
    holdPicture(this.video);
    this.place.head(at);
    const line = this.source?.hls?.bandwidthEstimate;
    this.source?.end();
    this.source = this.sources.make(way, line, {
      fine: () => this.fine(),
      stale: () => this.lose('source', 0),
      lost: () => this.lose('source'),
      broken: () => this.broken(),
      known: () => this.watcher.known(),
      rung: (height) => this.watcher.playing(height),
    });
    this.source.load(address, at);
    this.watcher.opened(at, again);
  }

  private broken(): void {
    const words = gettext('This browser cannot show this film: its picture or sound is of a kind it does not know.');
    if (this.source?.way !== 'original' || !this.playback?.manifest) return this.watcher.refused(words);
    this.wantsOriginal = false;
    void this.reload();
  }

  private fine(): void {
    this.attempt = 0;
    if (this.away) this.watcher.back();
    this.away = '';
  }

  /** Ask again after `rest` ms; where that is at once there is nothing to say yet. */
  private lose(why: 'house' | 'source', rest = backoff(Math.min(this.attempt++, LONGEST))): void {
    if (this.closed || this.held) return;
    this.away = this.away === 'source' ? this.away : why; // a source that stopped has to be told to go on
    if (rest) this.watcher.lost();
    this.later(rest);
  }

  private later(milliseconds: number): void {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.go(), milliseconds);
  }

  private readonly retryNow = (): unknown => this.away && this.go();

  /** What follows when leave did not come: wait for the film, try again, or say why not. */
  private bear(error: unknown): void {
    if (this.closed) return;
    if (hasYielded(error)) return this.yielded(error.detail);
    if (!this.source && isUnready(error)) return this.unready(error.detail);
    if (!mayMend(error) && !isUnready(error)) return this.watcher.refused((error as Refusal).detail);
    this.lose('house');
  }

  private unready(words: string): void {
    this.away = 'house';
    this.watcher.unready(words);
    this.leave.listen();
    this.later(ASK_AGAIN);
  }

  private yielded(words: string): void {
    if (this.held) return;
    this.held = true;
    clearTimeout(this.timer);
    this.video.pause();
    this.watcher.yielded(words || gettext('You went on watching on another screen.'));
  }
}
