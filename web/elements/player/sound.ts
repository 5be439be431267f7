import { clamp } from '../../lib/time';
import { gettext } from '../../lib/words';
import { icons } from './icons';
import { face, type Parts } from './markup';

const LEVEL = 'player:volume';

/** Volume and mute; the level is kept for the next film. */
export class Sound {
  constructor(
    private readonly video: HTMLVideoElement,
    private readonly parts: Parts,
  ) {
    try {
      video.volume = clamp(Number(localStorage.getItem(LEVEL) ?? 1), 0, 1);
    } catch {
      // Without storage films start at full volume.
    }
    parts.mute.addEventListener('click', () => this.mute());
    parts.volume.addEventListener('input', () => this.set(Number(parts.volume.value)));
    video.addEventListener('volumechange', this.draw);
    this.draw();
  }

  mute(): void {
    if (this.video.volume === 0) this.set(0.5);
    else this.video.muted = !this.video.muted;
  }

  louder(by: number): void {
    this.set(this.video.volume + by);
  }

  private set(level: number): void {
    this.video.volume = clamp(Math.round(level * 100) / 100, 0, 1);
    this.video.muted = false;
    try {
      localStorage.setItem(LEVEL, String(this.video.volume));
    } catch {
      // Nothing to keep it in.
    }
  }

  private readonly draw = (): void => {
    const silent = this.video.muted || this.video.volume === 0;
    face(this.parts.mute, silent ? gettext('Sound on') : gettext('Sound off'), silent ? icons.muted : icons.louder);
    const level = silent ? 0 : this.video.volume;
    this.parts.volume.value = String(level);
    this.parts.volume.style.setProperty('--level', String(level));
  };
}
