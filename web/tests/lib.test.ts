import { describe, expect, it, vi } from 'vitest';
import { backoff } from '../lib/backoff';
import { cookie, yearCookie } from '../lib/cookies';
import { restWords, stateWords } from '../lib/encode';
import { askPlayback, askPosition, mayMend, Refusal, tellPosition } from '../lib/house';
import { commandOf } from '../lib/keys';
import { rungs } from '../lib/levels';
import { recall, remember, resumeAt } from '../lib/position';
import { filmOf, isOffice } from '../lib/reveal';
import { clamp, clock } from '../lib/time';
import { renewAfter, tokenOf, withToken } from '../lib/token';
import { fill } from '../lib/words';

const key = (name: string, more: object = {}) => ({ key: name, ctrlKey: false, metaKey: false, altKey: false, ...more });

describe('time', () => {
  it('writes places in a film as a clock', () => {
    expect([0, 7, 83.9, 3723, Number.NaN, -4].map(clock)).toEqual(['0:00', '0:07', '1:23', '1:02:03', '0:00', '0:00']);
  });

  it('keeps a value within bounds, also when they are the wrong way round', () => {
    expect([clamp(5, 0, 3), clamp(-1, 0, 3), clamp(2, 0, 3), clamp(1, 0, -1)]).toEqual([3, 0, 2, 0]);
  });
});

describe('backoff', () => {
  it('doubles up to half a minute and spreads', () => {
    expect([0, 1, 2, 9, 99].map((n) => backoff(n, () => 1))).toEqual([1000, 2000, 4000, 30_000, 30_000]);
    expect(backoff(0, () => 0)).toBe(600);
  });
});

describe('cookies', () => {
  it('finds a value among others', () => {
    expect(cookie('b', 'a=1; b=2%20x; bb=3')).toBe('2 x');
    expect(cookie('c', 'a=1')).toBe('');
  });

  it('is secure only over https', () => {
    expect(yearCookie('theme', 'dark', false)).toBe('theme=dark; path=/; max-age=31536000; samesite=lax');
    expect(yearCookie('theme', 'dark', true)).toContain('; secure');
  });
});

describe('keys', () => {
  it('knows the player\'s keys in either case', () => {
    expect(commandOf(key('K'))).toEqual({ do: 'toggle' });
    expect(commandOf(key(' '))).toEqual({ do: 'toggle' });
    expect(commandOf(key('ArrowLeft'))).toEqual({ do: 'step', by: -10 });
    expect(commandOf(key('5'))).toEqual({ do: 'share', of: 0.5 });
  });

  it('leaves other keys and shortcuts to the browser', () => {
    expect(commandOf(key('x'))).toBeNull();
    expect(commandOf(key('f', { ctrlKey: true }))).toBeNull();
    expect(commandOf(key('Tab'))).toBeNull();
  });
});

describe('levels', () => {
  it('offers the best of each height, tallest first', () => {
    const levels = [{ height: 240, bitrate: 1 }, { height: 720, bitrate: 3 }, { height: 720, bitrate: 5 }, { height: 0, bitrate: 9 }];
    expect(rungs(levels)).toEqual([{ index: 2, height: 720, bitrate: 5 }, { index: 0, height: 240, bitrate: 1 }]);
  });
});

describe('token', () => {
  it('puts the newest token into an address', () => {
    expect(tokenOf('/stream/abc/12/master.m3u8')).toBe('abc');
    expect(withToken('http://h/stream/old/12/v/0.m4s', 'new$1')).toBe('http://h/stream/new$1/12/v/0.m4s');
    expect(withToken('http://h/other/0.m4s', 'new')).toBe('http://h/other/0.m4s');
    expect(tokenOf('/static/x')).toBe('');
  });

  it('is renewed a minute early, but never in a hurry', () => {
    expect(renewAfter(900)).toBe(840_000);
    expect(renewAfter(30)).toBe(10_000);
  });
});

