import { clamp, clock } from '../../lib/time';
import { fill, gettext } from '../../lib/words';
import type { Parts } from './markup';

/** The line of time: what was played, what is there already, and a handle for pointer and keyboard. */
export class SeekBar {
  private dragging = false;

  constructor(
    private readonly video: HTMLVideoElement,
    private readonly parts: Parts,
    private readonly fallback: number,
  ) {
    const { seek } = parts;
    seek.addEventListener('pointerdown', this.down);
    seek.addEventListener('pointermove', this.move);
    seek.addEventListener('pointerup', this.up);
    seek.addEventListener('pointercancel', this.up);
    for (const name of ['timeupdate', 'durationchange', 'progress', 'seeking', 'loadedmetadata']) {
      video.addEventListener(name, this.draw);
    }
    this.draw();
  }

  get length(): number {
    return Number.isFinite(this.video.duration) && this.video.duration > 0 ? this.video.duration : this.fallback;
  }

  readonly draw = (): void => {
    const { seek, now, total } = this.parts;
    const length = this.length;
    const at = clamp(this.video.currentTime, 0, length);
    now.textContent = clock(at);
    total.textContent = clock(length);
    seek.style.setProperty('--buffered', String(length ? this.bufferedTo(at) / length : 0));
    if (this.dragging) return;
    seek.style.setProperty('--played', String(length ? at / length : 0));
    seek.setAttribute('aria-valuemax', String(Math.round(length)));
    seek.setAttribute('aria-valuenow', String(Math.round(at)));
    seek.setAttribute('aria-valuetext', fill(gettext('%(at)s of %(length)s'), { at: clock(at), length: clock(length) }));
  };

  private bufferedTo(at: number): number {
    const { buffered } = this.video;
    for (let i = 0; i < buffered.length; i++) {
      if (buffered.start(i) <= at + 0.5 && buffered.end(i) >= at) return buffered.end(i);
    }
    return at;
  }

  private share(event: PointerEvent): number {
    const box = this.parts.seek.getBoundingClientRect();
    return box.width ? clamp((event.clientX - box.left) / box.width, 0, 1) : 0;
  }

  private readonly down = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    this.dragging = true;
    this.parts.seek.setPointerCapture(event.pointerId);
    this.parts.seek.classList.add('dragging');
    this.move(event);
  };

  private readonly move = (event: PointerEvent): void => {
    const share = this.share(event);
    const { seek, tip } = this.parts;
    seek.style.setProperty('--at', String(share));
    tip.textContent = clock(share * this.length);
    if (this.dragging) seek.style.setProperty('--played', String(share));
  };

  private readonly up = (event: PointerEvent): void => {
    if (!this.dragging) return;
    this.dragging = false;
    this.parts.seek.classList.remove('dragging');
    if (event.type === 'pointerup') this.video.currentTime = this.share(event) * this.length;
    this.draw();
  };
}
