import { keep, kept } from '../../lib/store';
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
    video.volume = clamp(Number(kept(LEVEL) ?? 1) || 0, 0, 1);
    parts.mute.addEventListener('click', () => this.mute());
    parts.volume.addEventListener('input', () => this.set(Number(parts.volume.value)));
    video.addEventListener('volumechange', this.draw);
    this.draw();
  }

  mute(): void {
    if (this.video.volume === 0) this.set(0.5);
    else this.video.muted = !this.video.muted;
  }

  /** Returns the volume there is now, in words. */
  louder(by: number): string {
    this.set(this.video.volume + by);
    return `${Math.round(this.video.volume * 100)} %`;
  }

  set(level: number): void {
    this.video.volume = clamp(Math.round(level * 100) / 100, 0, 1);
    this.video.muted = false;
    keep(LEVEL, String(this.video.volume));
  }

  private readonly draw = (): void => {
    const silent = this.video.muted || this.video.volume === 0;
    face(this.parts.mute, silent ? gettext('Sound on') : gettext('Sound off'), silent ? icons.muted : icons.louder);
    const level = silent ? 0 : this.video.volume;
    this.parts.volume.value = String(level);
    this.parts.volume.style.setProperty('--level', String(level));
  };
}
