import type { SubtitleTrack } from '../../lib/house';
import { isSpoken } from '../../lib/sounds';
import { keep, kept } from '../../lib/store';
import { gettext } from '../../lib/words';
import type { Captions } from './captions';
import type { Menu } from './menus';

const OFF = 'off';
const CHOICE = 'player:subtitles';

/** The film's subtitles as <track>s and as a menu; the page draws them. A choice is remembered by language. */
export class Subtitles {
  /** The language that is heard; '' while nobody knows. */
  spoken = '';
  private tracks = new Map<string, HTMLTrackElement>();
  private list: SubtitleTrack[] = [];
  private last = '';

  constructor(
    private readonly video: HTMLVideoElement,
    private readonly menu: Menu,
    private readonly captions: Captions,
  ) {
    // Browsers choose tracks of their own when a film is loaded; the viewer's choice stands.
    for (const name of ['loadedmetadata', 'canplay', 'playing']) video.addEventListener(name, () => this.apply());
  }

  /** What the house offers now; addresses change with every token, so tracks not yet loaded follow. */
  offer(list: SubtitleTrack[]): void {
    this.list = list;
    const same = list.length === this.tracks.size && list.every((one) => this.tracks.has(String(one.id)));
    if (!same) this.make(list);
    else for (const one of list) this.follow(one);
  }

  /** Another language is heard: subtitles of what is foreign in it may have to show, or to go. */
  hears(language: string): void {
    if (language === this.spoken) return;
    this.spoken = language;
    this.apply();
  }

  show(value: string): void {
    this.apply();
    if (value !== OFF) this.last = value;
    keep(CHOICE, this.tracks.get(value)?.srclang ?? OFF);
  }

  toggle(): void {
    if (!this.tracks.size) return;
    const value = this.menu.value === OFF ? this.last || this.best() : OFF;
    this.menu.choose(value);
    this.show(value);
  }

  private make(list: SubtitleTrack[]): void {
    for (const track of this.video.querySelectorAll('track')) track.remove();
    this.tracks = new Map(list.map((one) => [String(one.id), element(one)]));
    this.video.append(...this.tracks.values());
    const wanted = kept(CHOICE) ?? OFF;
    const chosen = String(list.find((one) => one.language === wanted && !one.forced)?.id ?? OFF);
    const choices = list.map((one) => ({ label: labelOf(one), value: String(one.id), data: { language: one.language } }));
    this.menu.offer([{ label: gettext('Off'), value: OFF }, ...choices], chosen);
    this.apply();
    if (chosen !== OFF) this.last = chosen;
  }

  /** Only the chosen track is read; with none chosen, the one for what is foreign in the language that is heard. */
  private apply(): void {
    const shown = this.menu.value === OFF || !this.menu.value ? this.forced() : this.menu.value;
    for (const [id, track] of this.tracks) {
      const mode = id !== shown ? 'disabled' : this.captions.native ? 'showing' : 'hidden';
      if (track.track.mode !== mode) track.track.mode = mode;
    }
    this.captions.follow(this.tracks.get(shown) ?? null);
  }

  readonly redraw = (): void => this.apply();

  private forced(): string {
    const spoken = this.spoken || document.documentElement.lang;
    return String(this.list.find((one) => one.forced && isSpoken(one.language, spoken))?.id ?? '');
  }

  private follow(one: SubtitleTrack): void {
    const track = this.tracks.get(String(one.id));
    if (track && track.readyState !== HTMLTrackElement.LOADED) track.src = one.src;
  }

  private best(): string {
    const whole = this.list.filter((one) => !one.forced);
    const known = whole.find((one) => isSpoken(one.language, document.documentElement.lang)) ?? whole[0] ?? this.list[0];
    return known ? String(known.id) : OFF;
  }
}

function labelOf(one: SubtitleTrack): string {
  const marks = [one.forced && gettext('foreign parts only'), one.hearing_impaired && gettext('for the hard of hearing')];
  return [one.label, ...marks.filter((mark) => mark && !one.label.includes(mark))].join(' · ');
}

function element(one: SubtitleTrack): HTMLTrackElement {
  const track = document.createElement('track');
  track.kind = 'subtitles';
  track.label = one.label;
  track.srclang = one.language;
  track.src = one.src;
  track.dataset['id'] = String(one.id);
  return track;
}
