import { Line } from '../lib/socket';

declare global {
  var htmx: { trigger(target: Element, name: string): void; process(target: Element): void } | undefined;
}

const TOGETHER = 400;
const AT_MOST_EVERY = 1000;

/** Keeps what it holds fresh: news on the socket `line` makes the fragments inside fetch themselves again.
 *
 * Fragments are marked data-live and carry hx-get with hx-trigger="refresh". With `only`, just news of that id counts.
 * What shows the film in the news fetches itself; news of a film that nobody shows may concern any fragment. Something
 * inside marked data-news="own" hears only of the film it shows, data-news="any" hears of every film. */
class LiveRegion extends HTMLElement {
  private line: Line | null = null;
  private timer = 0;
  private last = 0;
  private readonly due = new Set<string>();

  connectedCallback(): void {
    const path = this.getAttribute('line');
    if (!path) return;
    this.addEventListener('htmx:beforeSwap', keepShelves);
    this.addEventListener('htmx:afterSettle', restoreShelves);
    this.line = new Line(path, {
      heard: (news) => this.hear(news),
      open: (again) => {
        if (again) this.ask(this.fragments());
      },
    });
    this.line.start();
  }

  disconnectedCallback(): void {
    this.line?.stop();
    clearTimeout(this.timer);
  }

  private fragments(): Element[] {
    return [...this.querySelectorAll('[data-live]')];
  }

  private hear(news: Record<string, unknown>): void {
    const only = this.getAttribute('only');
    const id = news['id'] === undefined ? '' : String(news['id']);
    if (only && id && only !== id) return;
    this.ask(only ? this.fragments() : this.concerned(id));
  }

  private concerned(id: string): Element[] {
    const all = this.fragments();
    const showing = id ? all.filter((part) => holds(part, `[data-movie="${CSS.escape(id)}"]`)) : [];
    if (!showing.length) return all.filter((part) => !holds(part, '[data-news="own"]'));
    return all.filter((part) => showing.includes(part) || holds(part, '[data-news="any"]'));
  }

  private ask(parts: Element[]): void {
    for (const part of parts) this.due.add(address(part));
    if (this.timer || !this.due.size) return;
    const wait = Math.max(TOGETHER, this.last + AT_MOST_EVERY - Date.now());
    this.timer = window.setTimeout(() => {
      this.timer = 0;
      this.last = Date.now();
      for (const part of this.fragments()) if (this.due.has(address(part))) globalThis.htmx?.trigger(part, 'refresh');
      this.due.clear();
    }, wait);
  }
}

const holds = (part: Element, what: string): boolean => part.matches(what) || part.querySelector(what) !== null;

/* A fragment may be drawn anew while it waits its turn; its address stays. */
const address = (part: Element): string => part.getAttribute('hx-get') ?? '';

/* A shelf that was scrolled sideways stays where it was when its row is drawn anew. */
const places = new Map<string, number>();

function keepShelves(): void {
  for (const shelf of document.querySelectorAll<HTMLElement>('.shelf[id]')) places.set(shelf.id, shelf.scrollLeft);
}

function restoreShelves(): void {
  for (const [id, left] of places) {
    const shelf = document.getElementById(id);
    if (shelf && left) shelf.scrollLeft = left;
  }
  places.clear();
}

customElements.define('live-region', LiveRegion);
