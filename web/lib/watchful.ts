/** How long films go on with nobody at hand, in seconds, and how many follow each other by themselves. */
export const ALONE = 3 * 60 * 60;
export const FOLLOWED = 2;

/** Counts how long nobody touched the player while it plays. Times in ms. */
export class Watchful {
  private alone = 0;
  private last: number | null = null;

  touched(): void {
    this.alone = 0;
  }

  /** Time went by; `playing` whether the film did. Returns the seconds nobody was at hand. */
  pass(now: number, playing: boolean): number {
    // A gap means the machine slept, which is nobody watching either, yet no reason to ask at once.
    if (playing && this.last !== null) this.alone += Math.min(now - this.last, 5000);
    this.last = now;
    return this.alone / 1000;
  }
}
