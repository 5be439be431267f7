/** Where a viewer stopped, in seconds. */
export interface Position {
  at: number;
  duration: number;
}

/** Where the film of an element goes on, or 0 for its beginning. The house says between which places films resume. */
export function resumeAt(position: Position | null, element: Element): number {
  const [from, until] = ['resumes-from', 'resumes-until'].map((name) => Number(element.getAttribute(name) ?? 0)) as [number, number];
  return position && position.at >= from && position.at < until ? position.at : 0;
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
