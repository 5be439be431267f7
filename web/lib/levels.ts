/** A rung of the ladder as the quality menu shows it. */
export interface Rung {
  index: number;
  height: number;
  bitrate: number;
}

/** One rung a height, the best of each, tallest first. */
export function rungs(levels: readonly { height: number; bitrate: number }[]): Rung[] {
  const best = new Map<number, Rung>();
  levels.forEach(({ height, bitrate }, index) => {
    const known = best.get(height);
    if (height && (!known || bitrate > known.bitrate)) best.set(height, { index, height, bitrate });
  });
  return [...best.values()].sort((a, b) => b.height - a.height);
}
