import { icons } from './icons';

const REST = 2600;

/** The controls over the picture: they come when someone is at hand and leave when all is still. */
export class Stage {
  private timer = 0;

  constructor(
    private readonly player: HTMLElement,
    private readonly video: HTMLVideoElement,
    hands: { toggle(): void; full(): void },
    private readonly busy: () => boolean,
  ) {
    const stage = player.closest<HTMLElement>('.stage') ?? player;
    stage.addEventListener('pointermove', (event) => {
      if (event.pointerType === 'mouse') this.wake();
    });
    stage.addEventListener('keydown', () => this.wake());
    stage.addEventListener('focusin', () => this.wake());
    // Fingers are read by Touch.
    video.addEventListener('click', (event) => {
      if ((event as PointerEvent).pointerType === 'mouse' || !('pointerType' in event)) hands.toggle();
    });
    video.addEventListener('dblclick', () => {
      if (matchMedia('(hover: hover)').matches) hands.full();
    });
    for (const name of ['play', 'pause', 'ended', 'waiting']) video.addEventListener(name, () => this.wake());
    this.wake();
  }

  /** Show the controls, and let them go after a while of play. */
  wake(): void {
    if (this.player.dataset['controls'] !== 'shown') this.player.dataset['controls'] = 'shown';
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.rest(), REST);
  }

  /** A tap shows the controls, and another one lets them go. */
  readonly turn = (): void => {
    if (this.player.dataset['controls'] === 'hidden') this.wake();
    else if (!this.video.paused) this.player.dataset['controls'] = 'hidden';
  };

  end(): void {
    clearTimeout(this.timer);
  }

  /** A short sign of a step in time; a finger leaves a ripple where it tapped. */
  nudge(by: number, at?: { x: number; y: number }): void {
    this.player.querySelector('.nudge')?.remove();
    const sign = document.createElement('div');
    sign.className = `nudge pane ${by < 0 ? 'back' : 'on'}`;
    sign.setAttribute('aria-hidden', 'true');
    sign.textContent = `${by < 0 ? '−' : '+'}${Math.abs(by)}`;
    sign.addEventListener('animationend', () => sign.remove());
    this.player.append(sign);
    if (!at) return;
    const ripple = document.createElement('div');
    ripple.className = 'ripple';
    Object.assign(ripple.style, { left: `${at.x}px`, top: `${at.y}px` });
    ripple.addEventListener('animationend', () => ripple.remove());
    this.player.append(ripple);
  }

  /** A figure at the head of the picture, such as a speed; '' takes it away, else it leaves by itself. */
  figure(kind: string, words: string, stays = false): void {
    this.player.querySelector('.figure')?.remove();
    if (!words) return;
    const sign = document.createElement('div');
    sign.className = `figure pane${stays ? ' stays' : ''}`;
    sign.setAttribute('role', 'status');
    sign.innerHTML = { volume: icons.louder, brightness: icons.sun, speed: icons.gauge, captions: icons.captions }[kind] ?? '';
    sign.append(words);
    sign.addEventListener('animationend', () => sign.remove());
    this.player.append(sign);
  }

  private rest(): void {
    const focused = this.player.querySelector('.player-dock :focus-visible') !== null;
    if (this.video.paused || this.video.ended || this.busy() || focused) this.timer = window.setTimeout(() => this.rest(), REST);
    else this.player.dataset['controls'] = 'hidden';
  }
}
