import { keep, kept } from '../../lib/store';
import { ALONE, FOLLOWED, Watchful } from '../../lib/watchful';
import { gettext } from '../../lib/words';

const COUNT = 'player:followed';
const session = (): Storage => sessionStorage;

/** Asks whether someone still watches, after hours with nobody at hand or after films that followed by themselves.
 * The player's attribute `still-after` says after how many seconds. */
export class Awake {
  private readonly watchful = new Watchful();
  private readonly timer: number;
  private card: HTMLElement | null = null;

  constructor(
    private readonly player: HTMLElement,
    private readonly video: HTMLVideoElement,
  ) {
    this.timer = window.setInterval(() => this.look(), 1000);
    for (const name of ['pointerdown', 'pointermove', 'keydown', 'wheel']) addEventListener(name, this.touched, { passive: true });
  }

  /** Whether another film may begin with nobody at hand. */
  get mayFollow(): boolean {
    return Number(kept(COUNT, session) ?? 0) < FOLLOWED;
  }

  followed(byItself: boolean): void {
    keep(COUNT, byItself ? String(Number(kept(COUNT, session) ?? 0) + 1) : null, session);
  }

  /** Stops the film and asks; `yes` is what a yes goes on with. */
  ask(yes: () => void): void {
    if (this.card) return;
    this.video.pause();
    const card = document.createElement('div');
    card.className = 'player-words pane still-there';
    card.setAttribute('role', 'alertdialog');
    card.setAttribute('aria-label', gettext('Still watching?'));
    const button = Object.assign(document.createElement('button'), { type: 'button', className: 'button main', textContent: gettext('Go on') });
    const answered = (): void => {
      card.remove();
      this.card = null;
      this.touched();
    };
    // Whoever presses play says yes as well.
    this.video.addEventListener('play', answered, { once: true });
    button.addEventListener('click', () => {
      answered();
      yes();
    });
    card.append(Object.assign(document.createElement('strong'), { textContent: gettext('Still watching?') }), button);
    this.card = card;
    this.player.append(card);
    button.focus({ preventScroll: true });
  }

  end(): void {
    clearInterval(this.timer);
    for (const name of ['pointerdown', 'pointermove', 'keydown', 'wheel']) removeEventListener(name, this.touched);
  }

  private readonly touched = (): void => {
    this.watchful.touched();
    if (!this.card) keep(COUNT, null, session);
  };

  private look(): void {
    const after = Number(this.player.getAttribute('still-after')) || ALONE;
    if (this.watchful.pass(performance.now(), !this.video.paused) < after) return;
    this.watchful.touched();
    this.ask(() => void this.video.play().catch(() => undefined));
  }
}
