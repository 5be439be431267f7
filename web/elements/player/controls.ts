import type { Playback } from '../../lib/house';
import type { Command } from '../../lib/keys';
import { clamp } from '../../lib/time';
import { CaptionSettings } from './caption-settings';
import { Captions } from './captions';
import { Cast } from './cast';
import { Chapters } from './chapters';
import type { Dialog } from './dialog';
import { Statistics } from './figures';
import { makeHelp } from './help';
import type { Parts } from './markup';
import { Menu } from './menus';
import { makeMore } from './more';
import type { Place } from './place';
import { Preview } from './preview';
import { Qualities } from './qualities';
import { Screen } from './screen';
import { SeekBar } from './seekbar';
import { Sound } from './sound';
import { Sounds } from './sounds';
import { Speed } from './speed';
import { Stage } from './stage';
import type { Stream } from './stream';
import { Subtitles } from './subtitles';
import { Touch } from './touch';

const FRAMES = 24;

/** What the controls ask of the player. */
export interface Hands {
  stream(): Stream;
  toggle(): void;
  next: (() => void) | null;
}

/** Everything a viewer can press, choose and drag. */
export class Controls {
  readonly bar: SeekBar;
  readonly screen: Screen;
  readonly sounds: Sounds;
  readonly stage: Stage;
  private readonly preview = new Preview();
  private readonly volume: Sound;
  private readonly subtitles: Subtitles;
  private readonly looks: CaptionSettings;
  readonly qualities: Qualities;
  private readonly speed: Speed;
  private readonly chapters: Chapters;
  private readonly cast: Cast;
  private readonly statistics: Statistics;
  private readonly touch: Touch;
  private readonly menus: Menu[];
  private readonly help: Dialog;

  constructor(
    player: HTMLElement,
    private readonly video: HTMLVideoElement,
    parts: Parts,
    private readonly place: Place,
    private readonly hands: Hands,
  ) {
    const { dock } = parts;
    const { stream } = hands;
    const menu = (button: HTMLButtonElement, pick: (value: string) => void): Menu => new Menu(button, dock, pick);
    this.bar = new SeekBar(video, parts, place, this.preview, Number(player.getAttribute('duration') ?? 0));
    this.volume = new Sound(video, parts);
    const captions = new Captions(player, video, parts.cues, dock);
    this.looks = new CaptionSettings(player, captions);
    const captionMenu = new Menu(parts.captions, dock, (value) => this.subtitles.show(value), () => [this.looks.deed]);
    this.subtitles = new Subtitles(video, captionMenu, captions);
    this.screen = new Screen(player, video, parts, this.subtitles.redraw);
    const soundMenu = menu(parts.sounds, (value) => this.sounds.pick(value));
    this.sounds = new Sounds(video, soundMenu, stream, (language) => this.subtitles.hears(language));
    const qualityMenu = menu(parts.quality, (value) => this.qualities.pick(value));
    const versionMenu = menu(parts.versions, (value) => void stream().choose(Number(value)));
    this.qualities = new Qualities(qualityMenu, versionMenu, stream);
    const speedMenu = menu(parts.speed, (value) => this.speed.pick(value));
    this.speed = new Speed(video, speedMenu);
    const chapterMenu = menu(parts.chapters, (value) => this.chapters.pick(value));
    this.chapters = new Chapters(chapterMenu, this.bar, place, video);
    this.statistics = new Statistics(player, video, stream, this.sounds);
    this.help = makeHelp(player);
    this.menus = [captionMenu, soundMenu, qualityMenu, versionMenu, speedMenu, chapterMenu];
    const more = { looks: () => this.looks.dialog.open(), figures: () => this.statistics.toggle(), keys: () => this.help.toggle() };
    this.menus.push(makeMore(parts, { menus: this.menus, next: hands.next, ...more }));
    this.cast = new Cast(video, parts, stream, () => undefined);
    this.stage = new Stage(player, video, { toggle: hands.toggle, full: () => this.screen.full() }, () => this.isBusy);
    this.touch = new Touch(video, this.fingers());
    parts.back.addEventListener('click', () => this.step(-10));
    parts.on.addEventListener('click', () => this.step(10));
  }

  /** The house gave leave: offer what it tells of the film. */
  granted(playback: Playback): void {
    this.subtitles.offer(playback.subtitles);
    this.chapters.offer(playback.chapters);
    this.qualities.offer();
    this.cast.granted();
    void this.preview.offer(playback.storyboard, `${playback.version} ${playback.ladder}`);
    this.bar.draw();
  }

  /** The source knows its rungs and sounds. */
  known(): void {
    this.qualities.offer();
    this.sounds.known();
  }

  opened(): void {
    this.qualities.offer();
    this.qualities.hold();
  }

  step(by: number): void {
    this.seek(this.place.now + by);
    this.stage.wake();
  }

  end(): void {
    this.screen.end();
    this.stage.end();
    this.touch.end();
    this.statistics.end();
    this.cast.end();
  }

  /** What a key asks for. */
  run(command: Command): void {
    this.stage.wake();
    if (command.do === 'step') {
      this.step(command.by);
      this.stage.nudge(command.by);
    } else if (command.do === 'louder') this.stage.figure('volume', this.volume.louder(command.by));
    else if (command.do === 'share') this.seek(this.bar.length * command.of);
    else if (command.do === 'frame') this.frame(command.by);
    else if (command.do === 'faster') this.stage.figure('speed', this.speed.step(command.by));
    else if (command.do === 'shift') this.stage.figure('captions', this.looks.shift(command.by));
    else if (command.do === 'chapter') this.chapter(command.by);
    else if (command.do === 'next') this.hands.next?.();
    else this.plain(command.do);
  }

  private plain(what: 'toggle' | 'mute' | 'full' | 'subtitles' | 'help' | 'statistics' | 'pip'): void {
    const deeds = {
      toggle: () => this.hands.toggle(),
      mute: () => this.volume.mute(),
      full: () => this.screen.full(),
      subtitles: () => this.subtitles.toggle(),
      help: () => this.help.toggle(),
      statistics: () => this.statistics.toggle(),
      pip: () => void this.screen.pip(),
    };
    deeds[what]();
  }

  private get isBusy(): boolean {
    return this.help.isOpen || this.looks.dialog.isOpen || this.menus.some((menu) => menu.isOpen);
  }

  private seek(to: number): void {
    const at = clamp(to, 0, this.bar.length);
    this.place.seek(at);
    this.bar.draw();
    this.bar.point(at);
  }

  private frame(by: number): void {
    if (!this.video.paused) return;
    const { source } = this.hands.stream();
    const rate = source?.hls?.levels[source.hls.currentLevel]?.frameRate || FRAMES;
    this.place.seek(this.video.currentTime + by / rate);
  }

  private chapter(by: number): void {
    const to = this.chapters.step(by);
    if (to !== null) this.bar.point(to);
  }

  private fingers(): ConstructorParameters<typeof Touch>[1] {
    return {
      tap: this.stage.turn,
      toggle: () => this.hands.toggle(),
      step: (by) => this.step(by),
      ripple: (total, x, y) => this.stage.nudge(total, { x, y }),
      place: () => this.place.now,
      length: () => this.bar.length,
      seek: (to) => this.seek(to),
      preview: (at) => {
        if (at === null) return;
        this.stage.wake();
        this.bar.point(at);
      },
      volume: (level) => this.volume.set(level),
      say: (what, words) => this.stage.figure(what, words, words !== ''),
    };
  }
}
