import { keyWords } from '../../lib/keys';
import { gettext } from '../../lib/words';
import { Dialog } from './dialog';

/** The sheet that lists every key. */
export function makeHelp(player: HTMLElement): Dialog {
  const dialog = new Dialog(player, 'keys', gettext('Keys of the player'));
  for (const { title, keys } of keyWords()) {
    const section = document.createElement('section');
    const head = Object.assign(document.createElement('h2'), { textContent: title });
    const list = document.createElement('dl');
    for (const [key, what] of keys) {
      const term = document.createElement('dt');
      for (const one of key.split(' ')) {
        term.append(one === '·' || one === '–' ? one : Object.assign(document.createElement('kbd'), { textContent: one }));
      }
      list.append(term, Object.assign(document.createElement('dd'), { textContent: what }));
    }
    section.append(head, list);
    dialog.body.append(section);
  }
  return dialog;
}
