import { clock } from '../../lib/time';
import { fill, gettext } from '../../lib/words';

const STAYS = 8000;

/** Says for a while where the film went on, and offers its beginning. */
export function offerStartOver(chip: HTMLElement, at: number, startOver: () => void): void {
  const words = document.createElement('span');
  words.textContent = fill(gettext('Resumed at %(time)s'), { time: clock(at) });
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = gettext('Start over');
  const hide = (): void => void (chip.hidden = true);
  button.addEventListener('click', () => {
    startOver();
    hide();
  });
  chip.replaceChildren(words, button);
  chip.hidden = false;
  setTimeout(hide, STAYS);
}
