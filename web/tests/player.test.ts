import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Keeper } from '../elements/player/keeper';
import { Place } from '../elements/player/place';
import { Stream } from '../elements/player/stream';
import type { StreamWatcher } from '../elements/player/watcher';
import type { Playback } from '../lib/house';

const heard: { path: string; tell(news: Record<string, unknown>): void }[] = [];
vi.mock('../lib/socket', () => ({
  Line: class {
    constructor(path: string, watcher: { heard(news: Record<string, unknown>): void }) {
      heard.push({ path, tell: (news) => watcher.heard(news) });
    }
    start(): void {}
    stop(): void {}
  },
}));
vi.mock('hls.js', () => ({ default: { isSupported: () => false } }));

const GRANT: Playback = {
  viewing: 12, ladder: 7, growing: false, manifest: '/stream/abc/master.m3u8', original: null, version: 3, versions: [],
  subtitles: [], chapters: [], storyboard: '/stream/abc/storyboard.vtt', loudness: null, expires_in: 900, duration: 60,
};
const ORIGINAL = { src: '/stream/abc/original', type: 'video/mp4', width: 1920, height: 1080, bit_rate: 5e6 };
const watcher = (): StreamWatcher => ({
  granted: vi.fn(), opened: vi.fn(), unready: vi.fn(), known: vi.fn(), playing: vi.fn(), lost: vi.fn(), back: vi.fn(), refused: vi.fn(), yielded: vi.fn(),
});
const answers = (...list: [number, object][]): void => {
  const ask = vi.fn<typeof fetch>(async () => new Response('{}', { status: 503 }));
  for (const [status, body] of list) ask.mockResolvedValueOnce(new Response(JSON.stringify(body), { status }));
  vi.stubGlobal('fetch', ask);
};
const asked = (): unknown[] => vi.mocked(fetch).mock.calls.map(([, sent]) => JSON.parse(String(sent?.body)));
const news = (path: string, what: Record<string, unknown>): void => heard.filter((line) => line.path === path).forEach((line) => line.tell(what));

let video: HTMLVideoElement;
let told: StreamWatcher;
let stream: Stream;

