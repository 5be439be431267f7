import { chapterAt, chapterBeside, named } from '../../lib/chapters';
import type { Chapter } from '../../lib/house';
import { clock } from '../../lib/time';
import type { Menu } from './menus';
import type { Place } from './place';
import type { SeekBar } from './seekbar';

/** The film's chapters: marks on the line of time, a menu, and a way from one to the next. */
export class Chapters {
  private list: Chapter[] = [];

  constructor(
    private readonly menu: Menu,
    private readonly bar: SeekBar,
    private readonly place: Place,
    video: HTMLVideoElement,
  ) {
    video.addEventListener('timeupdate', () => this.menu.choose(this.now()));
  }

  offer(chapters: Chapter[]): void {
    this.list = named(chapters, this.bar.length);
    this.bar.mark(this.list);
    this.menu.offer(this.list.map(({ start, title }) => ({ label: title, value: String(start), data: { at: clock(start) } })), this.now());
  }

  pick(value: string): void {
    this.place.seek(Number(value));
  }

  /** To the next chapter or the one before; where it went, or null. */
  step(by: number): number | null {
    const to = chapterBeside(this.list, this.place.now, by);
    if (to !== null) this.place.seek(to);
    return to;
  }

  private now(): string {
    return String(chapterAt(this.list, this.place.now)?.start ?? '');
  }
}
