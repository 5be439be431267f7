import type { SubtitleTrack } from '../../lib/house';
import { gettext } from '../../lib/words';
import type { Menu } from './menus';

const OFF = 'off';
const CHOICE = 'player:subtitles';

/** The film's subtitles as <track>s and as a menu. A choice is remembered by language for the next film. */
export class Subtitles {
  private tracks = new Map<string, HTMLTrackElement>();
  private last = '';

  constructor(
    private readonly video: HTMLVideoElement,
    private readonly menu: Menu,
  ) {
    // Browsers choose tracks of their own when a film is loaded; the viewer's choice stands.
    for (const name of ['loadedmetadata', 'canplay', 'playing']) video.addEventListener(name, () => this.apply());
  }

  /** What the house offers now; addresses change with every token, so tracks not yet loaded follow. */
  offer(list: SubtitleTrack[]): void {
    const same = list.length === this.tracks.size && list.every((one) => this.tracks.has(String(one.id)));
    if (!same) this.make(list);
    else for (const one of list) this.follow(one);
  }

  show(value: string): void {
    this.apply();
    if (value !== OFF) this.last = value;
    keep(this.tracks.get(value)?.srclang ?? OFF);
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
    const wanted = kept();
    const known = list.find((one) => one.language === wanted && !one.forced);
    const chosen = String((known ?? list.find((one) => one.forced && one.language === document.documentElement.lang))?.id ?? OFF);
    const choices = list.map((one) => ({ label: one.label, value: String(one.id), data: { language: one.language } }));
    this.menu.offer([{ label: gettext('Off'), value: OFF }, ...choices], chosen);
    this.apply();
    if (chosen !== OFF) this.last = chosen;
  }

  /** Only the chosen track shows. */
  private apply(): void {
    for (const [id, track] of this.tracks) {
      const mode = id === this.menu.value ? 'showing' : 'disabled';
      if (track.track.mode !== mode) track.track.mode = mode;
    }
  }

  private follow(one: SubtitleTrack): void {
    const track = this.tracks.get(String(one.id));
    if (track && track.readyState !== HTMLTrackElement.LOADED) track.src = one.src;
  }

  private best(): string {
    const spoken = document.documentElement.lang.split('-')[0] ?? '';
    for (const [id, track] of this.tracks) if (track.srclang.split('-')[0] === spoken) return id;
    return this.tracks.keys().next().value ?? OFF;
  }
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

function kept(): string {
  try {
    return localStorage.getItem(CHOICE) ?? OFF;
  } catch {
    return OFF;
  }
}

function keep(language: string): void {
  try {
    localStorage.setItem(CHOICE, language);
  } catch {
    // Without storage the choice lasts for this film.
  }
}
