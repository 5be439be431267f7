import { rungs } from '../../lib/levels';
import { fill, gettext } from '../../lib/words';
import { HlsSource } from './hls-source';
import type { Menu } from './menus';
import type { Stream } from './stream';

const AUTO = 'auto';
const ORIGINAL = 'original';

/** Rungs and the file as it is, as a menu; and the versions of the film as another. */
export class Qualities {
  private height = 0;

  constructor(
    private readonly menu: Menu,
    private readonly versions: Menu,
    private readonly stream: () => Stream,
  ) {}

  /** What there is to choose from now. */
  offer(): void {
    const { source, playback, takesOriginal } = this.stream();
    if (!playback) return;
    const levels = source?.hls ? rungs(source.hls.levels) : [];
    const choices = levels.map(({ height }) => choice(`${height}p`, String(height)));
    if (playback.manifest) choices.unshift(choice(gettext('Auto'), AUTO));
    if (playback.original && takesOriginal) {
      choices.push(choice(fill(gettext('Original (%(height)sp)'), { height: playback.original.height }), ORIGINAL));
    }
    const chosen = source?.way === 'original' ? ORIGINAL : this.height ? String(this.height) : AUTO;
    this.menu.offer(choices, chosen);
    this.versions.offer(playback.versions.map(({ id, label }) => ({ label, value: String(id) })), String(playback.version));
  }

  /** The picture changed to this height. */
  shows(height: number): void {
    const automatic = this.stream().source?.way === 'adaptive' && height;
    this.menu.rename(AUTO, automatic ? fill(gettext('Auto (%(height)sp)'), { height }) : gettext('Auto'));
  }

  pick(value: string): void {
    const stream = this.stream();
    const wantsOriginal = value === ORIGINAL;
    this.height = Number(value) || 0;
    if (wantsOriginal !== stream.wantsOriginal || (stream.source?.way === 'original') !== wantsOriginal) {
      stream.wantsOriginal = wantsOriginal;
      void stream.reload();
    } else this.hold();
  }

  /** A new source is held to the rung that was chosen. */
  hold(): void {
    const { source } = this.stream();
    if (source instanceof HlsSource) source.hold(this.height);
  }
}

const choice = (label: string, value: string): { label: string; value: string; data: { height: string } } => ({
  label,
  value,
  data: { height: value },
});
