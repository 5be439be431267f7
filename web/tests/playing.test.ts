import { describe, expect, it } from 'vitest';
import { pictureBox } from '../lib/box';
import { offsetWords, placeOf, safe, shifted, textSize, tidy, type Lines } from '../lib/captions';
import { chapterAt, chapterBeside, named } from '../lib/chapters';
import { wayOf } from '../lib/choose';
import { Gestures, spanOf, type Intent } from '../lib/gestures';
import { commandOf, keyWords } from '../lib/keys';
import { eachOnce, onlyGroup, pickSound, soundLabel, soundsOf } from '../lib/sounds';
import { rateWords, rows, type Figures } from '../lib/statistics';
import { keptObject } from '../lib/store';
import { stillAt, stillsOf } from '../lib/storyboard';
import { Watchful } from '../lib/watchful';

const original = { src: '/o', type: 'video/mp4', width: 1, height: 1, bit_rate: 1 };

describe('the way to play', () => {
  const can = { adaptive: true, native: true, original: true };
  const both = { manifest: '/m', original };

  it('is the ladder, unless the viewer asks for the file or there is no ladder', () => {
    expect(wayOf(both, can, false)).toBe('adaptive');
    expect(wayOf(both, can, true)).toBe('original');
    expect(wayOf({ ...both, manifest: null }, can, false)).toBe('original');
  });

  it('is what the browser is able to do', () => {
    expect(wayOf(both, { ...can, original: false }, true)).toBe('adaptive');
    expect(wayOf(both, { ...can, adaptive: false }, false)).toBe('native');
    expect(wayOf(both, { adaptive: false, native: false, original: true }, false)).toBe('none');
    expect(wayOf({ manifest: null, original }, { ...can, original: false }, false)).toBe('unready');
    expect(wayOf({ manifest: null, original: null }, can, false)).toBe('unready');
  });
});

const MASTER = `#EXTM3U
#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="stereo",NAME="English",LANGUAGE="en",DEFAULT=YES,AUTOSELECT=YES,CHANNELS="2",URI="a0/index.m3u8"
#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="stereo",NAME="Deutsch (neu)",LANGUAGE="de",CHANNELS="2",URI="a1/index.m3u8"
#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="stereo",NAME="Director's commentary",LANGUAGE="en",CHANNELS="2",URI="a2/index.m3u8"
#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="surround",NAME="English",LANGUAGE="en",CHANNELS="6",URI="a3/index.m3u8"
#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="surround",NAME="Deutsch (neu)",LANGUAGE="de",CHANNELS="2",URI="a1/index.m3u8"
#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="subtitles",NAME="English",LANGUAGE="en",URI="s0.m3u8"
#EXT-X-STREAM-INF:BANDWIDTH=900000,CODECS="avc1.640028,mp4a.40.2",RESOLUTION=640x360,AUDIO="stereo",SUBTITLES="subtitles"
360p/index.m3u8
#EXT-X-STREAM-INF:BANDWIDTH=1300000,CODECS="avc1.640028,mp4a.40.2",RESOLUTION=640x360,AUDIO="surround",SUBTITLES="subtitles"
360p/index.m3u8
`;

