import { gettext } from '../../lib/words';
import type { Parts } from './markup';

/** Words in place of the film: why it can't be watched, or that it will begin by itself. */
export function showWords(parts: Parts, words: string, waits: boolean): void {
  place(parts, words, waits ? promise() : again());
}

/** Another screen goes on with the film; this one may take it back. */
export function showYielded(parts: Parts, words: string, take: () => void): void {
  const button = Object.assign(document.createElement('button'), { type: 'button', className: 'button main', textContent: gettext('Watch here') });
  button.addEventListener('click', take);
  place(parts, words, button);
}

function place(parts: Parts, words: string, below: HTMLElement): void {
  parts.turning.hidden = parts.big.hidden = parts.lineChip.hidden = parts.dock.hidden = true;
  if (!parts.words.hidden && parts.words.firstElementChild?.textContent === words) return;
  parts.words.replaceChildren(Object.assign(document.createElement('strong'), { textContent: words }), below);
  parts.words.hidden = false;
}

function promise(): HTMLElement {
  const textContent = gettext('It starts here by itself as soon as it is ready.');
  return Object.assign(document.createElement('p'), { textContent });
}

function again(): HTMLElement {
  const button = Object.assign(document.createElement('button'), { className: 'button', textContent: gettext('Try again') });
  button.dataset['does'] = 'reload';
  return button;
}
