import { cookie } from '../lib/cookies';
import { Line } from '../lib/socket';

const SEEN = 'notices-seen';
const MOST_SEEN = 200;
const SPREAD = 800;

/** What the house tells everyone, at the top of every page: the newest notice that this person has not put away, and in
 * the bar how much waits in their inbox.
 *
 * `src` gives the slips; `for` is the account, empty for a guest, whose browser itself keeps what was put away. News on
 * the socket makes it ask again, a moment later and not at the same one in every open page. What came last is kept for
 * the tab's next page, so that it stands there at once. */
class NoticeBar extends HTMLElement {
  private line: Line | null = null;
  private timer = 0;
  private shown = '';

  private get account(): string {
    return this.getAttribute('for') ?? '';
  }

  connectedCallback(): void {
    this.addEventListener('click', this.putAway);
    document.addEventListener('click', this.follow);
    this.show(sessionStorage.getItem(this.place()) ?? '');
    if (!this.account) this.seeAllOf(document);
    void this.ask();
    this.line = new Line('/ws/notices/', {
      heard: () => this.askSoon(),
      open: (again) => {
        if (again) this.askSoon();
      },
    });
    this.line.start();
  }

  disconnectedCallback(): void {
    this.line?.stop();
    clearTimeout(this.timer);
    this.removeEventListener('click', this.putAway);
    document.removeEventListener('click', this.follow);
  }

  private askSoon(): void {
    if (this.timer) return;
    this.timer = window.setTimeout(() => {
      this.timer = 0;
      void this.ask();
    }, Math.random() * SPREAD);
  }

  private async ask(): Promise<void> {
    try {
      const answer = await fetch(this.getAttribute('src') ?? '');
      if (!answer.ok || answer.redirected) return;
      const html = await answer.text();
      sessionStorage.setItem(this.place(), html);
      if (this.isConnected) this.show(html);
    } catch {
      // The line is down; when it is back, the socket's opening asks again.
    }
  }

  private show(html: string): void {
    if (html !== this.shown) {
      this.shown = html;
      this.innerHTML = html;
    }
    const gone = this.account ? [] : seen();
    for (const slip of this.slips()) slip.hidden ||= gone.includes(slip.dataset['slip'] ?? '');
    const unread = Number(this.querySelector<HTMLElement>('[data-unread]')?.dataset['unread'] ?? 0);
    this.count(unread - this.slips().filter((slip) => slip.hidden).length);
  }

  private count(waiting: number): void {
    for (const badge of document.querySelectorAll<HTMLElement>('[data-notice-count]')) {
      badge.textContent = waiting > 99 ? '99+' : String(waiting);
      badge.hidden = waiting < 1;
    }
  }

  private slips(): HTMLElement[] {
    return [...this.querySelectorAll<HTMLElement>('[data-slip]')];
  }

  private readonly putAway = (event: Event): void => {
    const slip = (event.target as Element).closest('[data-does="read-notice"]')?.closest<HTMLElement>('[data-slip]');
    const id = slip?.dataset['slip'];
    if (!slip || !id) return;
    slip.hidden = true;
    if (this.account) tell(`/api/notices/${id}/read/`);
    else see([id]);
    this.show(this.shown);
    const next = this.querySelector<HTMLElement>('[data-slip]:not([hidden]) [data-does]') ?? document.getElementById('main');
    next?.focus({ preventScroll: true });
  };

  /** Whoever follows a notification has read it. */
  private readonly follow = (event: Event): void => {
    const row = (event.target as Element).closest('a')?.closest<HTMLElement>('.fresh[data-notification]');
    if (row) tell(`/api/notifications/${row.dataset['notification']}/read/`);
  };

  private seeAllOf(page: ParentNode): void {
    const ids = [...page.querySelectorAll<HTMLElement>('[data-notice]')].map((row) => row.dataset['notice'] ?? '');
    if (ids.length) see(ids);
  }

  private place(): string {
    return `notices:${this.account}:${document.documentElement.lang}`;
  }
}

function tell(address: string): void {
  void fetch(address, { method: 'PUT', keepalive: true, headers: { 'x-csrftoken': cookie('csrftoken') } }).catch(() => undefined);
}

function seen(): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(SEEN) ?? '[]');
    return Array.isArray(kept) ? kept.map(String) : [];
  } catch {
    return [];
  }
}

function see(ids: string[]): void {
  localStorage.setItem(SEEN, JSON.stringify([...new Set([...seen(), ...ids])].slice(-MOST_SEEN)));
}

customElements.define('notice-bar', NoticeBar);
