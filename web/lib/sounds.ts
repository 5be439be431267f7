/* The sounds of a film, as the HLS playlist that lists the rungs names them. */
import { gettext } from './words';

/** One sound in one group; `position` counts within its group. The same `uri` may stand in several groups. */
export interface Sound {
  group: string;
  uri: string;
  name: string;
  language: string;
  channels: number;
  isDefault: boolean;
  position: number;
}

/** What a viewer likes to hear; empty `language` for whatever the film begins with. */
export interface Taste {
  language: string;
  commentary: boolean;
  surround: boolean;
}

const ATTRIBUTE = /([A-Z0-9-]+)=("[^"]*"|[^",]*)/g;

function attributes(line: string): Record<string, string> {
  return Object.fromEntries([...line.matchAll(ATTRIBUTE)].map(([, name, value]) => [name, (value ?? '').replace(/^"|"$/g, '')]));
}

export function soundsOf(playlist: string): Sound[] {
  const counts = new Map<string, number>();
  return playlist.split('\n').flatMap((line) => {
    if (!line.startsWith('#EXT-X-MEDIA:')) return [];
    const about = attributes(line);
    if (about['TYPE'] !== 'AUDIO') return [];
    const group = about['GROUP-ID'] ?? '';
    const position = counts.get(group) ?? 0;
    counts.set(group, position + 1);
    const channels = Number.parseInt(about['CHANNELS'] ?? '', 10) || 2;
    const named = { uri: about['URI'] ?? '', name: about['NAME'] ?? '', language: about['LANGUAGE'] ?? '' };
    return [{ group, ...named, channels, isDefault: about['DEFAULT'] === 'YES', position }];
  });
}

/** Each sound once, wherever it stands first. */
export function eachOnce(sounds: readonly Sound[]): Sound[] {
  return sounds.filter((sound, index) => !sound.uri || sounds.findIndex(({ uri }) => uri === sound.uri) === index);
}

/** The playlist with one group of sounds alone, so that the line chooses between pictures and never between sounds. */
export function onlyGroup(playlist: string, group: string): string {
  const lines = playlist.split('\n');
  const kept: string[] = [];
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] ?? '';
    const about = line.startsWith('#EXT-X-MEDIA:') || line.startsWith('#EXT-X-STREAM-INF:') ? attributes(line) : {};
    const other = line.startsWith('#EXT-X-MEDIA:') ? about['TYPE'] === 'AUDIO' && about['GROUP-ID'] !== group : about['AUDIO'] && about['AUDIO'] !== group;
    if (!other) kept.push(line);
    else if (line.startsWith('#EXT-X-STREAM-INF:')) i++;
  }
  return kept.join('\n');
}

export function isCommentary(name: string): boolean {
  return /comment|解说|评论|旁白/i.test(name);
}

/** The sound to begin with. More than two channels only where they are wanted or nothing else is there. */
export function pickSound(sounds: readonly Sound[], taste: Taste): Sound | null {
  const language = taste.language || (sounds.find(({ isDefault }) => isDefault)?.language ?? '');
  const score = (sound: Sound): number =>
    (isSpoken(sound.language, language) ? 8 : 0) +
    (isCommentary(sound.name) === taste.commentary ? 4 : 0) +
    (sound.channels > 2 === taste.surround ? 2 : 0) +
    (sound.isDefault ? 1 : 0);
  return sounds.reduce<Sound | null>((best, sound) => (!best || score(sound) > score(best) ? sound : best), null);
}

/** Whether two language tags speak of the same language, whatever the region. */
export function isSpoken(one: string, other: string): boolean {
  const first = (tag: string): string => tag.toLowerCase().split('-')[0] ?? '';
  return one !== '' && first(one) === first(other);
}

/** A language's name in the language of the page, or '' when the tag names none. */
export function languageName(tag: string, page: string): string {
  if (!tag || tag === 'und') return '';
  try {
    const name = new Intl.DisplayNames([page || 'en'], { type: 'language', fallback: 'none' }).of(tag) ?? '';
    return name.charAt(0).toLocaleUpperCase(page || 'en') + name.slice(1);
  } catch {
    return '';
  }
}

function channelWords(channels: number): string {
  if (channels === 1) return gettext('Mono');
  return channels > 2 ? `${channels - 1}.1` : '';
}

/** A sound's own name without the language it begins with: "English (Stereo mix)" says "Stereo mix". */
function ownName(name: string, languages: string[]): string {
  const known = languages.find((language) => language && name.toLowerCase().startsWith(language.toLowerCase()));
  const rest = known ? name.slice(known.length) : name;
  return rest.trim().replace(/^\((.*)\)$/, '$1');
}

/** "English · Director's commentary · 5.1" */
export function soundLabel(sound: Pick<Sound, 'name' | 'language' | 'channels'>, page: string): string {
  const language = languageName(sound.language, page);
  const name = ownName(sound.name.trim(), [language, languageName(sound.language, sound.language), sound.language]);
  const channels = channelWords(sound.channels);
  const parts = [language, name, channels && name.includes(channels) ? '' : channels].filter(Boolean);
  return parts.join(' · ') || gettext('Sound');
}
