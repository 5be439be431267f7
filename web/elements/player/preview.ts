import { stillAt, stillsOf, type Still } from '../../lib/storyboard';
import { tokenOf, withToken } from '../../lib/token';

const WIDTH = 168;

/** The small pictures of the film, shown where someone seeks. */
export class Preview {
  private stills: Still[] = [];
  private address = '';
  private token = '';
  private board = '';

  /** The storyboard of this grant; its pictures follow a new token, its list is fetched once a ladder. */
  async offer(address: string | null, board: string): Promise<void> {
    this.address = address ?? '';
    this.token = tokenOf(this.address);
    if (this.board === board && (this.stills.length || !address)) return;
    this.board = board;
    this.stills = [];
    if (!address) return;
    try {
      const answer = await fetch(address);
      if (answer.ok && this.board === board) this.stills = stillsOf(await answer.text(), new URL(address, location.href).href);
    } catch {
      this.board = '';
    }
  }

  /** Draws the picture at a time into an element, which hides where there is none. */
  draw(shot: HTMLElement, at: number, width = WIDTH): void {
    const still = stillAt(this.stills, at);
    shot.hidden = !still;
    if (!still) return;
    const scale = width / still.width;
    const { style } = shot;
    style.width = `${width}px`;
    style.height = `${still.height * scale}px`;
    const inner = (shot.firstElementChild as HTMLElement | null) ?? shot.appendChild(document.createElement('div'));
    Object.assign(inner.style, {
      width: `${still.width}px`,
      height: `${still.height}px`,
      scale: String(scale),
      backgroundImage: `url("${withToken(still.src, this.token)}")`,
      backgroundPosition: `-${still.x}px -${still.y}px`,
    });
  }
}
