import type Hls from 'hls.js';
import type { ErrorData, HlsConfig, Loader, LoaderCallbacks, LoaderConfiguration, LoaderContext } from 'hls.js';
import { rungs } from '../../lib/levels';
import { tokenOf, withToken } from '../../lib/token';
import type { Source, SourceWatcher } from './source';

const RECOVERIES = 3;
const NATIVE = 'application/vnd.apple.mpegurl';
/** One quick try; after that the player says so and asks the house. */
const POLICY = {
  default: {
    maxTimeToFirstByteMs: 10_000,
    maxLoadTimeMs: 60_000,
    timeoutRetry: { maxNumRetry: 1, retryDelayMs: 0, maxRetryDelayMs: 0 },
    errorRetry: { maxNumRetry: 1, retryDelayMs: 500, maxRetryDelayMs: 1000 },
  },
};

/** The film by hls.js. `read` sees the playlist that lists the rungs, and may change it; `line` is a guess at bits a second. */
export class HlsSource implements Source {
  readonly way = 'adaptive';
  readonly hls: Hls;
  private token = '';
  private height = 0;
  private refusals = 0;
  private isStale = false;
  private recoveries = 0;

  constructor(
    private readonly Player: typeof Hls,
    private readonly video: HTMLVideoElement,
    private readonly watcher: SourceWatcher,
    { read, line }: { read: (playlist: string) => string; line: number | undefined },
  ) {
    const Base = Player.DefaultConfig.loader;
    this.hls = new Player({
      ...calm(),
      ...(line && { abrEwmaDefaultEstimate: line, testBandwidth: false }),
      pLoader: reading(Base, read) as unknown as NonNullable<HlsConfig['pLoader']>,
      xhrSetup: (xhr: XMLHttpRequest, url: string) => xhr.open('GET', withToken(url, this.token), true),
    });
    this.listen();
  }

  load(address: string, at: number): void {
    this.token = tokenOf(address);
    this.hls.config.startPosition = at;
    this.hls.loadSource(address);
    if (!this.hls.media) this.hls.attachMedia(this.video);
  }

  renewed(token: string): void {
    this.token = token;
    this.isStale = false;
  }

  resume(address: string, at: number): void {
    if (this.hls.levels.length) this.hls.startLoad(this.video.readyState ? -1 : at);
    else this.load(address, at);
  }

  end(): void {
    this.hls.destroy();
  }

  /** Hold to one rung from the next piece on, or 0 for whatever the line carries. */
  hold(height: number): void {
    this.height = height;
    if (!this.hls.levels.length) return;
    this.hls.nextLevel = height ? (rungs(this.hls.levels).find((rung) => rung.height === height)?.index ?? -1) : -1;
  }

  private listen(): void {
    const { hls, Player, watcher } = this;
    hls.on(Player.Events.MANIFEST_PARSED, () => {
      const held = this.height && rungs(hls.levels).find((rung) => rung.height === this.height);
      if (held) hls.nextLoadLevel = held.index;
      watcher.known();
    });
    hls.on(Player.Events.AUDIO_TRACKS_UPDATED, () => watcher.known());
    hls.on(Player.Events.LEVEL_SWITCHED, (_name, { level }) => watcher.rung(hls.levels[level]?.height ?? 0));
    hls.on(Player.Events.FRAG_LOADED, (_name, { frag }) => {
      if (frag.sn === 'initSegment') return;
      this.refusals = 0;
      watcher.fine();
    });
    hls.on(Player.Events.MEDIA_ATTACHED, () => this.allowCasting());
    hls.on(Player.Events.ERROR, (_name, problem) => this.onError(problem));
  }

  /** Safari's ManagedMediaSource opens with AirPlay where a second source that can be sent stands beside it. */
  private allowCasting(): void {
    if (!this.video.querySelector('source') || !this.video.canPlayType(NATIVE)) return;
    const source = Object.assign(document.createElement('source'), { type: NATIVE, src: this.hls.url ?? '' });
    this.video.append(source);
    this.video.disableRemotePlayback = false;
  }

  /** Leave has ended: ask once at once, and with rests in between when that did not help. */
  private refused(): void {
    if (this.isStale) return;
    this.isStale = true;
    if (this.refusals++) this.watcher.lost();
    else this.watcher.stale();
  }

  private onError(problem: ErrorData): void {
    const { ErrorTypes } = this.Player;
    if (problem.response?.code === 403) return this.refused();
    if (!problem.fatal) return;
    if (problem.type !== ErrorTypes.MEDIA_ERROR) return this.watcher.lost();
    if (this.recoveries++ < RECOVERIES) this.hls.recoverMediaError();
    else this.watcher.broken();
  }
}

/** What differs from hls.js as it comes: nothing it should draw, and no live edge to run after while a list grows. */
function calm(): Partial<HlsConfig> {
  return {
    capLevelToPlayerSize: true,
    backBufferLength: 60,
    liveSyncDurationCount: 1,
    liveMaxLatencyDurationCount: Infinity,
    liveDurationInfinity: false,
    maxLiveSyncPlaybackRate: 1,
    renderTextTracksNatively: false,
    enableWebVTT: false,
    enableIMSC1: false,
    enableCEA708Captions: false,
    fragLoadPolicy: POLICY,
  };
}

type LoaderClass = new (config: HlsConfig) => Loader<LoaderContext>;

function reading(Base: LoaderClass, read: (playlist: string) => string): LoaderClass {
  return class extends Base {
    override load(context: LoaderContext, config: LoaderConfiguration, callbacks: LoaderCallbacks<LoaderContext>): void {
      const onSuccess: typeof callbacks.onSuccess = (response, stats, about, details) => {
        const isList = (about as { type?: string }).type === 'manifest';
        if (isList && typeof response.data === 'string') response.data = read(response.data);
        callbacks.onSuccess(response, stats, about, details);
      };
      super.load(context, config, { ...callbacks, onSuccess });
    }
  };
}
