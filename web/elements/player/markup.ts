import { gettext } from '../../lib/words';
import { icons } from './icons';

/** The parts of the player that are made in the page. */
export interface Parts {
  bar: HTMLElement;
  dock: HTMLElement;
  play: HTMLButtonElement;
  back: HTMLButtonElement;
  on: HTMLButtonElement;
  mute: HTMLButtonElement;
  volume: HTMLInputElement;
  full: HTMLButtonElement;
  pip: HTMLButtonElement;
  cast: HTMLButtonElement;
  captions: HTMLButtonElement;
  quality: HTMLButtonElement;
  versions: HTMLButtonElement;
  sounds: HTMLButtonElement;
  chapters: HTMLButtonElement;
  speed: HTMLButtonElement;
  more: HTMLButtonElement;
  seek: HTMLElement;
  marks: HTMLElement;
  tip: HTMLElement;
  now: HTMLElement;
  total: HTMLElement;
  big: HTMLButtonElement;
  turning: HTMLElement;
  words: HTMLElement;
  lineChip: HTMLElement;
  resumeChip: HTMLElement;
  cues: HTMLElement;
}

const button = (part: string, label: string, icon: string, more = ''): string =>
  `<button type="button" class="round" data-part="${part}" aria-label="${label}" title="${label}" ${more}>${icon}</button>`;

const menuButton = (part: string, label: string, icon: string, more = 'hidden'): string =>
  button(part, label, icon, `aria-haspopup="menu" aria-expanded="false" ${more}`);

const seek = (): string => `
  <div class="player-seek">
    <span data-part="now">0:00</span>
    <div class="seek" data-part="seek" role="slider" tabindex="0" aria-label="${gettext('Place in the film')}"
      aria-valuemin="0" aria-valuemax="0" aria-valuenow="0">
      <i></i><i class="buffered"></i><i class="played"></i><span class="marks" data-part="marks"></span><b></b>
    </div>
    <span data-part="total">0:00</span>
  </div>`;

const buttons = (): string => `
  <div class="player-buttons">
    ${button('play', gettext('Play'), icons.play)}
    ${button('back', gettext('10 seconds back'), icons.backward)}
    ${button('on', gettext('10 seconds on'), icons.forward)}
    ${button('mute', gettext('Sound off'), icons.louder)}
    <input class="volume" data-part="volume" type="range" min="0" max="1" step="0.05" aria-label="${gettext('Volume')}">
    <span class="gap"></span>
    ${menuButton('chapters', gettext('Chapters'), icons.chapters, 'data-rare hidden')}
    ${menuButton('sounds', gettext('Audio'), icons.sound, 'data-rare hidden')}
    ${menuButton('captions', gettext('Subtitles'), icons.captions)}
    ${menuButton('versions', gettext('Version'), icons.versions, 'data-rare hidden')}
    ${menuButton('quality', gettext('Quality'), icons.quality, 'data-rare hidden')}
    ${menuButton('speed', gettext('Speed'), icons.gauge, 'data-rare hidden')}
    ${button('cast', gettext('Play on another device'), icons.cast, 'data-rare hidden')}
    ${button('pip', gettext('Picture in picture'), icons.pip, 'data-rare hidden')}
    ${menuButton('more', gettext('More'), icons.more, '')}
    ${button('full', gettext('Full screen'), icons.expand)}
  </div>`;

const html = (): string => `
  <div class="cues" data-part="cues" aria-live="off"></div>
  <button type="button" class="big-play pane" data-part="big" aria-label="${gettext('Play')}" hidden>${icons.play}</button>
  <div class="turning pane" data-part="turning" role="status" hidden><span class="hush">${gettext('Waiting for the film')}</span></div>
  <div class="player-words pane" data-part="words" role="alert" hidden></div>
  <div class="player-chip line pane" data-part="lineChip" role="status" hidden></div>
  <div class="player-chip resumed pane" data-part="resumeChip" role="status" hidden></div>
  <div class="player-dock" data-part="dock">
    <div class="player-bar pane" data-part="bar" role="group" aria-label="${gettext('Player controls')}">${seek()}${buttons()}</div>
    <div class="tip" data-part="tip" aria-hidden="true"><div class="shot" hidden></div><output class="pane"></output></div>
  </div>`;

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
