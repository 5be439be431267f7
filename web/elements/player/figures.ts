import { bufferedTo } from '../../lib/reach';
import { rows, type Figures } from '../../lib/statistics';
import { gettext } from '../../lib/words';
import { Dialog } from './dialog';
import { icons } from './icons';
import type { Sounds } from './sounds';
import type { Stream } from './stream';

const EVERY = 1000;

/** The statistics overlay: how the film comes, once a second. */
export class Statistics {
  readonly dialog: Dialog;
  private readonly table = document.createElement('dl');
  private timer = 0;
  private frames = { at: 0, count: 0, rate: 0 };

  constructor(
    player: HTMLElement,
    private readonly video: HTMLVideoElement,
    private readonly stream: () => Stream,
    private readonly sounds: Sounds,
  ) {
    this.dialog = new Dialog(player, 'figures', gettext('Statistics'), () => clearInterval(this.timer));
    const copy = Object.assign(document.createElement('button'), { type: 'button', className: 'button' });
    copy.innerHTML = icons.copy;
    const words = copy.appendChild(Object.assign(document.createElement('span'), { textContent: gettext('Copy') }));
    copy.addEventListener('click', () => void this.copy(words));
    this.dialog.body.append(this.table, copy);
  }

  toggle(): void {
    this.dialog.toggle();
    clearInterval(this.timer);
    if (!this.dialog.isOpen) return;
    this.draw();
    this.timer = window.setInterval(() => this.draw(), EVERY);
  }

  end(): void {
    clearInterval(this.timer);
  }

  private draw(): void {
    const made = rows(this.measure()).flatMap(([name, value]) => [
      Object.assign(document.createElement('dt'), { textContent: name }),
      Object.assign(document.createElement('dd'), { textContent: value }),
    ]);
    this.table.replaceChildren(...made);
  }

  private async copy(words: HTMLElement): Promise<void> {
    const text = rows(this.measure()).map(([name, value]) => `${name}: ${value}`).join('\n');
    const said = await navigator.clipboard.writeText(`${text}\n${navigator.userAgent}`).then(() => gettext('Copied'), () => gettext('Could not copy'));
    words.textContent = said;
    setTimeout(() => (words.textContent = gettext('Copy')), 2000);
  }

  private measure(): Figures {
    const { video } = this;
    const { playback, source } = this.stream();
    const hls = source?.hls;
    const level = hls?.levels[hls.currentLevel];
    const quality = video.getVideoPlaybackQuality?.();
    const original = source?.way === 'original' ? playback?.original : null;
    return {
      mode: original ? 'original' : playback?.growing ? 'quick' : source?.way === 'native' ? 'native' : 'adaptive',
      rung: original ? 0 : (level?.height ?? video.videoHeight),
      rungs: new Set(hls?.levels.map(({ height }) => height)).size,
      picture: [video.videoWidth, video.videoHeight],
      screen: [video.clientWidth, video.clientHeight],
      ratio: Math.round(devicePixelRatio * 100) / 100,
      frameRate: level?.frameRate || this.rate(quality?.totalVideoFrames ?? 0),
      dropped: quality?.droppedVideoFrames ?? 0,
      frames: quality?.totalVideoFrames ?? 0,
      buffered: bufferedTo(video.buffered, video.currentTime) - video.currentTime,
      line: hls?.bandwidthEstimate ?? 0,
      codecs: original?.type.split('codecs=')[1]?.replace(/"/g, '') ?? [level?.videoCodec, level?.audioCodec].filter(Boolean).join(', '),
      bitRate: original?.bit_rate ?? level?.averageBitrate ?? 0,
      sound: this.sounds.label,
      loudness: playback?.loudness ?? null,
      volume: video.muted ? 0 : video.volume,
      ladder: playback?.ladder ?? null,
      viewing: playback?.viewing ?? 0,
    };
  }

  /** Frames a second as seen since the last look, where no playlist tells. */
  private rate(count: number): number {
    const at = performance.now();
    const { frames } = this;
    if (at - frames.at > EVERY / 2) {
      const rate = this.video.paused ? frames.rate : Math.round((10_000 * (count - frames.count)) / (at - frames.at)) / 10;
      this.frames = { at, count, rate: frames.at ? rate : 0 };
    }
    return this.frames.rate;
  }
}
