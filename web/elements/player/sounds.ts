import type Hls from 'hls.js';
import { eachOnce, isCommentary, onlyGroup, pickSound, soundLabel, soundsOf, type Sound, type Taste } from '../../lib/sounds';
import { keep, keptObject } from '../../lib/store';
import type { Menu } from './menus';
import type { Stream } from './stream';

const TASTE = 'player:sound';
const STEREO = 2;

interface NativeTracks extends EventTarget {
  length: number;
  [index: number]: { language: string; label: string; enabled: boolean };
}

/** The sounds of the film as a menu. A choice of language is remembered; more than two channels come where the device
 * has them or the viewer chose them. */
export class Sounds {
  private all: Sound[] = [];
  private list: Sound[] = [];
  private chosen: Sound | null = null;
  private taste: Taste = keptObject(TASTE, { language: '', commentary: false, surround: false });

  /** `heard` is told the language of the sound that plays. */
  constructor(
    private readonly video: HTMLVideoElement,
    private readonly menu: Menu,
    private readonly stream: () => Stream,
    private readonly heard: (language: string) => void,
  ) {}

  /** The name of what plays, for the statistics. */
  get label(): string {
    return this.chosen ? `${soundLabel(this.chosen, document.documentElement.lang)} · ${this.chosen.channels} ch` : '';
  }

  /** Reads the list of rungs and leaves the group of sounds to be heard in it. */
  readonly read = (playlist: string): string => {
    this.all = soundsOf(playlist);
    this.list = eachOnce(this.all);
    this.chosen = pickSound(this.all, { ...this.taste, surround: this.taste.surround || this.hasSpeakers() });
    return this.chosen ? onlyGroup(playlist, this.chosen.group) : playlist;
  };

  /** The source knows its sounds: take the one that was picked, and offer the others. */
  known(): void {
    const { source } = this.stream();
    const hls = source?.hls;
    if (hls) this.take(hls, true);
    else this.all = this.list = this.native();
    this.draw();
  }

  pick(value: string): void {
    const wanted = this.list[Number(value)];
    if (!wanted) return;
    const group = this.chosen?.group;
    const sound = this.all.find((one) => one.group === group && one.uri === wanted.uri) ?? wanted;
    const moves = group !== sound.group;
    this.chosen = sound;
    this.taste = { language: sound.language, commentary: isCommentary(sound.name), surround: sound.channels > STEREO };
    keep(TASTE, JSON.stringify(this.taste));
    const { source } = this.stream();
    if (!source?.hls) this.enable(sound);
    else if (moves) void this.stream().reload();
    else this.take(source.hls, false);
    this.draw();
  }

  private draw(): void {
    const page = document.documentElement.lang;
    const choices = this.list.map((sound, index) => ({
      label: soundLabel(sound, page),
      value: String(index),
      data: { language: sound.language },
    }));
    const { chosen } = this;
    this.menu.offer(choices, String(this.list.findIndex((one) => one === chosen || (one.uri !== '' && one.uri === chosen?.uri))));
    this.heard(this.chosen?.language ?? '');
  }

  /** At first at once; later from the next piece on, so that nothing stalls. */
  private take(hls: Hls, first: boolean): void {
    const { chosen } = this;
    const at = hls.audioTracks.findIndex(({ name, lang }) => name === chosen?.name && (lang ?? '') === chosen.language);
    if (at < 0 || at === hls.audioTrack) return;
    if (first) hls.audioTrack = at;
    else hls.nextAudioTrack = at;
  }

  private native(): Sound[] {
    const tracks = (this.video as { audioTracks?: NativeTracks }).audioTracks;
    const list = Array.from({ length: tracks?.length ?? 0 }, (_, position): Sound => {
      const { language = '', label = '', enabled = false } = tracks?.[position] ?? {};
      return { group: 'native', uri: '', name: label, language, channels: STEREO, isDefault: enabled, position };
    });
    this.chosen = list.find((sound) => sound.isDefault) ?? null;
    const liked = this.taste.language ? pickSound(list, this.taste) : null;
    if (liked && liked !== this.chosen) this.enable((this.chosen = liked));
    return list;
  }

  private enable({ position }: Sound): void {
    const tracks = (this.video as { audioTracks?: NativeTracks }).audioTracks;
    for (let i = 0; tracks && i < tracks.length; i++) {
      const track = tracks[i];
      if (track) track.enabled = i === position;
    }
  }

  private hasSpeakers(): boolean {
    if (!this.list.some(({ channels }) => channels > STEREO)) return false;
    try {
      const context = new AudioContext();
      const { maxChannelCount } = context.destination;
      void context.close();
      return maxChannelCount > STEREO;
    } catch {
      return false;
    }
  }
}
