import { Gestures, HOLD, spanOf, type Intent } from '../../lib/gestures';
import { clamp } from '../../lib/time';

const FAST = 2;

/** What fingers may do with the player. */
export interface TouchHands {
  tap(): void;
  toggle(): void;
  step(by: number): void;
  /** Seconds in sum so far, and where the finger is. */
  ripple(total: number, x: number, y: number): void;
  place(): number;
  length(): number;
  seek(to: number): void;
  preview(at: number | null): void;
  volume(level: number): void;
  /** A figure over the picture for as long as a finger asks for it; '' when it is done. */
  say(what: 'volume' | 'brightness' | 'speed' | '', words: string): void;
}

/** Fingers on the picture. */
export class Touch {
  private readonly gestures: Gestures;
  private timer = 0;
  private began = { at: 0, volume: 1, light: 1 };
  private light = 1;
  private rate = 1;
  private isPulling = false;

  constructor(
    private readonly video: HTMLVideoElement,
    private readonly hands: TouchHands,
  ) {
    this.gestures = new Gestures(() => ({ width: video.clientWidth || 1, height: video.clientHeight || 1 }));
    video.addEventListener('pointerdown', this.down);
    video.addEventListener('pointermove', this.move);
    video.addEventListener('pointerup', this.up);
    video.addEventListener('pointercancel', this.gone);
    video.addEventListener('contextmenu', (event) => {
      if ((event as PointerEvent).pointerType === 'touch') event.preventDefault();
    });
  }

  end(): void {
    clearTimeout(this.timer);
  }

  private readonly down = (event: PointerEvent): void => {
    if (event.pointerType === 'mouse') return;
    clearTimeout(this.timer);
    this.began = { at: this.hands.place(), volume: this.video.volume, light: this.light };
    this.timer = window.setTimeout(() => this.act(this.gestures.held()), HOLD);
    this.act(this.gestures.down(event.pointerId, ...this.point(event), event.timeStamp));
  };

  private readonly move = (event: PointerEvent): void => {
    if (event.pointerType !== 'mouse') this.act(this.gestures.move(event.pointerId, ...this.point(event)));
  };

  private readonly up = (event: PointerEvent): void => {
    if (event.pointerType === 'mouse') return;
    this.act(this.gestures.up(event.pointerId, ...this.point(event), event.timeStamp));
    this.settle();
  };

  private readonly gone = (event: PointerEvent): void => {
    if (event.pointerType === 'mouse') return;
    this.act(this.gestures.cancel(event.pointerId));
    this.settle();
  };

  private point(event: PointerEvent): [number, number] {
    const box = this.video.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  }

  private settle(): void {
    clearTimeout(this.timer);
    if (this.isPulling) this.hands.say('', '');
    this.isPulling = false;
  }

  private act(intents: Intent[]): void {
    for (const intent of intents) {
      if (intent.do === 'tap') this.hands.tap();
      else if (intent.do === 'pause') this.hands.toggle();
      else if (intent.do === 'jump') {
        this.hands.step(intent.by);
        this.hands.ripple(intent.total, intent.x, intent.y);
      } else if (intent.do === 'hold' || intent.do === 'release') this.hold(intent.do === 'hold');
      else if (intent.do === 'scrub') this.hands.preview(this.target(intent.by));
      else if (intent.do === 'scrubbed') {
        this.hands.preview(null);
        this.hands.seek(this.target(intent.by));
      } else if (intent.do === 'cancel') this.hands.preview(null);
      else if (intent.do === 'volume' || intent.do === 'brightness') this.pull(intent.do, intent.by);
    }
  }

  private target(share: number): number {
    const length = this.hands.length();
    return clamp(this.began.at + share * spanOf(length), 0, length);
  }

  private hold(begins: boolean): void {
    if (begins && !this.video.paused) {
      this.rate = this.video.playbackRate;
      this.video.playbackRate = FAST;
      this.hands.say('speed', `${FAST}×`);
    } else if (!begins && this.video.playbackRate === FAST) {
      this.video.playbackRate = this.rate;
      this.hands.say('', '');
    }
  }

  private pull(what: 'volume' | 'brightness', by: number): void {
    this.isPulling = true;
    if (what === 'volume') {
      const level = clamp(this.began.volume + by * 1.25, 0, 1);
      this.hands.volume(level);
      this.hands.say('volume', `${Math.round(this.video.volume * 100)} %`);
      return;
    }
    this.light = clamp(this.began.light + by * 1.25, 0.25, 1.75);
    this.video.style.filter = Math.abs(this.light - 1) < 0.02 ? '' : `brightness(${this.light.toFixed(2)})`;
    this.hands.say('brightness', `${Math.round(this.light * 100)} %`);
  }
}
