/** How long to wait before the nth new attempt (from 0), in ms: doubling from 1 s to 30 s, spread so that pages don't come back all at once. */
export function backoff(attempt: number, random: () => number = Math.random): number {
  const full = Math.min(1000 * 2 ** Math.min(attempt, 10), 30_000);
  return Math.round(full * (0.6 + 0.4 * random()));
}
