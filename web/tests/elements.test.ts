import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

class FakeSocket {
  static all: FakeSocket[] = [];
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  closed = false;
  constructor(readonly address: URL) {
    FakeSocket.all.push(this);
  }
  close(): void {
    this.closed = true;
  }
  say(message: object): void {
    this.onmessage?.({ data: JSON.stringify(message) });
  }
}

const last = (): FakeSocket => FakeSocket.all[FakeSocket.all.length - 1]!;

beforeEach(async () => {
  vi.useFakeTimers();
  FakeSocket.all = [];
  vi.stubGlobal('WebSocket', FakeSocket);
  vi.stubGlobal('htmx', { trigger: vi.fn(), process: vi.fn() });
  await import('../elements/theme-switch');
  await import('../elements/live-region');
  await import('../elements/encode-progress');
  await import('../elements/resume-words');
});

afterEach(() => {
  document.body.replaceChildren();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('<theme-switch>', () => {
  it('turns the page at once and keeps the choice in a cookie', () => {
    document.body.innerHTML = `<theme-switch><button value="system"></button><button value="dark"></button></theme-switch>`;
    document.querySelector<HTMLButtonElement>('[value=dark]')!.click();
    expect(document.documentElement.dataset['theme']).toBe('dark');
    expect(document.cookie).toContain('theme=dark');
    expect(document.querySelector('[value=dark]')!.getAttribute('aria-pressed')).toBe('true');
    expect(document.querySelector('[value=system]')!.getAttribute('aria-pressed')).toBe('false');
  });
});

describe('<live-region>', () => {
  const page = (more = '', hero = 'own'): void => {
    document.body.innerHTML = `<live-region line="/ws/movies/" ${more}>
      <div data-live hx-get="?1" id="one"><p data-movie="6" data-news="${hero}"></p></div>
      <div data-live hx-get="?2" id="two"><a data-movie="7"></a></div></live-region>`;
  };
  const refreshed = (): string[] => vi.mocked(globalThis.htmx!.trigger).mock.calls.map(([part]) => part.id);

  it('fetches the fragment that shows the film in the news', () => {
    page();
    last().say({ type: 'changed', id: 7 });
    vi.advanceTimersByTime(1000);
    expect(refreshed()).toEqual(['two']);
  });

  it('fills with films nobody shows yet, once for many news, and leaves a film that is up alone', () => {
    page();
    for (let i = 20; i < 30; i++) last().say({ type: 'changed', id: i });
    last().say({ type: 'imported', count: 10 });
    vi.advanceTimersByTime(900);
    expect(refreshed()).toEqual(['two']);
  });

  it('lets what waits for a film hear of every film', () => {
    page('', 'any');
    last().say({ type: 'changed', id: 7 });
    vi.advanceTimersByTime(900);
    expect(refreshed()).toEqual(['one', 'two']);
  });

  it('hears only of its own film where it is told so', () => {
    page('only="7"');
    last().say({ type: 'changed', id: 8 });
    vi.advanceTimersByTime(5000);
    expect(refreshed()).toEqual([]);
  });

  it('comes back after the line breaks, and then fetches everything', () => {
    page();
    last().onopen?.();
    last().onclose?.({ code: 1006 });
    vi.advanceTimersByTime(1100);
    expect(FakeSocket.all.length).toBe(2);
    last().onopen?.();
    vi.advanceTimersByTime(3000);
    expect(refreshed()).toEqual(['one', 'two']);
  });

  it('does not ask again where the house refused', () => {
    page();
    last().onclose?.({ code: 4403 });
    vi.advanceTimersByTime(60_000);
    expect(FakeSocket.all.length).toBe(1);
  });
});

describe('<resume-words>', () => {
  it('says where a guest goes on', () => {
    localStorage.setItem('position:7', '{"at": 26.4, "duration": 60}');
    for (const movie of ['7', '8']) {
      const element = document.createElement('resume-words');
      for (const [name, value] of Object.entries({ movie, 'resumes-from': '5.000', 'resumes-until': '54.000' })) element.setAttribute(name, value);
      element.innerHTML = '<a><span class="words">Play</span></a>';
      document.body.append(element);
    }
    expect([...document.querySelectorAll('.words')].map((words) => words.textContent)).toEqual(['Continue at 0:26', 'Play']);
  });
});

describe('<encode-progress>', () => {
  it('follows the job', () => {
    document.body.innerHTML = `<encode-progress movie="7" data-state="queued"><span class="state"></span><span class="rest"></span>
      <progress max="1000"></progress><p class="why" hidden></p></encode-progress>`;
    expect(last().address.pathname).toBe('/ws/encodes/7/');
    last().say({ type: 'encode', state: 'running', progress: 500, speed: 2, eta: 3, reason: '' });
    expect(document.querySelector('.state')!.textContent).toBe('Being made ready');
    expect(document.querySelector('.rest')!.textContent).toBe('50 % · 2.0× · 0:03 left');
    last().say({ type: 'encode', state: 'failed', progress: 500, speed: 0, eta: null, reason: 'No picture in it.' });
    expect(document.querySelector<HTMLElement>('.why')!.textContent).toBe('No picture in it.');
    expect(document.querySelector('progress')!.hidden).toBe(true);
  });
});