describe('sounds', () => {
  const sounds = soundsOf(MASTER);
  const taste = { language: '', commentary: false, surround: false };

  it('are read from the list of rungs', () => {
    expect(sounds.map((sound) => [sound.group, sound.name, sound.language, sound.channels, sound.position])).toEqual([
      ['stereo', 'English', 'en', 2, 0], ['stereo', 'Deutsch (neu)', 'de', 2, 1], ['stereo', "Director's commentary", 'en', 2, 2], ['surround', 'English', 'en', 6, 0], ['surround', 'Deutsch (neu)', 'de', 2, 1],
    ]);
    expect(eachOnce(sounds)).toEqual(sounds.slice(0, 4));
  });

  it('begin with the default, in stereo, unless the viewer likes another', () => {
    expect(pickSound(sounds, taste)).toBe(sounds[0]);
    expect(pickSound(sounds, { ...taste, language: 'de-AT' })).toBe(sounds[1]);
    expect(pickSound(sounds, { ...taste, language: 'en', commentary: true })).toBe(sounds[2]);
    expect(pickSound(sounds, { ...taste, surround: true })).toBe(sounds[3]);
    expect(pickSound(sounds, { ...taste, language: 'fr' })).toBe(sounds[0]);
    expect(pickSound([], taste)).toBeNull();
  });

  it('of one group are left, with the rungs that go with them', () => {
    const left = onlyGroup(MASTER, 'surround');
    expect(soundsOf(left).map(({ group }) => group)).toEqual(['surround', 'surround']);
    expect(left).toContain('TYPE=SUBTITLES');
    expect(left.match(/STREAM-INF/g)?.length).toBe(1);
    expect(left.match(/^360p/gm)?.length).toBe(1);
    expect(left).toContain('BANDWIDTH=1300000');
  });

  it('have names in the language of the page', () => {
    expect(eachOnce(sounds).map((sound) => soundLabel(sound, 'en'))).toEqual(['English', 'German · neu', "English · Director's commentary", 'English · 5.1']);
    expect(soundLabel({ name: '', language: 'de', channels: 2 }, 'zh-hans')).toBe('德语');
    expect(soundLabel({ name: '', language: 'und', channels: 2 }, 'en')).toBe('Sound');
  });
});

describe('storyboard', () => {
  const text = 'WEBVTT\r\n\r\n00:00.000 --> 00:05.000\r\nstory/000.jpg#xywh=0,0,160,90\r\n\r\n00:00:05.000 --> 01:00:10.000\r\nstory/000.jpg#xywh=160,0,160,90\r\n\r\nnonsense\r\n';
  const stills = stillsOf(text, 'http://h/stream/abc/storyboard.vtt');

  it('lists pieces of sheets with whole addresses', () => {
    expect(stills).toEqual([
      { start: 0, end: 5, src: 'http://h/stream/abc/story/000.jpg', x: 0, y: 0, width: 160, height: 90 },
      { start: 5, end: 3610, src: 'http://h/stream/abc/story/000.jpg', x: 160, y: 0, width: 160, height: 90 },
    ]);
  });

  it('finds the picture of a time', () => {
    expect([0, 4.9, 5, 9999].map((at) => stillAt(stills, at)?.x)).toEqual([0, 0, 160, 160]);
    expect(stillAt([], 5)).toBeNull();
  });
});

describe('chapters', () => {
  const chapters = named([{ start: 30, title: '' }, { start: 0, title: 'Opening' }, { start: 90, title: 'Beyond the end' }], 80);

  it('stand in order and have names; one alone is none', () => {
    expect(chapters).toEqual([{ start: 0, title: 'Opening' }, { start: 30, title: 'Chapter 2' }]);
    expect(named([{ start: 0, title: 'All' }], 80)).toEqual([]);
  });

  it('lead on and back', () => {
    expect(chapterAt(chapters, 29)?.title).toBe('Opening');
    expect(chapterBeside(chapters, 10, 1)).toBe(30);
    expect(chapterBeside(chapters, 31, 1)).toBeNull();
    expect(chapterBeside(chapters, 31, -1)).toBe(0);
    expect(chapterBeside(chapters, 40, -1)).toBe(30);
  });
});

