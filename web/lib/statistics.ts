/* The figures of playback in words. */
import { gettext } from './words';

/** What is measured; rates in bits a second, `loudness` in LUFS, `buffered` in seconds. */
export interface Figures {
  mode: 'original' | 'quick' | 'adaptive' | 'native';
  rung: number;
  rungs: number;
  picture: [number, number];
  screen: [number, number];
  ratio: number;
  frameRate: number;
  dropped: number;
  frames: number;
  buffered: number;
  line: number;
  codecs: string;
  bitRate: number;
  sound: string;
  loudness: number | null;
  volume: number;
  ladder: number | null;
  viewing: number;
}

const MODES = {
  original: (): string => gettext('Original file'),
  quick: (): string => gettext('Quick start'),
  adaptive: (): string => gettext('Adaptive'),
  native: (): string => gettext('Adaptive, by the browser'),
};

export function rateWords(bits: number): string {
  if (!Number.isFinite(bits) || bits <= 0) return '–';
  return bits >= 1e6 ? `${(bits / 1e6).toFixed(1)} Mbit/s` : `${Math.round(bits / 1e3)} kbit/s`;
}

/** Rows of name and value, in the order they are shown. */
export function rows(seen: Figures): [string, string][] {
  const rung = seen.rung ? `${seen.rung}p${seen.rungs > 1 ? ` / ${seen.rungs}` : ''}` : '–';
  const frames = seen.frames ? `${seen.dropped} / ${seen.frames}` : '–';
  return [
    [gettext('Mode'), MODES[seen.mode]()],
    [gettext('Rung'), rung],
    [gettext('Picture'), seen.picture.join(' × ')],
    [gettext('Screen'), `${seen.screen.join(' × ')}${seen.ratio === 1 ? '' : ` @${seen.ratio}×`}`],
    [gettext('Frame rate'), seen.frameRate ? `${seen.frameRate.toFixed(2).replace(/\.?0+$/, '')} fps` : '–'],
    [gettext('Dropped frames'), frames],
    [gettext('Buffer'), `${seen.buffered.toFixed(1)} s`],
    [gettext('Line'), rateWords(seen.line)],
    [gettext('Bit rate'), rateWords(seen.bitRate)],
    [gettext('Codecs'), seen.codecs || '–'],
    [gettext('Sound'), seen.sound || '–'],
    [gettext('Loudness'), seen.loudness === null ? '–' : `${seen.loudness.toFixed(1)} LUFS`],
    [gettext('Volume'), `${Math.round(seen.volume * 100)} %`],
    [gettext('Ladder'), seen.ladder === null ? '–' : String(seen.ladder)],
    [gettext('Viewing'), String(seen.viewing)],
  ];
}
