import { commandOf } from '../lib/keys';
import type { Rung } from '../lib/levels';
import { resumeAt } from '../lib/position';
import { clamp } from '../lib/time';
import { fill, gettext } from '../lib/words';
import { icons } from './player/icons';
import { Keeper } from './player/keeper';
import { build, face, type Parts } from './player/markup';
import { Menu } from './player/menus';
import { showWords } from './player/panel';
import { offerStartOver } from './player/resumed';
import { Screen } from './player/screen';
import { SeekBar } from './player/seekbar';
import { Sound } from './player/sound';
import { Stage } from './player/stage';
import { Stream } from './player/stream';
import { Subtitles } from './player/subtitles';

const SPEEDS = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2];

/** Plays one film. Wraps the <video> the server drew; `data-state` says how it goes: loading, playing, paused, waiting,
 * ended, lost (the line broke and is being mended), unready (it starts by itself) or missing (the house said why). */
class MoviePlayer extends HTMLElement {
  private video!: HTMLVideoElement;
  private parts!: Parts;
  private stream!: Stream;
  private keeper!: Keeper;
  private bar!: SeekBar;
  private screen!: Screen;
  private sound!: Sound;
  private stage!: Stage;
  private subtitles!: Subtitles;
  private quality!: Menu;
  private menus: Menu[] = [];
  private wanted = true;

  connectedCallback(): void {
    const video = this.querySelector('video');
    const movie = this.getAttribute('movie');
    if (!video || !movie || this.dataset['state']) return;
    this.video = video;
    this.state = 'loading';
    video.controls = false;
    video.removeAttribute('src');
    for (const old of video.querySelectorAll('source, track')) old.remove();
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
    this.screen.end();
    this.stage.end();
  }

  private set state(state: string) {
    this.dataset['state'] = state;
  }

  private furnish(movie: string): void {
    const { video, parts } = this;
    this.bar = new SeekBar(video, parts, Number(this.getAttribute('duration') ?? 0));
    this.sound = new Sound(video, parts);
    this.screen = new Screen(this, video, parts);
    this.keeper = new Keeper(video, movie, this.hasAttribute('signed-in'));
    this.quality = new Menu(parts.quality, parts.dock, (value) => this.stream.hold(Number(value) || 0));
    const speed = new Menu(parts.speed, parts.dock, (value) => (video.playbackRate = Number(value)));
    speed.offer(SPEEDS.map((rate) => ({ label: `${rate}×`, value: String(rate) })), '1');
    const captions = new Menu(parts.captions, parts.dock, (value) => this.subtitles.show(value));
    this.subtitles = new Subtitles(video, captions);
    this.menus = [this.quality, speed, captions];
    const hands = { toggle: () => this.toggle(), step: (by: number) => this.step(by), full: () => this.screen.full() };
    this.stage = new Stage(this, video, hands, () => !parts.keys.hidden || this.menus.some((menu) => menu.isOpen));
    this.stream = new Stream(video, movie, {
      granted: (playback) => this.subtitles.offer(playback.subtitles),
      opened: (at) => void this.begin(at),
      unready: (words) => this.showInstead('unready', words),
      rungs: (rungs) => this.offerRungs(rungs),
      playing: (height) => this.quality.rename('auto', fill(gettext('Auto (%(height)sp)'), { height })),
      lost: () => this.say(gettext('The line broke. Trying again…')),
      back: () => this.goOn(),
      refused: (words) => this.showInstead('missing', words),
    });
  }

  private offerRungs(rungs: Rung[]): void {
    const choices = rungs.map(({ height }) => ({ label: `${height}p`, value: String(height), data: { height: String(height) } }));
    this.quality.offer([{ label: gettext('Auto'), value: 'auto', data: { height: 'auto' } }, ...choices], 'auto');
  }

  private listen(): void {
    const { video, parts } = this;
    parts.play.addEventListener('click', () => this.toggle());
    parts.big.addEventListener('click', () => this.toggle());
    parts.keys.querySelector('[data-close]')?.addEventListener('click', () => this.help());
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

  private async begin(at: number): Promise<void> {
    this.parts.words.hidden = true;
    this.parts.dock.hidden = false;
    this.state = 'loading';
    if (at) offerStartOver(this.parts.resumeChip, at, () => (this.video.currentTime = 0));
    await this.video.play().catch(() => undefined);
    this.draw();
  }

  private get isShut(): boolean {
    return this.dataset['state'] === 'missing' || this.dataset['state'] === 'unready';
  }

  private readonly draw = (): void => {
    const { video, parts } = this;
    if (this.isShut) return;
    const idle = video.paused || video.ended;
    const waiting = !idle && video.readyState < HTMLMediaElement.HAVE_FUTURE_DATA;
    if (!parts.lineChip.hidden) this.state = 'lost';
    else if (video.ended) this.state = 'ended';
    else this.state = waiting ? 'waiting' : video.paused ? (video.readyState ? 'paused' : 'loading') : 'playing';
    parts.turning.hidden = !(waiting || this.dataset['state'] === 'loading' || this.dataset['state'] === 'lost') || (idle && video.readyState > 0);
    parts.big.hidden = !idle || !video.readyState;
    face(parts.play, idle ? gettext('Play') : gettext('Pause'), idle ? icons.play : icons.pause);
  };

  private toggle(): void {
    this.wanted = this.video.paused || this.video.ended;
    if (this.wanted) void this.video.play().catch(() => undefined);
    else this.video.pause();
  }

  private step(by: number): void {
    this.video.currentTime = clamp(this.video.currentTime + by, 0, this.bar.length);
  }

  /** The line is back: play on, unless the viewer had stopped. */
  private goOn(): void {
    this.say('');
    if (this.wanted && this.video.paused) void this.video.play().catch(() => undefined);
  }

  private say(words: string): void {
    this.parts.lineChip.textContent = words;
    this.parts.lineChip.hidden = !words;
    this.draw();
  }

  /** Words stand where the film would be. */
  private showInstead(state: 'missing' | 'unready', words: string): void {
    this.state = state;
    showWords(this.parts, words, state === 'unready');
  }

  private help(): void {
    const { keys } = this.parts;
    keys.hidden = !keys.hidden;
    if (!keys.hidden) keys.querySelector<HTMLElement>('[data-close]')?.focus();
  }

  private readonly onKey = (event: KeyboardEvent): void => {
    const at = event.target as Element;
    if (event.key === 'Escape' && !this.parts.keys.hidden) return this.help();
    if (at.closest('input, [role="menu"]') || ((event.key === ' ' || event.key === 'Enter') && at.closest('button, a'))) return;
    const command = commandOf(event);
    if (!command || this.isShut) return;
    event.preventDefault();
    this.stage.wake();
    if (command.do === 'step') {
      this.step(command.by);
      this.stage.nudge(command.by);
    } else if (command.do === 'louder') this.sound.louder(command.by);
    else if (command.do === 'share') this.video.currentTime = this.bar.length * command.of;
    else if (command.do === 'toggle') this.toggle();
    else if (command.do === 'mute') this.sound.mute();
    else if (command.do === 'full') this.screen.full();
    else if (command.do === 'subtitles') this.subtitles.toggle();
    else this.help();
  };
}

customElements.define('movie-player', MoviePlayer);
