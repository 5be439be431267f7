import { clock } from './time';
import { fill, gettext } from './words';

/** What /ws/encodes/ says of a job; `progress` in thousandths. */
export interface EncodeNews {
  state: string;
  progress: number;
  speed: number;
  eta: number | null;
  reason: string;
}

/** The state in a word. */
export function stateWords(state: string): string {
  if (state === 'queued') return gettext('Waiting for its turn');
  if (state === 'running') return gettext('Being made ready');
  if (state === 'done') return gettext('Ready to watch');
  if (state === 'failed') return gettext('This did not work');
  return state;
}

/** What stands beside the bar: share, speed, time left. */
export function restWords(news: EncodeNews): string {
  if (news.state !== 'running') return '';
  const parts = [`${Math.floor(news.progress / 10)} %`];
  if (news.speed > 0) parts.push(`${news.speed.toFixed(1)}×`);
  if (news.eta !== null && news.eta > 0) parts.push(fill(gettext('%(time)s left'), { time: clock(news.eta) }));
  return parts.join(' · ');
}
