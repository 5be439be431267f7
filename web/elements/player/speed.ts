import { clamp } from '../../lib/time';
import { keep, kept } from '../../lib/store';
import type { Menu } from './menus';

const SPEEDS = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2];
const CHOICE = 'player:speed';
const session = (): Storage => sessionStorage;

/** How fast the film goes, without changing how voices sound; kept while the browser's window is open. */
export class Speed {
  private rate: number;

  constructor(
    private readonly video: HTMLVideoElement,
    private readonly menu: Menu,
  ) {
    const known = Number(kept(CHOICE, session));
    this.rate = SPEEDS.includes(known) ? known : 1;
    menu.offer(SPEEDS.map((rate) => ({ label: `${rate}×`, value: String(rate) })), String(this.rate));
    // A new source begins at the plain speed.
    video.addEventListener('loadedmetadata', this.apply);
    this.apply();
  }

  pick(value: string): void {
    this.rate = Number(value) || 1;
    keep(CHOICE, String(this.rate), session);
    this.apply();
  }

  /** The next speed up or down; returns it in words. */
  step(by: number): string {
    const at = clamp(SPEEDS.indexOf(this.rate) + by, 0, SPEEDS.length - 1);
    this.pick(String(SPEEDS[at]));
    this.menu.choose(String(this.rate));
    return `${this.rate}×`;
  }

  private readonly apply = (): void => {
    this.video.preservesPitch = true;
    this.video.defaultPlaybackRate = this.video.playbackRate = this.rate;
  };
}
