/* What an upload knows of a file before and while it is sent; no page in here. */
import { fill, gettext } from './words';

export type Kind = 'film' | 'poster' | 'backdrop' | 'subtitle';

const BLOCK = 1 << 20;
const PICTURES = /\.(jpe?g|png|webp|gif|avif)$/i;
const SUBTITLES = /\.(srt|ass|ssa|vtt|sub|smi)$/i;

/** What a file is by its name; a lie is found out by the house. */
export function kindOf(name: string): Kind {
  if (PICTURES.test(name)) return 'poster';
  return SUBTITLES.test(name) ? 'subtitle' : 'film';
}

/** Where the blocks begin that tell a content: its first, its middle and its last. */
export function marks(size: number): number[] {
  return [...new Set([0, Math.max(0, Math.floor((size - BLOCK) / 2)), Math.max(0, size - BLOCK)])];
}

/** The house's own fingerprint of a film; '' where this browser can't make one, as on a page without https. */
export async function fingerprintOf(file: Blob): Promise<string> {
  if (!globalThis.crypto?.subtle) return '';
  const blocks = marks(file.size).map((at) => file.slice(at, at + BLOCK));
  const bytes = await new Blob([String(file.size), ...blocks]).arrayBuffer();
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Bytes a second over the last few reports. */
export class Rate {
  private seen: { at: number; bytes: number }[] = [];

  report(bytes: number, at: number): void {
    this.seen.push({ at, bytes });
    while (this.seen.length > 2 && at - (this.seen[0]?.at ?? at) > 5000) this.seen.shift();
  }

  clear(): void {
    this.seen = [];
  }

  get perSecond(): number {
    const [first, last] = [this.seen[0], this.seen[this.seen.length - 1]];
    if (!first || !last || last.at - first.at < 300) return 0;
    return Math.max(0, ((last.bytes - first.bytes) * 1000) / (last.at - first.at));
  }
}

/** As the list of the page says sizes. */
export function sizeWords(bytes: number): string {
  const [kilo, mega, giga] = [2 ** 10, 2 ** 20, 2 ** 30];
  if (bytes >= giga) return `${(bytes / giga).toFixed(1)} GB`;
  return bytes >= mega ? `${(bytes / mega).toFixed(1)} MB` : `${(bytes / kilo).toFixed(1)} KB`;
}

export function leftWords(seconds: number): string {
  const rest = Math.max(1, Math.round(seconds));
  const [hours, minutes] = [Math.floor(rest / 3600), Math.floor((rest % 3600) / 60)];
  const pad = (number: number): string => String(number).padStart(2, '0');
  const time = hours ? `${hours}:${pad(minutes)}:${pad(rest % 60)}` : `${minutes}:${pad(rest % 60)}`;
  return fill(gettext('%(time)s left'), { time });
}

/** How far an upload is, in one line. */
export function progressWords(sent: number, size: number, perSecond: number): string {
  const parts = [fill(gettext('%(sent)s of %(size)s'), { sent: sizeWords(sent), size: sizeWords(size) })];
  if (perSecond > 0) parts.push(`${sizeWords(perSecond)}/s`, leftWords((size - sent) / perSecond));
  return parts.join(' · ');
}
