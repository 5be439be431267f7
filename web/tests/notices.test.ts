import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

const asked: [string, RequestInit | undefined][] = [];
let html = '';

const slip = (id: number): string =>
  `<article data-slip="${id}">${id}<button data-does="read-notice"></button></article>`;
const slips = (...ids: number[]): string => `<div data-unread="${ids.length}">${ids.map(slip).join('')}</div>`;
const settle = (): Promise<void> => new Promise((done) => setTimeout(done, 5));

async function page(account = ''): Promise<void> {
  document.body.innerHTML = `<span data-notice-count hidden></span><notice-bar src="/notices/bar/" for="${account}"></notice-bar>`;
  await settle();
}

const shown = (): string[] => [...document.querySelectorAll<HTMLElement>('[data-slip]')].filter((one) => !one.hidden).map((one) => one.dataset['slip'] ?? '');
const count = (): string => {
  const badge = document.querySelector<HTMLElement>('[data-notice-count]')!;
  return badge.hidden ? '' : (badge.textContent ?? '');
};
const putAway = (id: number): void => document.querySelector<HTMLElement>(`[data-slip="${id}"] button`)!.click();

beforeEach(async () => {
  asked.length = 0;
  localStorage.clear();
  sessionStorage.clear();
  vi.stubGlobal('WebSocket', class { close(): void {} });
  vi.stubGlobal('fetch', (address: string, how?: RequestInit) => {
    asked.push([address, how]);
    return Promise.resolve({ ok: true, redirected: false, text: () => Promise.resolve(html) });
  });
  await import('../elements/notice-bar');
});

afterEach(() => {
  document.body.replaceChildren();
  vi.unstubAllGlobals();
});

describe('<notice-bar>', () => {
  it('keeps in the browser what a guest put away, and counts the rest', async () => {
    html = slips(3, 2);
    await page();
    expect([shown(), count()]).toEqual([['3', '2'], '2']);
    putAway(3);
    expect([shown(), count()]).toEqual([['2'], '1']);
    await page();
    expect([shown(), count()]).toEqual([['2'], '1']);
    expect(asked.every(([, how]) => how?.method === undefined)).toBe(true);
    putAway(2);
    expect([shown(), count()]).toEqual([[], '']);
  });

  it('tells the house what a person put away', async () => {
    html = slips(3);
    await page('7');
    putAway(3);
    const [address, how] = asked[asked.length - 1]!;
    expect([address, how?.method]).toEqual(['/api/notices/3/read/', 'PUT']);
    expect(localStorage.getItem('notices-seen')).toBe(null);
  });

  it('shows what came last before the house answers, and never what another account saw', async () => {
    html = slips(3);
    await page('7');
    document.body.innerHTML = `<notice-bar src="/notices/bar/" for="7"></notice-bar>`;
    expect(shown()).toEqual(['3']);
    html = slips();
    document.body.innerHTML = `<notice-bar src="/notices/bar/" for="8"></notice-bar>`;
    expect(shown()).toEqual([]);
  });

  it('survives a broken store', async () => {
    localStorage.setItem('notices-seen', '{');
    html = slips(3);
    await page();
    expect(shown()).toEqual(['3']);
  });
});
