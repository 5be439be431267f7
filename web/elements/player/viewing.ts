import { endViewing } from '../../lib/house';
import { Line } from '../../lib/socket';

export interface ViewingWatcher {
  /** Another screen took this one's place. */
  yielded(): void;
  /** The page was put aside and is back. */
  returned(): void;
}

/** This screen among those the account watches on: told when another takes its place, given back when the page goes. */
export class Viewing {
  id: number | null = null;
  private line: Line | null = null;
  private ended = false;

  constructor(private readonly watcher: ViewingWatcher) {
    addEventListener('pagehide', this.leave);
    addEventListener('pageshow', this.come);
  }

  is(id: number): void {
    this.ended = false;
    if (id === this.id) return;
    this.id = id;
    this.line?.stop();
    this.line = new Line(`/ws/viewings/${id}/`, {
      heard: (news) => {
        if (news['type'] === 'yielded') this.watcher.yielded();
      },
    });
    this.line.start();
  }

  end(): void {
    removeEventListener('pagehide', this.leave);
    removeEventListener('pageshow', this.come);
    this.line?.stop();
    this.leave();
  }

  private readonly leave = (): void => {
    if (this.id === null || this.ended) return;
    this.ended = true;
    endViewing(this.id);
  };

  private readonly come = (event: PageTransitionEvent): void => {
    if (!event.persisted || !this.ended) return;
    this.id = null;
    this.watcher.returned();
  };
}
