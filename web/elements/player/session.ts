import type { Place } from './place';

export interface SessionHands {
  play(): void;
  pause(): void;
  step(by: number): void;
  next: (() => void) | null;
}

/** What the system's own controls show and do: lock screen, headset, media keys. */
export class Session {
  constructor(
    private readonly player: HTMLElement,
    private readonly video: HTMLVideoElement,
    private readonly place: Place,
    hands: SessionHands,
  ) {
    if (!('mediaSession' in navigator)) return;
    this.describe();
    const { mediaSession } = navigator;
    const on = (action: MediaSessionAction, does: MediaSessionActionHandler | null): void => {
      try {
        mediaSession.setActionHandler(action, does);
      } catch {
        // Not every browser knows every action.
      }
    };
    on('play', () => hands.play());
    on('pause', () => hands.pause());
    on('seekbackward', ({ seekOffset }) => hands.step(-(seekOffset || 10)));
    on('seekforward', ({ seekOffset }) => hands.step(seekOffset || 10));
    on('seekto', ({ seekTime }) => place.seek(seekTime ?? 0));
    on('nexttrack', hands.next);
    for (const name of ['play', 'pause', 'seeked', 'ratechange', 'durationchange', 'playing']) video.addEventListener(name, this.tell);
  }

  private describe(): void {
    const poster = this.player.getAttribute('artwork') || this.video.poster;
    const title = this.video.getAttribute('aria-label') ?? document.title;
    navigator.mediaSession.metadata = new MediaMetadata({ title, artwork: poster ? [{ src: new URL(poster, location.href).href }] : [] });
  }

  private readonly tell = (): void => {
    const { mediaSession } = navigator;
    mediaSession.playbackState = this.video.paused ? 'paused' : 'playing';
    const duration = this.place.length || this.video.duration;
    const position = this.place.now;
    if (!Number.isFinite(duration) || position > duration) return;
    mediaSession.setPositionState({ duration, position, playbackRate: this.video.playbackRate || 1 });
  };
}
