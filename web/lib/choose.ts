import type { Playback } from './house';

/** How a film comes: from the ladder by hls.js, from it by the browser itself, as the file it is, not yet, or not at all. */
export type Way = 'adaptive' | 'native' | 'original' | 'unready' | 'none';

export interface Abilities {
  adaptive: boolean;
  native: boolean;
  original: boolean;
}

/** The way to play what the house grants; the file itself where the viewer asks for it or nothing else is there. */
export function wayOf({ manifest, original }: Pick<Playback, 'manifest' | 'original'>, can: Abilities, wantsOriginal: boolean): Way {
  if (original && can.original && (wantsOriginal || !manifest)) return 'original';
  if (!manifest) return 'unready';
  if (can.adaptive) return 'adaptive';
  return can.native ? 'native' : 'none';
}
