import { commandOf } from '../lib/keys';
import { resumeAt } from '../lib/position';
import { gettext } from '../lib/words';
import { Awake } from './player/awake';
import { Controls } from './player/controls';
import { icons } from './player/icons';
import { Keeper } from './player/keeper';
import { build, face, type Parts } from './player/markup';
import { Next } from './player/next';
import { showWords, showYielded } from './player/panel';
import { Place } from './player/place';
import { offerStartOver } from './player/resumed';
import { Session } from './player/session';
import { Stream } from './player/stream';

/** Plays one film. Wraps the <video> the server drew; `data-state` says how it goes: loading, playing, paused, waiting,
 * ended, lost (the line broke and is being mended), unready (it starts by itself), yielded (another screen goes on) or
 * missing (the house said why). */
class MoviePlayer extends HTMLElement {
  private video!: HTMLVideoElement;
  private parts!: Parts;
  private place!: Place;
  private stream!: Stream;
  private keeper!: Keeper;
  private controls!: Controls;
  private next!: Next;
  private awake!: Awake;
  private wanted = true;
  private said = { line: '', place: '' };

  connectedCallback(): void {
    const video = this.querySelector('video');
    const movie = this.getAttribute('movie');
    if (!video || !movie || this.dataset['state']) return;
    this.video = video;
    this.state = 'loading';
    video.controls = false;
    this.parts = build(this);
    this.furnish(movie);
    this.listen();
    void this.start();
  }

  disconnectedCallback(): void {
    if (!this.stream) return;
    document.removeEventListener('keydown', this.onKey);
    this.keeper.end();
    this.stream.close();
    this.controls.end();
    this.next.end();
    this.awake.end();
    this.place.end();
  }

  private set state(state: string) {
    this.dataset['state'] = state;
  }

  private furnish(movie: string): void {
    const { video, parts } = this;
    const following = this.hasAttribute('next') ? (): void => this.next.play() : null;
    this.place = new Place(video, {
      waits: (waiting) => this.say('place', waiting ? gettext('This part is still being made ready. The film goes on from there by itself.') : ''),
    });
    this.controls = new Controls(this, video, parts, this.place, { stream: () => this.stream, toggle: () => this.toggle(), next: following });
    this.keeper = new Keeper(video, movie, this.hasAttribute('signed-in'), this.place);
    this.stream = new Stream(video, movie, this.place, {
      granted: (playback) => this.controls.granted(playback),
      opened: (at, again) => void this.begin(at, again),
      unready: (words) => this.showInstead('unready', words),
      known: () => this.controls.known(),
      playing: (height) => this.controls.qualities.shows(height),
      lost: () => this.say('line', gettext('The line broke. Trying again…')),
      back: () => this.goOn(),
      refused: (words) => this.showInstead('missing', words),
      yielded: (words) => this.giveWay(words),
    }, this.controls.sounds.read);
    this.awake = new Awake(this, video);
    this.next = new Next(this, video, () => this.controls.bar.length, {
      mayFollow: () => this.awake.mayFollow,
      ask: () => this.awake.ask(() => this.next.play()),
      follow: (byItself) => {
        this.awake.followed(byItself);
        location.assign(this.next.address);
      },
    });
    const play = (): void => void video.play().catch(() => undefined);
    new Session(this, video, this.place, { play, pause: () => video.pause(), step: (by) => this.controls.step(by), next: following });
  }

  private listen(): void {
    const { video, parts } = this;
    parts.play.addEventListener('click', () => this.toggle());
    parts.big.addEventListener('click', () => this.toggle());
    document.addEventListener('keydown', this.onKey);
    for (const name of ['play', 'playing', 'pause', 'waiting', 'ended', 'canplay', 'seeked']) video.addEventListener(name, this.draw);
  }

  private async start(): Promise<void> {
    this.draw();
    const at = resumeAt(await this.keeper.find(), this);
    if (!this.isConnected) return;
    this.keeper.begin(at);
    await this.stream.open(at);
  }

  private async begin(at: number, again: boolean): Promise<void> {
    this.parts.words.hidden = true;
    this.parts.dock.hidden = false;
    this.controls.opened();
    if (!again) {
      this.state = 'loading';
      if (at) offerStartOver(this.parts.resumeChip, at, () => this.place.seek(0));
    }
    if (this.wanted) await this.video.play().catch(() => undefined);
    this.draw();
  }

  private get isShut(): boolean {
    return ['missing', 'unready', 'yielded'].includes(this.dataset['state'] ?? '');
  }

  private readonly draw = (): void => {
    const { video, parts } = this;
    if (this.isShut) return;
    const idle = (video.paused || video.ended) && !this.place.waiting;
    const waiting = this.place.waiting || (!idle && video.readyState < HTMLMediaElement.HAVE_FUTURE_DATA);
    const loading = !video.readyState && !video.paused;
    if (this.said.line) this.state = 'lost';
    else if (video.ended) this.state = 'ended';
    else this.state = waiting ? 'waiting' : video.paused ? (video.readyState ? 'paused' : 'loading') : 'playing';
    const held = this.querySelector('canvas.held') !== null;
    parts.turning.hidden = held || !(waiting || loading || this.dataset['state'] === 'loading');
    parts.big.hidden = !idle || !video.readyState || held;
    face(parts.play, idle ? gettext('Play') : gettext('Pause'), idle ? icons.play : icons.pause);
  };

  private toggle(): void {
    if (this.isShut) return;
    if (this.place.waiting) return this.place.giveUp();
    this.wanted = this.video.paused || this.video.ended;
    if (this.wanted) void this.video.play().catch(() => undefined);
    else this.video.pause();
  }

  /** The line is back: play on, unless the viewer had stopped. */
  private goOn(): void {
    this.say('line', '');
    if (this.wanted && this.video.paused && !this.video.ended && !this.place.waiting) void this.video.play().catch(() => undefined);
  }

  private say(about: 'line' | 'place', words: string): void {
    this.said[about] = words;
    this.parts.lineChip.textContent = this.said.line || this.said.place;
    this.parts.lineChip.hidden = !this.parts.lineChip.textContent;
    this.draw();
  }

  /** Words stand where the film would be. */
  private showInstead(state: 'missing' | 'unready', words: string): void {
    this.state = state;
    showWords(this.parts, words, state === 'unready');
  }

  private giveWay(words: string): void {
    this.state = 'yielded';
    showYielded(this.parts, words, () => void this.takeBack());
  }

  private async takeBack(): Promise<void> {
    this.state = 'loading';
    this.parts.words.hidden = true;
    this.parts.dock.hidden = false;
    this.wanted = true;
    await this.stream.takeOver();
    if (!this.isShut) await this.video.play().catch(() => undefined);
    this.draw();
  }

  private readonly onKey = (event: KeyboardEvent): void => {
    const at = event.target as Element;
    if (at.closest('input, textarea, [role="menu"]') || ((event.key === ' ' || event.key === 'Enter') && at.closest('button, a'))) return;
    const command = commandOf(event);
    if (!command || this.isShut) return;
    event.preventDefault();
    this.controls.run(command);
  };
}

customElements.define('movie-player', MoviePlayer);
