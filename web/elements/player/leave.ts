import { askPlayback, type Playback, type Wish } from '../../lib/house';
import { Line } from '../../lib/socket';
import { Viewing, type ViewingWatcher } from './viewing';

const NEWS_REST = 500;

/** Leave to play one film on this screen: asked for, told to the house as in use, given back when the page goes. */
export class Leave {
  playback: Playback | null = null;
  private wish: Wish = {};
  private readonly viewing: Viewing;
  private readonly news: Line;
  private newsTimer = 0;

  /** `heard` is called when the house made something new of this film. */
  constructor(
    private readonly movie: string,
    watcher: ViewingWatcher,
    private readonly heard: () => void,
  ) {
    this.viewing = new Viewing(watcher);
    this.news = new Line('/ws/movies/', { heard: (news) => this.hear(String(news['id'])) });
  }

  /** Throws as askPlayback does. `ladder` is the one that plays now. */
  async ask(ladder: number | null, more: Wish): Promise<Playback> {
    const viewing = this.viewing.id;
    const has = { ...(viewing !== null && { viewing }), ...(ladder !== null && { ladder }) };
    return askPlayback(this.movie, { ...this.wish, ...has, ...more });
  }

  took(playback: Playback): void {
    this.playback = playback;
    this.viewing.is(playback.viewing);
    // Small pictures come with a whole ladder: without them something better may be on its way.
    if (playback.growing || !playback.manifest || !playback.storyboard) this.news.start();
    else this.news.stop();
  }

  /** The version to ask for from now on. */
  prefer(version: number): void {
    this.wish = { version };
  }

  /** Wait for news of a film that is not ready. */
  listen(): void {
    this.news.start();
  }

  end(): void {
    clearTimeout(this.newsTimer);
    this.news.stop();
    this.viewing.end();
  }

  private hear(movie: string): void {
    if (movie !== this.movie) return;
    clearTimeout(this.newsTimer);
    this.newsTimer = window.setTimeout(this.heard, this.playback ? NEWS_REST : 0);
  }
}
