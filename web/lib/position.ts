/** Where a viewer stopped, in seconds. */
export interface Position {
  at: number;
  duration: number;
}

/** Whether a film should go on at `at`: begun for good, and not as good as over. */
export function resumes({ at, duration }: Position, length: number): boolean {
  const whole = length || duration;
  return whole > 0 && at >= Math.min(5, whole * 0.1) && at < whole * 0.92;
}

const keyOf = (movie: string): string => `position:${movie}`;

/** A guest's position, from this browser. */
export function recall(movie: string, store: Storage): Position | null {
  try {
    const { at, duration } = JSON.parse(store.getItem(keyOf(movie)) ?? 'null') as Position;
    return Number.isFinite(at) && Number.isFinite(duration) ? { at, duration } : null;
  } catch {
    return null;
  }
}

/** Keep a guest's position; a browser without room or leave to store goes without. */
export function remember(movie: string, position: Position, store: Storage): void {
  try {
    store.setItem(keyOf(movie), JSON.stringify(position));
  } catch {
    // Private windows may refuse storage.
  }
}
