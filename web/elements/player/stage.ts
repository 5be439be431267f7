import { clamp } from '../../lib/time';

const REST = 2600;
const DOUBLE = 300;

export interface Hands {
  toggle(): void;
  step(by: number): void;
  full(): void;
}

/** Hands on the picture: a click plays or pauses, two taps go ten seconds, and controls leave when all is still. */
export class Stage {
  private timer = 0;
  private tapped = 0;
  private tappedAt = 0;

  constructor(
    private readonly player: HTMLElement,
    private readonly video: HTMLVideoElement,
    private readonly hands: Hands,
    private readonly busy: () => boolean,
  ) {
    const stage = player.closest<HTMLElement>('.stage') ?? player;
    stage.addEventListener('pointermove', (event) => {
      if (event.pointerType === 'mouse') this.wake();
    });
    stage.addEventListener('keydown', () => this.wake());
    stage.addEventListener('focusin', () => this.wake());
    video.addEventListener('click', this.click);
    video.addEventListener('dblclick', () => {
      if (matchMedia('(hover: hover)').matches) this.hands.full();
    });
    for (const name of ['play', 'pause', 'ended', 'waiting']) video.addEventListener(name, () => this.wake());
    this.wake();
  }

  /** Show the controls, and let them go after a while of play. */
  wake(): void {
    this.player.dataset['controls'] = 'shown';
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.rest(), REST);
  }

  end(): void {
    clearTimeout(this.timer);
  }

  private rest(): void {
    const focused = this.player.querySelector('.player-dock :focus-visible') !== null;
    if (this.video.paused || this.video.ended || this.busy() || focused) this.timer = window.setTimeout(() => this.rest(), REST);
    else this.player.dataset['controls'] = 'hidden';
  }

  private readonly click = (event: MouseEvent): void => {
    if ((event as PointerEvent).pointerType === 'touch') this.tap(event);
    else this.hands.toggle();
  };

  private tap(event: MouseEvent): void {
    const box = this.player.getBoundingClientRect();
    const side = (event.clientX - box.left) / box.width;
    const now = performance.now();
    const again = now - this.tapped < DOUBLE && Math.abs(side - this.tappedAt) < 0.3;
    this.tapped = now;
    this.tappedAt = side;
    if (again && (side < 0.4 || side > 0.6)) {
      const by = side < 0.5 ? -10 : 10;
      this.hands.step(by);
      this.nudge(by);
    } else if (this.player.dataset['controls'] === 'hidden') this.wake();
    else if (!this.video.paused) this.player.dataset['controls'] = 'hidden';
  }

  /** A short sign of a step in time. */
  nudge(by: number): void {
    this.player.querySelector('.nudge')?.remove();
    const sign = document.createElement('div');
    sign.className = `nudge pane ${by < 0 ? 'back' : 'on'}`;
    sign.setAttribute('aria-hidden', 'true');
    sign.textContent = `${by < 0 ? '−' : '+'}${clamp(Math.abs(by), 0, 99)}`;
    sign.addEventListener('animationend', () => sign.remove());
    this.player.append(sign);
  }
}
