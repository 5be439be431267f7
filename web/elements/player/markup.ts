import { gettext } from '../../lib/words';
import { icons } from './icons';

/** The parts of the player that are made in the page. */
export interface Parts {
  bar: HTMLElement;
  dock: HTMLElement;
  play: HTMLButtonElement;
  mute: HTMLButtonElement;
  volume: HTMLInputElement;
  full: HTMLButtonElement;
  pip: HTMLButtonElement;
  captions: HTMLButtonElement;
  quality: HTMLButtonElement;
  speed: HTMLButtonElement;
  seek: HTMLElement;
  tip: HTMLOutputElement;
  now: HTMLElement;
  total: HTMLElement;
  big: HTMLButtonElement;
  turning: HTMLElement;
  words: HTMLElement;
  lineChip: HTMLElement;
  resumeChip: HTMLElement;
  keys: HTMLElement;
}

const button = (part: string, label: string, icon: string, more = ''): string =>
  `<button type="button" class="round" data-part="${part}" aria-label="${label}" title="${label}" ${more}>${icon}</button>`;

const menuButton = (part: string, label: string, icon: string): string =>
  button(part, label, icon, 'aria-haspopup="menu" aria-expanded="false" hidden');

function html(): string {
  const keys: [string, string][] = [
    ['Space · K', gettext('Play or pause')],
    ['← → · J L', gettext('10 seconds back or on')],
    ['↑ ↓', gettext('Louder or quieter')],
    ['M', gettext('Sound on or off')],
    ['F', gettext('Full screen')],
    ['C', gettext('Subtitles on or off')],
    ['0 – 9', gettext('To a tenth of the film')],
    ['?', gettext('These keys')],
  ];
  return `
    <button type="button" class="big-play pane" data-part="big" aria-label="${gettext('Play')}" hidden>${icons.play}</button>
    <div class="turning pane" data-part="turning" role="status" hidden><span class="hush">${gettext('Waiting for the film')}</span></div>
    <div class="player-words pane" data-part="words" role="alert" hidden></div>
    <div class="player-chip line pane" data-part="lineChip" role="status" hidden></div>
    <div class="player-chip resumed pane" data-part="resumeChip" role="status" hidden></div>
    <div class="player-dock" data-part="dock"><div class="player-bar pane" data-part="bar" role="group" aria-label="${gettext('Player controls')}">
      <div class="player-seek">
        <span data-part="now">0:00</span>
        <div class="seek" data-part="seek" role="slider" tabindex="0" aria-label="${gettext('Place in the film')}"
          aria-valuemin="0" aria-valuemax="0" aria-valuenow="0">
          <i></i><i class="buffered"></i><i class="played"></i><b></b><output class="pane" data-part="tip" aria-hidden="true"></output>
        </div>
        <span data-part="total">0:00</span>
      </div>
      <div class="player-buttons">
        ${button('play', gettext('Play'), icons.play)}
        ${button('mute', gettext('Sound off'), icons.louder)}
        <input class="volume" data-part="volume" type="range" min="0" max="1" step="0.05" aria-label="${gettext('Volume')}">
        <span class="gap"></span>
        ${menuButton('captions', gettext('Subtitles'), icons.captions)}
        ${menuButton('quality', gettext('Quality'), icons.quality)}
        ${menuButton('speed', gettext('Speed'), icons.gauge)}
        ${button('pip', gettext('Picture in picture'), icons.pip, 'hidden')}
        ${button('full', gettext('Full screen'), icons.expand)}
      </div>
    </div></div>
    <div class="keys pane" data-part="keys" role="dialog" aria-label="${gettext('Keys of the player')}" hidden>
      <header><strong>${gettext('Keys')}</strong>
        <button type="button" class="round" data-close aria-label="${gettext('Close')}">${icons.x}</button></header>
      <dl>${keys.map(([key, what]) => `<dt>${key}</dt><dd>${what}</dd>`).join('')}</dl>
    </div>`;
}

/** Puts the controls into the player and hands back its parts by name. */
export function build(player: HTMLElement): Parts {
  const template = document.createElement('template');
  template.innerHTML = html();
  const parts: Record<string, Element> = {};
  for (const part of template.content.querySelectorAll<HTMLElement>('[data-part]')) {
    parts[part.dataset['part'] ?? ''] = part;
  }
  player.append(template.content);
  return parts as unknown as Parts;
}

/** Gives an icon button another face. */
export function face(button: HTMLButtonElement, label: string, icon: string): void {
  if (button.getAttribute('aria-label') === label) return;
  button.setAttribute('aria-label', label);
  button.title = label;
  button.innerHTML = icon;
}
