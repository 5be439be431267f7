import { gettext } from './words';

/** What a key asks of the player. */
export type Command =
  | { do: 'toggle' | 'mute' | 'full' | 'subtitles' | 'help' | 'statistics' | 'next' | 'pip' }
  | { do: 'step' | 'louder' | 'frame' | 'faster' | 'chapter' | 'shift'; by: number }
  | { do: 'share'; of: number };

export interface Key {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
}

const PLAIN: Record<string, Command> = {
  ' ': { do: 'toggle' },
  k: { do: 'toggle' },
  m: { do: 'mute' },
  f: { do: 'full' },
  c: { do: 'subtitles' },
  i: { do: 'statistics' },
  n: { do: 'next' },
  p: { do: 'pip' },
  '?': { do: 'help' },
  j: { do: 'step', by: -10 },
  l: { do: 'step', by: 10 },
  ',': { do: 'frame', by: -1 },
  '.': { do: 'frame', by: 1 },
  '<': { do: 'faster', by: -1 },
  '>': { do: 'faster', by: 1 },
  '[': { do: 'shift', by: -0.1 },
  ']': { do: 'shift', by: 0.1 },
  ArrowLeft: { do: 'step', by: -10 },
  ArrowRight: { do: 'step', by: 10 },
  ArrowUp: { do: 'louder', by: 0.1 },
  ArrowDown: { do: 'louder', by: -0.1 },
  PageUp: { do: 'chapter', by: -1 },
  PageDown: { do: 'chapter', by: 1 },
  Home: { do: 'share', of: 0 },
};

const WITH_CONTROL: Record<string, Command> = { ArrowLeft: { do: 'chapter', by: -1 }, ArrowRight: { do: 'chapter', by: 1 } };

/** The command of a key, or null when the key is not the player's. Digits go to tenths of the film. */
export function commandOf(key: Key): Command | null {
  if (key.metaKey || key.altKey) return null;
  if (key.ctrlKey) return WITH_CONTROL[key.key] ?? null;
  if (/^[0-9]$/.test(key.key)) return { do: 'share', of: Number(key.key) / 10 };
  return PLAIN[key.key.length === 1 ? key.key.toLowerCase() : key.key] ?? null;
}

/** All keys in words, by group. */
export function keyWords(): { title: string; keys: [string, string][] }[] {
  return [
    {
      title: gettext('Time'),
      keys: [
        ['Space · K', gettext('Play or pause')],
        ['← → · J L', gettext('10 seconds back or on')],
        ['PgUp PgDn · Ctrl ← →', gettext('Chapter back or on')],
        ['0 – 9 · Home', gettext('To a tenth of the film')],
        [', .', gettext('A frame back or on, while paused')],
        ['< >', gettext('Slower or faster')],
        ['N', gettext('Next film')],
      ],
    },
    {
      title: gettext('Picture and sound'),
      keys: [
        ['↑ ↓', gettext('Louder or quieter')],
        ['M', gettext('Sound on or off')],
        ['F', gettext('Full screen')],
        ['P', gettext('Picture in picture')],
        ['C', gettext('Subtitles on or off')],
        ['[ ]', gettext('Subtitles sooner or later')],
        ['I', gettext('Statistics')],
        ['?', gettext('These keys')],
      ],
    },
  ];
}
