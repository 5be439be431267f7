import { chapterAt } from '../../lib/chapters';
import type { Chapter } from '../../lib/house';
import { bufferedTo } from '../../lib/reach';
import { clamp, clock } from '../../lib/time';
import { fill, gettext } from '../../lib/words';
import type { Parts } from './markup';
import type { Place } from './place';
import type { Preview } from './preview';

const SHOWN = 1400;

/** The line of time: what was played, what is there already, chapters, and a handle for pointer and keyboard. */
export class SeekBar {
  private dragging = false;
  private chapters: Chapter[] = [];
  private timer = 0;

  constructor(
    private readonly video: HTMLVideoElement,
    private readonly parts: Parts,
    private readonly place: Place,
    private readonly preview: Preview,
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

  /** The house knows how long the film is; a list that still grows does not. */
  get length(): number {
    const { duration } = this.video;
    return this.place.length || this.fallback || (Number.isFinite(duration) ? duration : 0);
  }

  mark(chapters: Chapter[]): void {
    this.chapters = chapters;
    const marks = chapters.filter(({ start }) => start > 0).map(({ start }) => {
      const mark = document.createElement('u');
      mark.style.left = `${(100 * start) / (this.length || 1)}%`;
      return mark;
    });
    this.parts.marks.replaceChildren(...marks);
  }

  readonly draw = (): void => {
    const { seek, now, total } = this.parts;
    const length = this.length;
    const at = clamp(this.place.now, 0, length);
    now.textContent = clock(at);
    total.textContent = clock(length);
    seek.style.setProperty('--buffered', String(length ? bufferedTo(this.video.buffered, at) / length : 0));
    if (this.dragging) return;
    seek.style.setProperty('--played', String(length ? at / length : 0));
    seek.setAttribute('aria-valuemax', String(Math.round(length)));
    seek.setAttribute('aria-valuenow', String(Math.round(at)));
    const chapter = chapterAt(this.chapters, at)?.title;
    const words = fill(gettext('%(at)s of %(length)s'), { at: clock(at), length: clock(length) });
    seek.setAttribute('aria-valuetext', chapter ? `${words}, ${chapter}` : words);
  };

  /** Show the tip at a time for a while, as a step by keyboard or a drag on the picture does. */
  point(at: number): void {
    this.tip(at);
    this.parts.seek.classList.add('pointed');
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.parts.seek.classList.remove('pointed'), SHOWN);
  }

  private tip(at: number): void {
    const { seek, tip } = this.parts;
    const length = this.length;
    const chapter = chapterAt(this.chapters, at)?.title;
    const [shot, words] = [tip.firstElementChild as HTMLElement, tip.lastElementChild as HTMLElement];
    words.replaceChildren(...(chapter ? [Object.assign(document.createElement('span'), { textContent: chapter })] : []), clock(at));
    this.preview.draw(shot, at);
    const room = (tip.parentElement as HTMLElement).getBoundingClientRect();
    const line = seek.getBoundingClientRect();
    const half = tip.offsetWidth / 2;
    const x = line.left - room.left + (length ? at / length : 0) * line.width;
    tip.style.left = `${clamp(x, half, room.width - half)}px`;
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
    this.tip(share * this.length);
    if (this.dragging) this.parts.seek.style.setProperty('--played', String(share));
  };

  private readonly up = (event: PointerEvent): void => {
    if (!this.dragging) return;
    this.dragging = false;
    this.parts.seek.classList.remove('dragging');
    if (event.type === 'pointerup') this.place.seek(this.share(event) * this.length);
    this.draw();
  };
}
