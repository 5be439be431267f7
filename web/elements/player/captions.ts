import { pictureBox } from '../../lib/box';
import { PLAIN, placeOf, safe, shifted, textSize, tidy, type Look } from '../../lib/captions';
import { keep, kept, keptObject } from '../../lib/store';

const LOOK = 'player:captions';

type OldVideo = HTMLVideoElement & { webkitDisplayingFullscreen?: boolean };

/** Draws the lines of one track over the picture, in the look the viewer likes. */
export class Captions {
  look: Look = tidy(keptObject(LOOK, PLAIN));
  /** How much later than written the lines come, in seconds. */
  offset: number;
  private readonly offsetKey: string;
  private track: HTMLTrackElement | null = null;
  private readonly written = new WeakMap<TextTrackCue, [number, number]>();

  constructor(
    private readonly player: HTMLElement,
    private readonly video: HTMLVideoElement,
    private readonly pane: HTMLElement,
    private readonly dock: HTMLElement,
  ) {
    this.offsetKey = `player:offset:${player.getAttribute('movie') ?? ''}`;
    this.offset = shifted(Number(kept(this.offsetKey)) || 0, 0);
    const watch = new ResizeObserver(() => this.fit());
    watch.observe(video);
    watch.observe(dock);
    for (const name of ['loadedmetadata', 'resize']) video.addEventListener(name, () => this.fit());
    new MutationObserver(() => this.fit()).observe(player, { attributeFilter: ['data-controls'] });
    this.dress();
  }

  /** The browser has to draw them: where the picture leaves the page, ours stay behind. */
  get native(): boolean {
    return document.pictureInPictureElement === this.video || !!(this.video as OldVideo).webkitDisplayingFullscreen;
  }

  follow(track: HTMLTrackElement | null): void {
    if (track !== this.track) {
      this.track?.track.removeEventListener('cuechange', this.draw);
      this.track?.removeEventListener('load', this.shiftAll);
      this.track = track;
      track?.track.addEventListener('cuechange', this.draw);
      track?.addEventListener('load', this.shiftAll);
      this.shiftAll();
    }
    this.draw();
  }

  /** Lines come `by` seconds later. Returns the offset there is now. */
  shift(by: number): number {
    this.offset = by === 0 ? 0 : shifted(this.offset, by);
    keep(this.offsetKey, this.offset ? String(this.offset) : null);
    this.shiftAll();
    return this.offset;
  }

  wear(look: Look): void {
    this.look = tidy(look);
    keep(LOOK, JSON.stringify(this.look));
    this.dress();
  }

  private readonly shiftAll = (): void => {
    for (const cue of this.track?.track.cues ?? []) {
      const [start, end] = this.written.get(cue) ?? [cue.startTime, cue.endTime];
      this.written.set(cue, [start, end]);
      // A line that would begin before the film keeps its end.
      cue.endTime = Math.max(end + this.offset, 0);
      cue.startTime = Math.max(start + this.offset, 0);
    }
    this.draw();
  };

  private dress(): void {
    Object.assign(this.pane.dataset, { colour: this.look.colour, back: this.look.back });
    this.fit();
  }

  /** The pane lies over the picture itself, and its foot above the controls while these show. */
  private fit(): void {
    const { clientWidth: width, clientHeight: height, videoWidth, videoHeight } = this.video;
    const box = pictureBox({ width, height }, { width: videoWidth, height: videoHeight });
    const { style } = this.pane;
    for (const side of ['left', 'top', 'width', 'height'] as const) style[side] = `${box[side]}px`;
    style.fontSize = `${textSize(box.height, this.look.size).toFixed(1)}px`;
    const shown = this.player.dataset['controls'] !== 'hidden' && this.dock.offsetHeight > 0;
    const lift = shown ? box.top + box.height - (this.dock.offsetTop - 8) : 0;
    style.setProperty('--lift', `${Math.max(lift, 0).toFixed(0)}px`);
  }

  private readonly draw = (): void => {
    const cues = this.native ? [] : ([...(this.track?.track.activeCues ?? [])] as VTTCue[]);
    const pile = document.createElement('div');
    pile.className = 'pile';
    const free: HTMLElement[] = [];
    for (const cue of cues) {
      const { pile: inPile, style } = placeOf(cue as never);
      const line = document.createElement('div');
      line.className = 'cue';
      const words = document.createElement('span');
      words.append(safe(cue.getCueAsHTML()));
      line.append(words);
      Object.assign(line.style, { textAlign: style['text-align'] });
      for (const [name, value] of Object.entries(style)) line.style.setProperty(name, value);
      if (inPile) pile.append(line);
      else free.push(line);
    }
    this.pane.lang = this.track?.srclang ?? '';
    this.pane.replaceChildren(...free, ...(pile.childElementCount ? [pile] : []));
  };
}
