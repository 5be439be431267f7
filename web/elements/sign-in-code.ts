import { Line } from '../lib/socket';

const GOOD_FOR = 10 * 60_000;

/** Waits until somebody says yes to the code it shows, then goes in. */
class SignInCode extends HTMLElement {
  private line: Line | null = null;
  private timer = 0;

  connectedCallback(): void {
    this.line = new Line('/ws/accounts/code/', { heard: (news) => this.hear(String(news['type'])) });
    this.line.start();
    this.timer = window.setTimeout(() => this.end('over'), GOOD_FOR);
  }

  disconnectedCallback(): void {
    this.line?.stop();
    clearTimeout(this.timer);
  }

  private hear(said: string): void {
    if (said === 'refused') this.end('refused');
    if (said !== 'confirmed') return;
    this.disconnectedCallback();
    this.querySelector('form')?.requestSubmit();
  }

  private end(why: 'refused' | 'over'): void {
    this.disconnectedCallback();
    for (const words of this.querySelectorAll<HTMLElement>('[data-words]')) words.hidden = words.dataset['words'] !== why;
    this.querySelector('form')?.remove();
  }
}

customElements.define('sign-in-code', SignInCode);
