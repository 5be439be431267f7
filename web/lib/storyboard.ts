/** A small picture of the film: a piece of a sheet, in pixels, good from `start` to `end` seconds. */
export interface Still {
  start: number;
  end: number;
  src: string;
  x: number;
  y: number;
  width: number;
  height: number;
}

const CUE = /((?:\d+:)?\d{2}:\d{2}\.\d{3})\s+-->\s+((?:\d+:)?\d{2}:\d{2}\.\d{3})[^\n]*\n([^\n]+)/g;
const PIECE = /^(.*)#xywh=(?:pixel:)?(\d+),(\d+),(\d+),(\d+)$/;

function seconds(stamp: string): number {
  return stamp.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
}

/** The pictures a WebVTT of thumbnails lists, in order; addresses are taken relative to `base`. */
export function stillsOf(text: string, base: string): Still[] {
  return [...text.replace(/\r\n?/g, '\n').matchAll(CUE)].flatMap(([, from = '', to = '', cue = '']) => {
    const piece = PIECE.exec(cue.trim());
    if (!piece) return [];
    const [x, y, width, height] = piece.slice(2).map(Number) as [number, number, number, number];
    return width && height ? [{ start: seconds(from), end: seconds(to), src: new URL(piece[1] ?? '', base).href, x, y, width, height }] : [];
  });
}

/** The picture at a time: the last that begins at or before it. */
export function stillAt(stills: readonly Still[], at: number): Still | null {
  let [low, high] = [0, stills.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((stills[middle] as Still).start <= at) low = middle + 1;
    else high = middle;
  }
  return stills[Math.max(low - 1, 0)] ?? null;
}
