import { BACKS, COLOURS, offsetWords, SIZES } from '../../lib/captions';
import { gettext } from '../../lib/words';
import type { Captions } from './captions';
import { Dialog } from './dialog';
import { icons } from './icons';
import type { Deed } from './menus';

const NAMES = {
  size: (): string[] => [gettext('Small'), gettext('Middle'), gettext('Large'), gettext('Largest')],
  colour: (): string[] => [gettext('White'), gettext('Yellow'), gettext('Cyan'), gettext('Green')],
  back: (): string[] => [gettext('None'), gettext('Shadow'), gettext('Box')],
};

/** The sheet where a viewer chooses how subtitles look and when they come. */
export class CaptionSettings {
  readonly dialog: Dialog;
  private readonly offset = document.createElement('output');

  constructor(
    player: HTMLElement,
    private readonly captions: Captions,
  ) {
    this.dialog = new Dialog(player, 'caption-settings', gettext('Look of subtitles'));
    this.dialog.body.append(
      this.choice('size', gettext('Size'), SIZES.map((_, index) => String(index))),
      this.choice('colour', gettext('Colour'), [...COLOURS]),
      this.choice('back', gettext('Background'), [...BACKS]),
      this.stepper(),
    );
    this.draw();
  }

  /** The line of a menu that opens this sheet. */
  get deed(): Deed {
    return { label: gettext('Look of subtitles'), icon: icons.style, does: () => this.dialog.open(), leads: true };
  }

  /** The keys move the lines too. */
  shift(by: number): string {
    this.captions.shift(by);
    this.draw();
    return offsetWords(this.captions.offset);
  }

  private draw(): void {
    this.offset.textContent = offsetWords(this.captions.offset);
  }

  private choice(name: 'size' | 'colour' | 'back', title: string, values: string[]): HTMLElement {
    const group = fieldset(title);
    const row = group.appendChild(document.createElement('div'));
    row.className = 'picks';
    for (const [index, value] of values.entries()) {
      const label = document.createElement('label');
      const input = Object.assign(document.createElement('input'), { type: 'radio', name: `caption-${name}`, value });
      input.checked = String(this.captions.look[name]) === value;
      input.addEventListener('change', () => this.captions.wear({ ...this.captions.look, [name]: name === 'size' ? index : value }));
      const words = Object.assign(document.createElement('span'), { textContent: NAMES[name]()[index] ?? value });
      words.dataset['value'] = value;
      label.append(input, words);
      row.append(label);
    }
    return group;
  }

  private stepper(): HTMLElement {
    const group = fieldset(gettext('Time'));
    const row = group.appendChild(document.createElement('div'));
    row.className = 'stepper';
    this.offset.setAttribute('aria-live', 'polite');
    const [sooner, later, zero] = [button(gettext('Sooner'), icons.minus), button(gettext('Later'), icons.plus), document.createElement('button')];
    zero.type = 'button';
    zero.className = 'plain';
    zero.textContent = gettext('As written');
    sooner.addEventListener('click', () => this.shift(-0.1));
    later.addEventListener('click', () => this.shift(0.1));
    zero.addEventListener('click', () => this.shift(0));
    row.append(sooner, this.offset, later, zero);
    return group;
  }
}

function fieldset(title: string): HTMLFieldSetElement {
  const group = document.createElement('fieldset');
  group.append(Object.assign(document.createElement('legend'), { textContent: title }));
  return group;
}

function button(label: string, icon: string): HTMLButtonElement {
  const made = Object.assign(document.createElement('button'), { type: 'button', className: 'round', title: label });
  made.setAttribute('aria-label', label);
  made.innerHTML = icon;
  return made;
}
