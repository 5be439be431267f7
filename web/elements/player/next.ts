import { gettext } from '../../lib/words';

const LAST = 20;
const COUNT = 10;

export interface NextWatcher {
  /** May the next film begin by itself? When not, someone is asked first. */
  mayFollow(): boolean;
  ask(): void;
  follow(byItself: boolean): void;
}

/** The film that comes after this one, offered when this one ends: of the same collection with a countdown, of the
 * same kind without. What it is stands in the player's attributes. */
export class Next {
  readonly address: string;
  private readonly counts: boolean;
  private card: HTMLElement | null = null;
  private timer = 0;
  private stays = false;

  constructor(
    private readonly player: HTMLElement,
    private readonly video: HTMLVideoElement,
    private readonly length: () => number,
    private readonly watcher: NextWatcher,
  ) {
    this.address = player.getAttribute('next') ?? '';
    this.counts = player.getAttribute('next-kind') === 'collection';
    if (!this.address) return;
    video.addEventListener('timeupdate', this.look);
    video.addEventListener('ended', this.look);
    video.addEventListener('pause', () => this.hold());
  }

  get isOpen(): boolean {
    return this.card !== null;
  }

  play(byItself = false): void {
    clearInterval(this.timer);
    if (this.address) this.watcher.follow(byItself);
  }

  /** Someone is asked whether they still watch; the card waits. */
  hold(): void {
    if (this.video.ended) return;
    clearInterval(this.timer);
    this.timer = 0;
  }

  end(): void {
    clearInterval(this.timer);
  }

  private readonly look = (): void => {
    const { ended, currentTime, paused, seeking } = this.video;
    const length = this.length();
    const last = length - currentTime;
    // Short films have their card when they are over, so that it does not stand in the film for long.
    const near = this.counts && length > 6 * LAST && last <= LAST && !paused && !seeking;
    if (this.card && !ended && last > LAST + 2) return this.remove();
    if (last > LAST + 2) this.stays = false;
    if (this.stays && !ended) return;
    if (!this.card && (near || (ended && !this.stays))) this.show();
    if (this.card && this.counts && !this.timer && (ended || !paused)) this.count();
  };

  private show(): void {
    const { player } = this;
    const card = document.createElement('aside');
    card.className = `next-card pane${this.counts ? '' : ' calm'}`;
    card.setAttribute('aria-label', gettext('Next film'));
    const picture = Object.assign(document.createElement('img'), { src: player.getAttribute('next-poster') ?? '', alt: '' });
    picture.addEventListener('error', () => picture.remove());
    const words = document.createElement('div');
    words.className = 'words';
    words.append(
      Object.assign(document.createElement('small'), { textContent: this.counts ? gettext('Next in the collection') : gettext('You may like') }),
      Object.assign(document.createElement('strong'), { textContent: player.getAttribute('next-title') ?? '' }),
    );
    const deeds = document.createElement('div');
    deeds.className = 'deeds';
    deeds.append(this.button('main', gettext('Play now'), () => this.play()), this.button('', gettext('Stay'), () => this.stay()));
    if (this.counts) deeds.prepend(ring());
    words.append(deeds);
    card.append(picture, words);
    this.card = card;
    player.append(card);
    player.dataset['next'] = 'shown';
  }

  private button(kind: string, textContent: string, does: () => void): HTMLButtonElement {
    const button = Object.assign(document.createElement('button'), { type: 'button', className: `button ${kind}`, textContent });
    button.addEventListener('click', does);
    return button;
  }

  private stay(): void {
    this.stays = true;
    this.remove();
  }

  private remove(): void {
    clearInterval(this.timer);
    this.timer = 0;
    this.card?.remove();
    this.card = null;
    delete this.player.dataset['next'];
  }

  private count(): void {
    let left = COUNT;
    const draw = (): void => {
      const number = this.card?.querySelector('.ring span');
      if (number) number.textContent = String(left);
      this.card?.style.setProperty('--left', String(left / COUNT));
    };
    draw();
    this.timer = window.setInterval(() => {
      left -= 1;
      draw();
      if (left > 0) return;
      clearInterval(this.timer);
      if (this.watcher.mayFollow()) this.play(true);
      else this.watcher.ask();
    }, 1000);
  }
}

function ring(): HTMLElement {
  const ring = document.createElement('div');
  ring.className = 'ring';
  ring.setAttribute('role', 'timer');
  ring.innerHTML = '<svg viewBox="0 0 44 44" aria-hidden="true"><circle cx="22" cy="22" r="19"/><circle cx="22" cy="22" r="19" pathLength="1"/></svg><span></span>';
  return ring;
}
