import { yearCookie } from '../lib/cookies';

const PAPER: Record<string, string> = { light: '#e9e8fb', dark: '#12080b' };

/** Chooses between the system's theme, light and dark. The buttons are drawn by the server; the choice lives in a
 * cookie, so that the next first paint is already right. */
class ThemeSwitch extends HTMLElement {
  connectedCallback(): void {
    this.addEventListener('click', this.choose);
    this.show(document.documentElement.dataset['theme'] ?? 'system');
  }

  disconnectedCallback(): void {
    this.removeEventListener('click', this.choose);
  }

  private readonly choose = (event: Event): void => {
    const button = (event.target as Element).closest<HTMLButtonElement>('button[value]');
    if (!button) return;
    event.preventDefault();
    const theme = button.value;
    document.cookie = yearCookie('theme', theme, location.protocol === 'https:');
    apply(theme);
    for (const other of document.querySelectorAll<ThemeSwitch>('theme-switch')) other.show(theme);
  };

  show(theme: string): void {
    for (const button of this.querySelectorAll<HTMLButtonElement>('button[value]')) {
      button.setAttribute('aria-pressed', String(button.value === theme));
    }
  }
}

function apply(theme: string): void {
  document.documentElement.dataset['theme'] = theme;
  for (const meta of document.querySelectorAll<HTMLMetaElement>('meta[name="theme-color"]')) {
    const own = meta.media.includes('dark') ? 'dark' : 'light';
    meta.content = PAPER[theme] ?? PAPER[own] ?? '';
  }
}

customElements.define('theme-switch', ThemeSwitch);