describe('position', () => {
  it('goes on only between the places the house named', () => {
    const film = document.createElement('div');
    expect(resumeAt({ at: 3, duration: 12 }, film)).toBe(0);
    film.setAttribute('resumes-from', '1.200');
    film.setAttribute('resumes-until', '10.800');
    expect([null, 1, 1.2, 3, 10.7, 10.8].map((at) => resumeAt(at === null ? null : { at, duration: 12 }, film))).toEqual([0, 0, 1.2, 3, 10.7, 0]);
  });

  it('keeps a guest\'s place and survives broken or forbidden storage', () => {
    const held = new Map<string, string>();
    const store = { getItem: (k: string) => held.get(k) ?? null, setItem: (k: string, v: string) => void held.set(k, v) } as unknown as Storage;
    remember('7', { at: 3, duration: 6 }, store);
    expect(recall('7', store)).toEqual({ at: 3, duration: 6 });
    expect(recall('8', store)).toBeNull();
    held.set('position:9', '{broken');
    expect(recall('9', store)).toBeNull();
    const shut = { setItem: () => { throw new Error('full'); } } as unknown as Storage;
    expect(() => remember('7', { at: 1, duration: 6 }, shut)).not.toThrow();
  });
});

describe('house', () => {
  const answer = (status: number, body: object): typeof fetch => vi.fn(async () => new Response(JSON.stringify(body), { status }));

  it('hands on the house\'s words for a refusal', async () => {
    const asked = askPlayback('3', {}, answer(409, { detail: 'Not yet.' }));
    await expect(asked).rejects.toMatchObject({ status: 409, detail: 'Not yet.' });
  });

  it('has words of its own where none came', async () => {
    await expect(askPlayback('3', {}, answer(404, {}))).rejects.toMatchObject({ detail: 'This film is no longer here.' });
  });

  it('knows what waiting may mend', () => {
    expect([new Refusal(404, ''), new Refusal(409, ''), new Refusal(503, ''), new Refusal(429, ''), new TypeError('net')].map(mayMend)).toEqual([
      false, false, true, true, true,
    ]);
  });

  it('tells no place from no answer', async () => {
    expect(await askPosition('3', answer(404, {}))).toBeNull();
    await expect(askPosition('3', answer(503, {}))).rejects.toMatchObject({ status: 503 });
  });

  it('saves with the CSRF token, and outlives the page', async () => {
    document.cookie = 'csrftoken=abc';
    const ask = vi.fn<typeof fetch>(async () => new Response('{}'));
    await tellPosition('3', { at: 1, duration: 6 }, ask);
    const [address, sent] = ask.mock.calls[0] ?? [];
    expect(address).toBe('/api/movies/3/position/');
    expect(sent).toMatchObject({ method: 'PUT', keepalive: true, headers: { 'x-csrftoken': 'abc' }, body: '{"at":1,"duration":6}' });
  });
});

describe('encode', () => {
  it('says how far a job is', () => {
    const news = { state: 'running', progress: 425, speed: 2.14, eta: 12, reason: '' };
    expect(restWords(news)).toBe('42 % · 2.1× · 0:12 left');
    expect(restWords({ ...news, state: 'queued' })).toBe('');
    expect(stateWords('failed')).toBe('This did not work');
  });
});

describe('reveal', () => {
  it('knows a film\'s page by its address', () => {
    expect(filmOf('http://h/movies/12/a-film/')).toBe('12');
    expect(filmOf('http://h/movies/')).toBe('');
  });

  it('knows the back office', () => {
    expect(['http://h/admin/', 'https://h:1/admin/x/1/', 'http://h/movies/', ''].map(isOffice)).toEqual([true, true, false, false]);
  });
});

describe('words', () => {
  it('come with the page, and names are filled in', async () => {
    vi.resetModules();
    const { gettext } = await import('../lib/words');
    document.body.innerHTML = '<script type="application/json" id="script-words">{"Play": "播放"}</script>';
    expect(gettext('Play')).toBe('播放');
    expect(gettext('Pause')).toBe('Pause');
    expect(fill('%(at)s of %(length)s, %(other)s', { at: '0:01', length: 5 })).toBe('0:01 of 5, %(other)s');
  });
});
