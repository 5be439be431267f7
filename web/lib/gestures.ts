/* What fingers on the picture mean. Points in px from its corner, times in ms; shares are of its width or height. */

export type Intent =
  | { do: 'tap' | 'pause' | 'hold' | 'release' | 'cancel' }
  | { do: 'jump'; by: number; total: number; x: number; y: number }
  | { do: 'scrub' | 'scrubbed'; by: number }
  | { do: 'volume' | 'brightness'; by: number };

interface Finger {
  x: number;
  y: number;
  moved: boolean;
}

type Mode = '' | 'scrub' | 'volume' | 'brightness' | 'hold' | 'two' | 'spent';

const SLACK = 12;
const EDGE = 20;
const AGAIN = 350;
const STEP = 10;
export const HOLD = 500;

/** Reads fingers one event after another and says what they ask for. */
export class Gestures {
  private fingers = new Map<number, Finger>();
  private mode: Mode = '';
  private downAt = 0;
  private tapped = { at: -Infinity, side: 0 };
  private total = 0;

  constructor(private readonly size: () => { width: number; height: number }) {}

  down(id: number, x: number, y: number, at: number): Intent[] {
    this.fingers.set(id, { x, y, moved: false });
    if (this.fingers.size === 1) {
      this.downAt = at;
      this.mode = '';
      return [];
    }
    const broken: Intent[] = this.mode === 'hold' ? [{ do: 'release' }] : this.mode === 'scrub' ? [{ do: 'cancel' }] : [];
    this.mode = this.fingers.size === 2 && (this.mode === '' || this.mode === 'hold') ? 'two' : 'spent';
    return broken;
  }

  move(id: number, x: number, y: number): Intent[] {
    const finger = this.fingers.get(id);
    if (!finger) return [];
    const { width, height } = this.size();
    const [dx, dy] = [x - finger.x, y - finger.y];
    if (Math.hypot(dx, dy) > SLACK) finger.moved = true;
    if (this.mode === '' && finger.moved) this.mode = this.begin(finger, dx, dy);
    if (this.mode === 'scrub') return [{ do: 'scrub', by: dx / width }];
    if (this.mode === 'volume' || this.mode === 'brightness') return [{ do: this.mode, by: -dy / height }];
    return [];
  }

  /** The first finger has rested for HOLD ms. */
  held(): Intent[] {
    const [only] = this.fingers.values();
    if (this.mode !== '' || this.fingers.size !== 1 || !only || only.moved) return [];
    this.mode = 'hold';
    return [{ do: 'hold' }];
  }

  up(id: number, x: number, y: number, at: number): Intent[] {
    const finger = this.fingers.get(id);
    if (!finger || !this.fingers.delete(id)) return [];
    const mode = this.mode;
    if (mode === 'two') {
      this.mode = 'spent';
      const still = !finger.moved && [...this.fingers.values()].every((one) => !one.moved);
      return still && at - this.downAt < HOLD ? [{ do: 'pause' }] : [];
    }
    if (this.fingers.size) return [];
    this.mode = '';
    if (mode === 'hold') return [{ do: 'release' }];
    if (mode === 'scrub') return [{ do: 'scrubbed', by: (x - finger.x) / this.size().width }];
    return mode === '' ? this.tap(x, y, at) : [];
  }

  /** The browser took the fingers for itself. */
  cancel(id: number): Intent[] {
    if (!this.fingers.delete(id)) return [];
    const mode = this.mode;
    if (!this.fingers.size) this.mode = '';
    else this.mode = 'spent';
    if (mode === 'hold') return [{ do: 'release' }];
    return mode === 'scrub' ? [{ do: 'cancel' }] : [];
  }

  private begin(finger: Finger, dx: number, dy: number): Mode {
    const { width, height } = this.size();
    // Near the edges the system has gestures of its own.
    if (finger.x < EDGE || finger.x > width - EDGE || finger.y < EDGE || finger.y > height - EDGE) return 'spent';
    if (Math.abs(dx) > Math.abs(dy)) return 'scrub';
    return finger.x > width / 2 ? 'volume' : 'brightness';
  }

  private tap(x: number, y: number, at: number): Intent[] {
    const share = x / this.size().width;
    const side = share < 0.4 ? -1 : share > 0.6 ? 1 : 0;
    const again = side !== 0 && side === this.tapped.side && at - this.tapped.at < AGAIN * (this.total ? 2 : 1);
    this.tapped = { at, side };
    if (!again) {
      this.total = 0;
      return [{ do: 'tap' }];
    }
    this.total += side * STEP;
    return [{ do: 'jump', by: side * STEP, total: this.total, x, y }];
  }
}

/** How many seconds a drag over the whole width goes. */
export function spanOf(length: number): number {
  return Math.min(length, Math.max(60, Math.min(length / 6, 300)));
}