describe('captions', () => {
  const cue = (more: Partial<Lines> = {}): Lines => ({ line: 'auto', snapToLines: true, position: 'auto', size: 100, align: 'center', ...more });

  it('keep only harmless marks', () => {
    const given = document.createElement('div');
    given.innerHTML = '<b onclick="x()">Bold</b> <i>it</i><script>bad()</script><a href="javascript:x()">link</a><ruby>漢<rt>kan</rt></ruby><span class="c" style="position:fixed">span</span><img src=x onerror=y>';
    const shown = document.createElement('div');
    shown.append(safe(given));
    expect(shown.innerHTML).toBe('<b>Bold</b> <i>it</i>link<ruby>漢<rt>kan</rt></ruby><span>span</span>');
  });

  it('stand in a pile at the foot, or where they ask to be', () => {
    expect(placeOf(cue())).toEqual({ pile: true, style: { 'text-align': 'center' } });
    expect(placeOf(cue({ line: 0 }))).toMatchObject({ pile: false, style: { top: '0em' } });
    expect(placeOf(cue({ line: -2 })).style['bottom']).toBe('1.4em');
    expect(placeOf(cue({ line: 80, snapToLines: false, lineAlign: 'end' })).style).toMatchObject({ top: '80%', translate: '0 -100%' });
    expect(placeOf(cue({ position: 20, align: 'left' })).style).toMatchObject({ 'text-align': 'start', left: '20%', width: '80%' });
    expect(placeOf(cue({ position: 30, size: 100 })).style).toMatchObject({ left: '0%', width: '60%' });
    expect(placeOf(cue({ vertical: 'rl' }))).toMatchObject({ pile: false, style: { 'writing-mode': 'vertical-rl' } });
  });

  it('are sized by the picture, and moved within a minute', () => {
    expect(textSize(800, 1)).toBe(36);
    expect(textSize(200, 0)).toBe(11.25);
    expect([shifted(0.2, 0.1), shifted(-59.95, -0.1), offsetWords(-0.3), offsetWords(0)]).toEqual([0.3, -60, '−0.3 s', '0.0 s']);
    expect(tidy({ size: 9, colour: 'url(x)', back: 'shadow' })).toEqual({ size: 3, colour: 'white', back: 'shadow' });
  });

  it('lie over the picture, not over the bars beside it', () => {
    expect(pictureBox({ width: 390, height: 844 }, { width: 1920, height: 1080 })).toEqual({ left: 0, top: (844 - 219.375) / 2, width: 390, height: 219.375 });
    expect(pictureBox({ width: 390, height: 844 }, { width: 0, height: 0 })).toEqual({ left: 0, top: 0, width: 390, height: 844 });
  });
});

describe('keys', () => {
  it('reach chapters with and without Control', () => {
    const key = (name: string, more = {}): ReturnType<typeof commandOf> => commandOf({ key: name, ctrlKey: false, metaKey: false, altKey: false, ...more });
    expect(key('PageDown')).toEqual({ do: 'chapter', by: 1 });
    expect(key('ArrowLeft', { ctrlKey: true })).toEqual({ do: 'chapter', by: -1 });
    expect(key('c', { ctrlKey: true })).toBeNull();
    expect([key('<'), key('.'), key('N'), key('[')]).toEqual([{ do: 'faster', by: -1 }, { do: 'frame', by: 1 }, { do: 'next' }, { do: 'shift', by: -0.1 }]);
  });

  it('are all in the list of keys', () => {
    const listed = keyWords().flatMap(({ keys }) => keys.map(([names]) => names)).join(' ').toLowerCase();
    for (const name of ['k', 'j', 'l', 'm', 'f', 'c', 'i', 'n', 'p', '?', ',', '.', '<', '>', '[', ']', 'home', 'pgup', '←', '↑', 'space']) expect(listed).toContain(name);
  });
});

