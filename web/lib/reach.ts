/** The end of what can be sought to, in seconds; 0 when nothing can. */
export function reachOf(ranges: Pick<TimeRanges, 'length' | 'end'>): number {
  return ranges.length ? ranges.end(ranges.length - 1) : 0;
}

/** How far the film is there from `at` on without a gap. */
export function bufferedTo(ranges: Pick<TimeRanges, 'length' | 'start' | 'end'>, at: number): number {
  for (let i = 0; i < ranges.length; i++) {
    if (ranges.start(i) <= at + 0.5 && ranges.end(i) >= at) return ranges.end(i);
  }
  return at;
}
