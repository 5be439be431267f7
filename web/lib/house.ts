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
  hearing_impaired: boolean;
}

/** The file as it was found; `bit_rate` in bits a second. */
export interface Original {
  src: string;
  type: string;
  width: number;
  height: number;
  bit_rate: number;
}

export interface Chapter {
  start: number;
  title: string;
}

export interface Version {
  id: number;
  label: string;
}

/** Leave to play a film on this screen. Times in seconds; `ladder` names what `manifest` lists, and another ladder has
 * to be loaded anew. `growing` while the manifest still gets longer. */
export interface Playback {
  viewing: number;
  ladder: number | null;
  growing: boolean;
  manifest: string | null;
  original: Original | null;
  version: number;
  versions: Version[];
  subtitles: SubtitleTrack[];
  chapters: Chapter[];
  storyboard: string | null;
  loudness: number | null;
  expires_in: number;
  duration: number;
}

/** What a screen tells when it asks: what it plays already, the version wished for, whether it takes over. */
export interface Wish {
  viewing?: number;
  ladder?: number;
  version?: number;
  take?: true;
}

/** The house answered no: `detail` is for people, `code` for scripts. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly detail: string,
    readonly code = '',
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

const headers = (): Record<string, string> => ({
  accept: 'application/json',
  'content-type': 'application/json',
  'x-csrftoken': cookie('csrftoken'),
});

/** Leave to play a film, or to go on playing it.
 * Throws Refusal for a no that waiting won't mend, TypeError or Refusal (5xx, 429) where it may. */
export async function askPlayback(movie: string, wish: Wish = {}, ask: typeof fetch = fetch): Promise<Playback> {
  const answer = await ask(`/api/movies/${movie}/playback/`, { method: 'POST', headers: headers(), body: JSON.stringify(wish) });
  if (answer.ok) return (await answer.json()) as Playback;
  const problem = (await answer.json().catch(() => ({}))) as { detail?: string; code?: string };
  throw new Refusal(answer.status, problem.detail || wordsFor(answer.status), problem.code);
}

/** Tell the house that this screen stopped watching; outlives the page. */
export function endViewing(viewing: number, ask: typeof fetch = fetch): void {
  void ask(`/api/viewings/${viewing}/`, { method: 'DELETE', keepalive: true, headers: headers() }).catch(() => undefined);
}

/** Whether asking again later makes sense. */
export function mayMend(error: unknown): boolean {
  return !(error instanceof Refusal) || error.status >= 500 || error.status === 429;
}

/** Whether another screen of the same account took this one's place. */
export function hasYielded(error: unknown): error is Refusal {
  return error instanceof Refusal && error.code === 'yielded';
}

/** Whether the film is there and only not ready yet. */
export function isUnready(error: unknown): error is Refusal {
  return error instanceof Refusal && error.status === 409 && !hasYielded(error);
}

/** Where the signed-in viewer stopped; null when the house says no. Throws where asking again may bring an answer. */
export async function askPosition(movie: string, ask: typeof fetch = fetch): Promise<Position | null> {
  const answer = await ask(`/api/movies/${movie}/position/`, { headers: { accept: 'application/json' } });
  if (answer.ok) return (await answer.json()) as Position;
  const no = new Refusal(answer.status, wordsFor(answer.status));
  if (mayMend(no)) throw no;
  return null;
}

/** Tell the house where the viewer is; outlives the page. */
export async function tellPosition(movie: string, position: Position, ask: typeof fetch = fetch): Promise<void> {
  try {
    await ask(`/api/movies/${movie}/position/`, { method: 'PUT', keepalive: true, headers: headers(), body: JSON.stringify(position) });
  } catch {
    // The next save comes soon, or the line is down and the player says so.
  }
}
