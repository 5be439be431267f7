import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Keeper } from '../elements/player/keeper';
import { Stream } from '../elements/player/stream';
import type { StreamWatcher } from '../elements/player/watcher';

const heard: ((news: Record<string, unknown>) => void)[] = [];
vi.mock('../lib/socket', () => ({
  Line: class {
    constructor(_path: string, watcher: { heard(news: Record<string, unknown>): void }) {
      heard.push((news) => watcher.heard(news));
    }
    start(): void {}
    stop(): void {}
  },
}));
vi.mock('hls.js', () => ({ default: { isSupported: () => false } }));

const GRANT = { manifest: '/stream/abc/7/master.m3u8', subtitles: [], expires_in: 900, duration: 60 };
const watcher = (): StreamWatcher => ({
  granted: vi.fn(), opened: vi.fn(), unready: vi.fn(), rungs: vi.fn(), playing: vi.fn(), lost: vi.fn(), back: vi.fn(), refused: vi.fn(),
});
const answers = (...list: [number, object][]): void => {
  const ask = vi.fn<typeof fetch>();
  for (const [status, body] of list) ask.mockResolvedValueOnce(new Response(JSON.stringify(body), { status }));
  vi.stubGlobal('fetch', ask);
};

let video: HTMLVideoElement;

beforeEach(() => {
  vi.useFakeTimers();
  heard.length = 0;
  video = document.createElement('video');
  video.canPlayType = () => 'maybe';
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('Stream', () => {
  it('keeps the place when the house stumbles at first', async () => {
    answers([503, {}], [200, GRANT]);
    const told = watcher();
    await new Stream(video, '7', told).open(26);
    expect(told.opened).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1500);
    expect(told.opened).toHaveBeenCalledWith(26);
  });

  it('begins a film that was not ready at the news of it', async () => {
    answers([409, { detail: 'Not yet.' }], [200, GRANT]);
    const told = watcher();
    await new Stream(video, '7', told).open(0);
    expect(told.unready).toHaveBeenCalledWith('Not yet.');
    heard[0]?.({ type: 'changed', id: 8 });
    await vi.advanceTimersByTimeAsync(0);
    expect(told.opened).not.toHaveBeenCalled();
    heard[0]?.({ type: 'changed', id: 7 });
    await vi.advanceTimersByTimeAsync(0);
    expect(told.opened).toHaveBeenCalledOnce();
  });
});

describe('Keeper', () => {
  const watched = (keeper: Keeper): void => {
    keeper.begin(0);
    Object.defineProperties(video, { duration: { value: 60 }, currentTime: { value: 3 } });
    video.dispatchEvent(new Event('playing'));
    keeper.save();
  };
  const fail: [number, object] = [503, {}];

  it('asks again for the place, and keeps places from then on', async () => {
    answers(fail, [200, { at: 26, duration: 60 }], [200, {}]);
    const keeper = new Keeper(video, '7', true);
    const found = keeper.find();
    await vi.advanceTimersByTimeAsync(1500);
    expect(await found).toMatchObject({ at: 26 });
    watched(keeper);
    expect(fetch).toHaveBeenCalledTimes(3);
  });

  it('keeps nothing while the place is not known', async () => {
    answers(fail, fail, fail, fail, fail);
    const keeper = new Keeper(video, '7', true);
    const found = keeper.find();
    await vi.advanceTimersByTimeAsync(20_000);
    expect(await found).toBeNull();
    watched(keeper);
    expect(fetch).toHaveBeenCalledTimes(5);
  });
});
