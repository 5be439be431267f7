/* The poster grows into the film's page and shrinks back. Only one poster of a page may carry the name the film's own
   page knows it by, so it is given on the way and taken back after. */

interface Transition {
  ready: Promise<void>;
  finished: Promise<void>;
  updateCallbackDone: Promise<void>;
  skipTransition(): void;
}

interface Crossing extends Event {
  viewTransition?: Transition | null;
  activation?: { entry?: { url?: string | null } | null } | null;
}

type Navigated = { navigation?: { activation?: { from?: { url?: string | null } | null } | null } };

const NAME = 'poster';

export function readyReveal(): void {
  addEventListener('pageswap', onSwap);
  addEventListener('pagereveal', onReveal);
  addEventListener('unhandledrejection', (event) => {
    if (event.reason instanceof DOMException && /transition/i.test(event.reason.message)) event.preventDefault();
  });
  document.addEventListener('click', (event) => {
    const card = (event.target as Element).closest('a[data-movie]');
    if (card) namePoster(card);
  });
}

/** Name the poster of a card that is about to be followed. */
export function namePoster(card: Element): void {
  if (document.querySelector('.film-head .cover')) return;
  for (const other of document.querySelectorAll<HTMLElement>('.cover[data-named]')) unname(other);
  const cover = card.querySelector<HTMLElement>('.cover');
  if (!cover) return;
  cover.style.viewTransitionName = NAME;
  cover.dataset['named'] = '';
}

/** The film whose page this address is, or ''. */
export function filmOf(address: string): string {
  return /\/movies\/(\d+)\//.exec(address)?.[1] ?? '';
}

/** The back office has no part in transitions, and would report one that reaches it as a fault. */
function onSwap(event: Event): void {
  const { viewTransition, activation } = event as Crossing;
  calm(viewTransition);
  if (isOffice(activation?.entry?.url ?? '')) viewTransition?.skipTransition();
}

/** Whether an address lies in the back office. */
export function isOffice(address: string): boolean {
  return /^https?:\/\/[^/]+\/admin\//.test(address);
}

function onReveal(event: Event): void {
  const transition = (event as Crossing).viewTransition;
  calm(transition);
  const film = filmOf((globalThis as Navigated).navigation?.activation?.from?.url ?? '');
  if (!transition || !film) return;
  const card = [...document.querySelectorAll(`a[data-movie="${film}"]`)].find(inSight);
  if (!card) return;
  namePoster(card);
  const cover = card.querySelector<HTMLElement>('.cover');
  if (cover) void transition.finished.catch(() => undefined).then(() => unname(cover));
}

/** A transition that the browser skips is no fault of the page. */
function calm(transition: Transition | null | undefined): void {
  transition?.ready.catch(() => undefined);
  transition?.finished.catch(() => undefined);
  transition?.updateCallbackDone.catch(() => undefined);
}

function unname(cover: HTMLElement): void {
  cover.style.viewTransitionName = '';
  delete cover.dataset['named'];
}

function inSight(element: Element): boolean {
  const box = element.getBoundingClientRect();
  return box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
}
