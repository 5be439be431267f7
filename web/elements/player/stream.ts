import type Hls from 'hls.js';
import type { ErrorData } from 'hls.js';
import { backoff } from '../../lib/backoff';
import { askPlayback, isUnready, mayMend, Refusal } from '../../lib/house';
import { rungs } from '../../lib/levels';
import { Line } from '../../lib/socket';
import { renewAfter, tokenOf, withToken } from '../../lib/token';
import { gettext } from '../../lib/words';
import type { StreamWatcher } from './watcher';

const NATIVE = 'application/vnd.apple.mpegurl';
const ASK_AGAIN = 10_000;

/** Brings the film to the <video>: by hls.js, or the browser's own HLS. Mends what can be mended: a stale token is
 * replaced, a broken line is tried again for as long as the page is open. */
export class Stream {
  private hls: Hls | null = null;
  private token = '';
  private manifest = '';
  private news: Line | null = null;
  private at = 0;
  private timer = 0;
  private attempt = 0;
  private renewals = 0;
  private recoveries = 0;
  private mending = false;
  private away = false;
  private closed = false;

  constructor(
    private readonly video: HTMLVideoElement,
    private readonly movie: string,
    private readonly watcher: StreamWatcher,
  ) {
    addEventListener('online', this.retryNow);
    video.addEventListener('playing', () => (this.at = 0));
  }

  /** Ask for the film and begin at `at` seconds. */
  async open(at: number): Promise<void> {
    if (this.mending || this.closed) return;
    this.mending = true;
    this.at = at;
    const Player = (await this.renew()) ? await this.load() : null;
    this.mending = false;
    if (!Player || this.closed) return;
    if (Player.isSupported()) this.attach(Player, at);
    else if (this.video.canPlayType(NATIVE)) this.attachNative(at);
    else return this.watcher.refused(gettext('This browser cannot play films. A newer one can.'));
    this.watcher.opened(at);
  }

  /** hls.js, or null when the line broke on the way. */
  private async load(): Promise<typeof Hls | null> {
    try {
      return (await import('hls.js')).default;
    } catch (error) {
      this.manifest = '';
      this.bear(error);
      return null;
    }
  }

  /** Hold to one rung, or 0 for whatever the line carries. */
  hold(height: number): void {
    if (!this.hls) return;
    this.hls.currentLevel = height ? (rungs(this.hls.levels).find((rung) => rung.height === height)?.index ?? -1) : -1;
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.timer);
    this.news?.stop();
    removeEventListener('online', this.retryNow);
    this.video.removeEventListener('error', this.onNativeError);
    this.hls?.destroy();
  }

  private attach(Player: typeof Hls, at: number): void {
    const hls = new Player({
      startPosition: at > 0 ? at : -1,
      capLevelToPlayerSize: true,
      backBufferLength: 60,
      renderTextTracksNatively: false,
      enableWebVTT: false,
      enableIMSC1: false,
      enableCEA708Captions: false,
      xhrSetup: (xhr: XMLHttpRequest, url: string) => xhr.open('GET', withToken(url, this.token), true),
    });
    this.hls = hls;
    hls.on(Player.Events.MANIFEST_PARSED, () => this.watcher.rungs(rungs(hls.levels)));
    hls.on(Player.Events.LEVEL_SWITCHED, (_name, { level }) => this.watcher.playing(hls.levels[level]?.height ?? 0));
    hls.on(Player.Events.FRAG_LOADED, () => this.fine());
    hls.on(Player.Events.ERROR, (_name, problem) => this.onError(Player, problem));
    hls.loadSource(this.manifest);
    hls.attachMedia(this.video);
  }

  private attachNative(at: number): void {
    this.video.addEventListener('error', this.onNativeError);
    this.video.addEventListener('playing', () => this.fine());
    this.startNative(at);
  }

  private startNative(at: number): void {
    this.video.src = this.manifest;
    if (at > 0) this.video.addEventListener('loadedmetadata', () => (this.video.currentTime = at), { once: true });
  }

  private readonly onNativeError = (): void => this.lose();

  private onError(Player: typeof Hls, problem: ErrorData): void {
    if (problem.response?.code === 403 && this.renewals++ < 3) return void this.mend();
    if (!problem.fatal) return;
    if (problem.type !== Player.ErrorTypes.MEDIA_ERROR) return this.lose();
    if (this.recoveries++ < 3) this.hls?.recoverMediaError();
    else this.watcher.refused(gettext('This browser cannot show this film: its picture or sound is of a kind it does not know.'));
  }

  private fine(): void {
    this.attempt = this.renewals = 0;
    if (!this.away) return;
    this.away = false;
    this.watcher.back();
  }

  private lose(): void {
    if (this.closed || this.mending) return;
    this.away = true;
    this.watcher.lost();
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.mend(), backoff(this.attempt++));
  }

  private readonly retryNow = (): void => {
    if (this.away) this.again();
  };

  private again(): void {
    void (this.manifest ? this.mend() : this.open(this.at));
  }

  /** A new token, then on from where the picture stands. */
  private async mend(): Promise<void> {
    if (this.mending || this.closed) return;
    this.mending = true;
    const granted = await this.renew();
    this.mending = false;
    if (!granted || this.closed) return;
    if (!this.hls) {
      const playing = !this.video.paused;
      this.startNative(this.video.currentTime || this.at);
      if (playing) void this.video.play().catch(() => undefined);
    } else if (this.hls.levels.length) this.hls.startLoad(this.at || -1);
    else this.hls.loadSource(this.manifest);
  }

  /** Ask for leave again. False when the house said no for good, or could not be reached (then a timer is set). */
  private async renew(): Promise<boolean> {
    clearTimeout(this.timer);
    try {
      const playback = await askPlayback(this.movie);
      if (this.closed) return false;
      this.news?.stop();
      this.token = tokenOf(playback.manifest);
      this.manifest = playback.manifest;
      this.timer = window.setTimeout(() => void this.renew(), renewAfter(playback.expires_in));
      this.watcher.granted(playback);
      return true;
    } catch (error) {
      if (!this.closed) this.bear(error);
      return false;
    }
  }

  /** What follows when leave did not come: wait for the film, try again, or say why not. */
  private bear(error: unknown): void {
    const unready = !this.manifest && isUnready(error);
    if (!unready && !mayMend(error)) return this.watcher.refused((error as Refusal).detail);
    this.away = true;
    if (unready) this.await(error.detail);
    else this.watcher.lost();
    this.timer = window.setTimeout(() => this.again(), unready ? ASK_AGAIN : backoff(this.attempt++));
  }

  private await(words: string): void {
    this.watcher.unready(words);
    this.news ??= new Line('/ws/movies/', {
      heard: (news) => {
        if (String(news['id']) === this.movie) this.retryNow();
      },
    });
    this.news.start();
  }
}
