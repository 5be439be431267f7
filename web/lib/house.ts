/* What the player asks of the house. */
import { cookie } from './cookies';
import type { Position } from './position';
import { gettext } from './words';

export interface SubtitleTrack {
  id: number;
  src: string;
  language: string;
  label: string;
  forced: boolean;
}

export interface Playback {
  manifest: string;
  subtitles: SubtitleTrack[];
  expires_in: number;
  duration: number;
}

/** The house answered no: `detail` is for people. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly detail: string,
  ) {
    super(detail);
  }
}

/** Words for a refusal that came without any. */
export function wordsFor(status: number): string {
  if (status === 403) return gettext('You may not watch this film. Sign in, then try again.');
  if (status === 404) return gettext('This film is no longer here.');
  if (status === 409) return gettext('This film is not ready to be watched yet.');
  return gettext('The house could not answer. Try again in a moment.');
}

/** Leave to play a film.
 * Throws Refusal for a no that waiting won't mend, TypeError or Refusal (5xx, 429) where it may. */
export async function askPlayback(movie: string, ask: typeof fetch = fetch): Promise<Playback> {
  const answer = await ask(`/api/movies/${movie}/playback/`, { headers: { accept: 'application/json' } });
  if (answer.ok) return (await answer.json()) as Playback;
  const problem = (await answer.json().catch(() => ({}))) as { detail?: string };
  throw new Refusal(answer.status, problem.detail || wordsFor(answer.status));
}

/** Whether asking again later makes sense. */
export function mayMend(error: unknown): boolean {
  return !(error instanceof Refusal) || error.status >= 500 || error.status === 429;
}

/** Where the signed-in viewer stopped; null when the house says no. Throws where asking again may bring an answer. */
export async function askPosition(movie: string, ask: typeof fetch = fetch): Promise<Position | null> {
  const answer = await ask(`/api/movies/${movie}/position/`, { headers: { accept: 'application/json' } });
  if (answer.ok) return (await answer.json()) as Position;
  const no = new Refusal(answer.status, wordsFor(answer.status));
  if (mayMend(no)) throw no;
  return null;
}

/** Whether the film is there and only not ready yet. */
export function isUnready(error: unknown): error is Refusal {
  return error instanceof Refusal && error.status === 409;
}

/** Tell the house where the viewer is; outlives the page. */
export async function tellPosition(movie: string, position: Position, ask: typeof fetch = fetch): Promise<void> {
  try {
    await ask(`/api/movies/${movie}/position/`, {
      method: 'PUT',
      keepalive: true,
      headers: { 'content-type': 'application/json', 'x-csrftoken': cookie('csrftoken') },
      body: JSON.stringify(position),
    });
  } catch {
    // The next save comes soon, or the line is down and the player says so.
  }
}