beforeEach(() => {
  vi.useFakeTimers();
  heard.length = 0;
  video = document.createElement('video');
  video.canPlayType = () => 'maybe';
  told = watcher();
  stream = new Stream(video, '7', new Place(video, { waits: vi.fn() }), told, (text) => text);
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('Stream', () => {
  it('keeps the place when the house stumbles at first', async () => {
    answers([503, {}], [200, GRANT]);
    await stream.open(26);
    expect(told.opened).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1500);
    expect(told.opened).toHaveBeenCalledWith(26, false);
  });

  it('begins a film that was not ready at the news of it', async () => {
    answers([409, { detail: 'Not yet.' }], [200, GRANT]);
    await stream.open(0);
    expect(told.unready).toHaveBeenCalledWith('Not yet.');
    news('/ws/movies/', { type: 'changed', id: 8 });
    await vi.advanceTimersByTimeAsync(0);
    expect(told.opened).not.toHaveBeenCalled();
    news('/ws/movies/', { type: 'changed', id: 7 });
    await vi.advanceTimersByTimeAsync(0);
    expect(told.opened).toHaveBeenCalledOnce();
  });

  it('renews what it has, and loads another ladder where it stands', async () => {
    answers([200, GRANT], [200, GRANT], [200, { ...GRANT, ladder: 8, manifest: '/stream/def/master.m3u8' }]);
    await stream.open(26);
    await vi.advanceTimersByTimeAsync(840_000);
    expect(told.opened).toHaveBeenCalledOnce();
    await vi.advanceTimersByTimeAsync(840_000);
    expect(told.opened).toHaveBeenLastCalledWith(26, true);
    expect(video.src).toContain('/stream/def/');
    expect(asked()).toEqual([{}, { viewing: 12, ladder: 7 }, { viewing: 12, ladder: 7 }]);
  });

  it('goes over from a quick start to the whole ladder at the news of it', async () => {
    answers([200, { ...GRANT, storyboard: null }], [200, { ...GRANT, ladder: 8, manifest: '/stream/def/master.m3u8' }]);
    await stream.open(0);
    news('/ws/movies/', { type: 'changed', id: 7 });
    await vi.advanceTimersByTimeAsync(600);
    expect(asked()[1]).toEqual({ viewing: 12, ladder: 0 });
    expect(told.opened).toHaveBeenLastCalledWith(0, true);
  });

  it('tells a source that stopped to go on, however often the house was out of reach meanwhile', async () => {
    answers([200, GRANT], [503, {}], [200, GRANT]);
    await stream.open(0);
    Object.defineProperty(video, 'readyState', { value: 4 });
    const resume = vi.spyOn(stream.source!, 'resume').mockImplementation(() => undefined);
    video.dispatchEvent(new Event('error'));
    await vi.advanceTimersByTimeAsync(5000);
    expect(told.lost).toHaveBeenCalledTimes(2);
    expect(resume).toHaveBeenCalledOnce();
  });

  it('plays the file as it is while there is no ladder, where the browser can', async () => {
    answers([200, { ...GRANT, ladder: null, manifest: null, original: ORIGINAL }]);
    await stream.open(0);
    expect(video.src).toContain('/original');
  });

  it('waits where the browser knows neither the file nor a ladder', async () => {
    video.canPlayType = () => '';
    answers([200, { ...GRANT, ladder: null, manifest: null, original: ORIGINAL }]);
    await stream.open(0);
    expect(told.unready).toHaveBeenCalledWith('This film is still being made ready for this browser.');
    expect(told.opened).not.toHaveBeenCalled();
  });

  it('gives way to another screen and takes its place again', async () => {
    answers([200, GRANT], [200, GRANT]);
    await stream.open(0);
    news('/ws/viewings/12/', { type: 'yielded' });
    expect(told.yielded).toHaveBeenCalledWith('You went on watching on another screen.');
    await stream.takeOver();
    expect(asked()[1]).toEqual({ viewing: 12, ladder: 7, take: true });
  });

  it('gives way when a renewal is refused for another screen', async () => {
    answers([200, GRANT], [409, { detail: 'Elsewhere.', code: 'yielded' }]);
    await stream.open(0);
    await vi.advanceTimersByTimeAsync(840_000);
    expect(told.yielded).toHaveBeenCalledWith('Elsewhere.');
    expect(told.lost).not.toHaveBeenCalled();
  });

  it('gives its place back when the page goes', async () => {
    answers([200, GRANT], [204, {}]);
    await stream.open(0);
    dispatchEvent(new Event('pagehide'));
    expect(vi.mocked(fetch).mock.calls[1]).toMatchObject(['/api/viewings/12/', { method: 'DELETE', keepalive: true }]);
  });

  it('wishes for a version, and keeps to the wish', async () => {
    answers([200, GRANT], [200, { ...GRANT, version: 4, ladder: 9 }]);
    await stream.open(5);
    await stream.choose(4);
    expect(asked()[1]).toEqual({ viewing: 12, version: 4 });
    expect(told.opened).toHaveBeenLastCalledWith(5, true);
  });
});

describe('Place', () => {
  it('waits for a part that is still being made, and goes there by itself', () => {
    const waits = vi.fn();
    const place = new Place(video, { waits });
    place.growing = true;
    place.length = 60;
    const reach = { end: 20 };
    const play = vi.fn(async () => undefined);
    Object.defineProperties(video, { readyState: { value: 4 }, paused: { value: false, writable: true }, play: { value: play }, pause: { value: () => Object.assign(video, { paused: true }) }, seekable: { value: { length: 1, end: () => reach.end } } });
    place.seek(50);
    place.seek(40);
    expect([place.now, place.settled, waits.mock.lastCall]).toEqual([40, false, [true]]);
    vi.advanceTimersByTime(3000);
    expect(video.currentTime).toBe(0);
    reach.end = 44;
    vi.advanceTimersByTime(1000);
    expect([video.currentTime, waits.mock.lastCall, play.mock.calls.length]).toEqual([40, [false], 1]);
  });
});

describe('Keeper', () => {
  const place = { now: 3, settled: true, length: 60 };
  const watched = (keeper: Keeper): void => {
    keeper.begin(0);
    video.dispatchEvent(new Event('playing'));
    keeper.save();
  };
  const fail: [number, object] = [503, {}];

  it('asks again for the place, and keeps places from then on', async () => {
    answers(fail, [200, { at: 26, duration: 60 }], [200, {}]);
    const keeper = new Keeper(video, '7', true, place);
    const found = keeper.find();
    await vi.advanceTimersByTimeAsync(1500);
    expect(await found).toMatchObject({ at: 26 });
    watched(keeper);
    expect(fetch).toHaveBeenCalledTimes(3);
  });

  it('keeps nothing while the place is not known', async () => {
    answers(fail, fail, fail, fail, fail);
    const keeper = new Keeper(video, '7', true, place);
    const found = keeper.find();
    await vi.advanceTimersByTimeAsync(20_000);
    expect(await found).toBeNull();
    watched(keeper);
    expect(fetch).toHaveBeenCalledTimes(5);
  });

  it('keeps nothing while a source is being changed', () => {
    const keeper = new Keeper(video, '7', false, { ...place, settled: false });
    localStorage.clear();
    void keeper.find();
    watched(keeper);
    expect(localStorage.getItem('position:7')).toBeNull();
  });
});
