import type { Chapter } from './house';
import { fill, gettext } from './words';

/** How far into a chapter "back" still means the one before. */
const FRESH = 3;

/** Chapters in order, each with a name. One alone divides nothing. */
export function named(chapters: readonly Chapter[], length: number): Chapter[] {
  const real = chapters.filter(({ start }) => start >= 0 && (!length || start < length)).sort((a, b) => a.start - b.start);
  if (real.length < 2) return [];
  return real.map(({ start, title }, index) => ({ start, title: title || fill(gettext('Chapter %(number)s'), { number: index + 1 }) }));
}

export function chapterAt(chapters: readonly Chapter[], at: number): Chapter | null {
  return chapters.findLast(({ start }) => start <= at + 0.05) ?? null;
}

/** Where the next chapter begins, or the one before; null when there is none. */
export function chapterBeside(chapters: readonly Chapter[], at: number, by: number): number | null {
  if (by > 0) return chapters.find(({ start }) => start > at + 0.25)?.start ?? null;
  return chapters.findLast(({ start }) => start < at - FRESH)?.start ?? chapters[0]?.start ?? null;
}
