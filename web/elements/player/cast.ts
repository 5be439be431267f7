import { gettext } from '../../lib/words';
import { icons } from './icons';
import { face, type Parts } from './markup';
import type { Stream } from './stream';

interface AppleVideo extends HTMLVideoElement {
  webkitShowPlaybackTargetPicker?: () => void;
  webkitCurrentPlaybackTargetIsWireless?: boolean;
}

/** Sends the film to another device, where the browser says that one is in reach. A device fetches by itself and can't
 * take pieces from a script, so the film is loaded as the browser's own HLS or the file before it is sent. */
export class Cast {
  private readonly probe = document.createElement('video');

  constructor(
    private readonly video: AppleVideo,
    private readonly parts: Parts,
    private readonly stream: () => Stream,
    private readonly redraw: () => void,
  ) {
    if (video.webkitShowPlaybackTargetPicker) {
      face(parts.cast, gettext('AirPlay'), icons.airplay);
      video.addEventListener('webkitplaybacktargetavailabilitychanged', (event) => this.offer((event as Event & { availability?: string }).availability === 'available'));
      video.addEventListener('webkitcurrentplaybacktargetiswirelesschanged', () => this.turned(!!video.webkitCurrentPlaybackTargetIsWireless));
    } else if ('remote' in video) {
      video.remote.addEventListener('connect', () => this.turned(true));
      video.remote.addEventListener('disconnect', () => this.turned(false));
    }
    parts.cast.addEventListener('click', () => void this.send());
  }

  /** What could be sent is known: ask the browser whether there is a device for it. */
  granted(): void {
    const { playback } = this.stream();
    const { probe } = this;
    if (!playback || this.video.webkitShowPlaybackTargetPicker || !('remote' in probe) || probe.src) return;
    probe.preload = 'none';
    probe.src = playback.manifest && probe.canPlayType('application/vnd.apple.mpegurl') ? playback.manifest : (playback.original?.src ?? '');
    if (probe.src) probe.remote.watchAvailability((available) => this.offer(available)).catch(() => this.offer(false));
  }

  end(): void {
    if ('remote' in this.probe) this.probe.remote.cancelWatchAvailability().catch(() => undefined);
    this.probe.removeAttribute('src');
  }

  private offer(available: boolean): void {
    this.parts.cast.hidden = !available;
    this.redraw();
  }

  private async send(): Promise<void> {
    const { video } = this;
    if (video.webkitShowPlaybackTargetPicker) return video.webkitShowPlaybackTargetPicker();
    const stream = this.stream();
    try {
      if (stream.source?.way === 'adaptive') {
        stream.casts = true;
        await stream.reload();
      }
      await video.remote.prompt();
    } catch {
      if (video.remote.state === 'disconnected') this.turned(false);
    }
  }

  private turned(on: boolean): void {
    const stream = this.stream();
    const was = stream.casts;
    stream.casts = on;
    this.parts.cast.classList.toggle('chosen', on);
    if (was && !on) void stream.reload();
  }
}
