/** What a key asks of the player. */
export type Command =
  | { do: 'toggle' | 'mute' | 'full' | 'subtitles' | 'help' }
  | { do: 'step'; by: number }
  | { do: 'louder'; by: number }
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
  '?': { do: 'help' },
  j: { do: 'step', by: -10 },
  l: { do: 'step', by: 10 },
  ArrowLeft: { do: 'step', by: -10 },
  ArrowRight: { do: 'step', by: 10 },
  ArrowUp: { do: 'louder', by: 0.1 },
  ArrowDown: { do: 'louder', by: -0.1 },
  Home: { do: 'share', of: 0 },
};

/** The command of a key, or null when the key is not the player's. Digits go to tenths of the film. */
export function commandOf(key: Key): Command | null {
  if (key.ctrlKey || key.metaKey || key.altKey) return null;
  if (/^[0-9]$/.test(key.key)) return { do: 'share', of: Number(key.key) / 10 };
  return PLAIN[key.key.length === 1 ? key.key.toLowerCase() : key.key] ?? null;
}