describe('gestures', () => {
  const make = (): { fingers: Gestures; tap(x: number, at: number): Intent[] } => {
    const fingers = new Gestures(() => ({ width: 400, height: 200 }));
    const tap = (x: number, at: number): Intent[] => [...fingers.down(1, x, 100, at), ...fingers.up(1, x, 100, at + 50)];
    return { fingers, tap };
  };

  it('a tap is a tap; taps on one side add up', () => {
    const { tap } = make();
    expect(tap(380, 0)).toEqual([{ do: 'tap' }]);
    expect(tap(380, 200)).toMatchObject([{ do: 'jump', by: 10, total: 10 }]);
    expect(tap(380, 400)).toMatchObject([{ do: 'jump', by: 10, total: 20 }]);
    expect(tap(20, 600)).toEqual([{ do: 'tap' }]);
    expect(tap(20, 800)).toMatchObject([{ do: 'jump', by: -10, total: -10 }]);
    expect(tap(200, 1000)).toEqual([{ do: 'tap' }]);
    expect(tap(200, 1100)).toEqual([{ do: 'tap' }]);
  });

  it('a drag across scrubs, along the right is volume, along the left brightness', () => {
    const { fingers } = make();
    fingers.down(1, 100, 100, 0);
    expect(fingers.move(1, 105, 100)).toEqual([]);
    expect(fingers.move(1, 200, 110)).toEqual([{ do: 'scrub', by: 0.25 }]);
    expect(fingers.up(1, 300, 100, 600)).toEqual([{ do: 'scrubbed', by: 0.5 }]);
    fingers.down(1, 300, 100, 0);
    expect(fingers.move(1, 300, 50)).toEqual([{ do: 'volume', by: 0.25 }]);
    expect(fingers.up(1, 300, 50, 900)).toEqual([]);
    fingers.down(1, 100, 100, 0);
    expect(fingers.move(1, 100, 150)).toEqual([{ do: 'brightness', by: -0.25 }]);
  });

  it('a rest is held until the finger leaves; not after a move', () => {
    const { fingers } = make();
    fingers.down(1, 100, 100, 0);
    expect(fingers.held()).toEqual([{ do: 'hold' }]);
    expect(fingers.up(1, 100, 100, 2000)).toEqual([{ do: 'release' }]);
    fingers.down(1, 100, 100, 0);
    fingers.move(1, 200, 100);
    expect(fingers.held()).toEqual([]);
  });

  it('two fingers that tap pause; two that pinch do nothing', () => {
    const { fingers } = make();
    fingers.down(1, 100, 100, 0);
    fingers.down(2, 200, 100, 30);
    expect(fingers.up(1, 100, 100, 120)).toEqual([{ do: 'pause' }]);
    expect(fingers.up(2, 200, 100, 140)).toEqual([]);
    fingers.down(1, 100, 100, 0);
    fingers.down(2, 200, 100, 30);
    fingers.move(2, 300, 100);
    expect([...fingers.up(1, 100, 100, 120), ...fingers.up(2, 300, 100, 140)]).toEqual([]);
  });

  it('edges and taken fingers are the browser\'s', () => {
    const { fingers } = make();
    fingers.down(1, 5, 100, 0);
    expect([...fingers.move(1, 100, 100), ...fingers.up(1, 100, 100, 300)]).toEqual([]);
    fingers.down(1, 100, 100, 0);
    fingers.move(1, 200, 100);
    expect(fingers.cancel(1)).toEqual([{ do: 'cancel' }]);
    expect([spanOf(6), spanOf(600), spanOf(7200)]).toEqual([6, 100, 300]);
  });
});

describe('nobody at hand', () => {
  it('counts only while the film plays and nobody touches anything', () => {
    const watchful = new Watchful();
    watchful.pass(0, true);
    expect([watchful.pass(1000, true), watchful.pass(2000, false), watchful.pass(3000, true)]).toEqual([1, 1, 2]);
    watchful.touched();
    expect(watchful.pass(4000, true)).toBe(1);
    expect(watchful.pass(4_000_000, true)).toBe(6);
  });
});

describe('statistics', () => {
  it('are words a person can read', () => {
    const seen: Figures = {
      mode: 'adaptive', rung: 720, rungs: 4, picture: [1280, 720], screen: [800, 450], ratio: 2, frameRate: 23.976, dropped: 1, frames: 240, buffered: 12.34,
      line: 5_400_000, codecs: 'avc1.64001f, mp4a.40.2', bitRate: 900_000, sound: 'English · 2 ch', loudness: -23.12, volume: 0.5, ladder: 7, viewing: 12,
    };
    const said = Object.fromEntries(rows(seen));
    expect(said).toMatchObject({ Mode: 'Adaptive', Rung: '720p / 4', Picture: '1280 × 720', Screen: '800 × 450 @2×', 'Frame rate': '23.98 fps', 'Dropped frames': '1 / 240', Buffer: '12.3 s', Line: '5.4 Mbit/s', 'Bit rate': '900 kbit/s', Loudness: '-23.1 LUFS', Volume: '50 %', Ladder: '7', Viewing: '12' });
    expect(rateWords(0)).toBe('–');
    expect(Object.fromEntries(rows({ ...seen, frameRate: 25, loudness: null }))).toMatchObject({ 'Frame rate': '25 fps', Loudness: '–' });
  });
});

describe('store', () => {
  it('puts what is kept over what stands in for it, and nothing of another kind', () => {
    localStorage.setItem('look', '{"size": 2, "colour": 5, "more": 1}');
    expect(keptObject('look', { size: 1, colour: 'white' })).toEqual({ size: 2, colour: 'white' });
    localStorage.setItem('look', '{broken');
    expect(keptObject('look', { size: 1 })).toEqual({ size: 1 });
  });
});
