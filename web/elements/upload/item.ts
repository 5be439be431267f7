/* One file in the box: what it is for, how far it is, and the buttons to hold it, go on, or take it back. */
import { kindOf, progressWords, Rate, sizeWords, type Kind } from '../../lib/uploads';
import { fill, gettext } from '../../lib/words';
import { Sender } from './sender';

type State = 'asking' | 'waiting' | 'sending' | 'paused' | 'stopped' | 'checking' | 'known' | 'done';

const WORDS: Record<Exclude<State, 'stopped' | 'sending'>, () => string> = {
  asking: () => gettext('Which film is this for?'),
  waiting: () => gettext('Waiting for its turn'),
  paused: () => gettext('Held'),
  checking: () => gettext('All bytes are here. Being looked at'),
  known: () => gettext('Here already'),
  done: () => gettext('Arrived'),
};

export class Item {
  readonly row = document.createElement('li');
  state: State = 'waiting';
  token = '';
  private sender: Sender | null = null;
  private readonly rate = new Rate();
  private readonly words = document.createElement('p');
  private readonly bar = document.createElement('progress');
  private readonly hold = button('hold', () => this.toggle());
  private readonly away = button('away', () => void this.leave());

  constructor(
    readonly file: File,
    private readonly changed: (item: Item) => void,
  ) {
    this.row.className = 'upload-item';
    const name = document.createElement('p');
    name.className = 'name';
    name.textContent = file.name;
    this.words.className = 'words';
    this.words.setAttribute('aria-live', 'polite');
    this.bar.max = Math.max(1, file.size);
    this.bar.value = 0;
    this.bar.setAttribute('aria-label', file.name);
    const buttons = document.createElement('div');
    buttons.className = 'buttons';
    this.away.textContent = gettext('Cancel');
    buttons.append(this.hold, this.away);
    this.row.append(name, this.bar, this.words, buttons);
    this.show(kindOf(file.name) === 'film' ? 'waiting' : 'asking');
    if (this.state === 'asking') buttons.before(this.question());
  }

  get isLive(): boolean {
    return this.state === 'sending' || this.state === 'waiting' || this.state === 'checking';
  }

  /** Begin to send; `kind` and `movie` are known now. */
  start(kind: Kind = 'film', movie = ''): void {
    this.sender = new Sender({ file: this.file, kind, movie }, {
      began: (token) => {
        this.token = token;
        this.changed(this);
      },
      moved: (sent) => this.moved(sent),
      stopped: (words) => this.show('stopped', words),
      known: (title, url) => this.isKnown(title, url),
      done: () => this.show('done'),
    });
    this.show('sending', sizeWords(this.file.size));
    void this.sender.start();
  }

  private moved(sent: number): void {
    if (this.state !== 'sending' && this.state !== 'checking') return;
    this.rate.report(sent, performance.now());
    this.bar.value = sent;
    if (sent >= this.file.size) this.show('checking');
    else this.show('sending', progressWords(sent, this.file.size, this.rate.perSecond));
  }

  private toggle(): void {
    this.rate.clear();
    if (this.state === 'sending') {
      this.sender?.pause();
      this.show('paused');
    } else {
      this.show('sending', sizeWords(this.file.size));
      this.sender?.resume();
    }
  }

  private async leave(): Promise<void> {
    if (this.state === 'done' || this.state === 'known') return this.row.remove();
    this.row.remove();
    await this.sender?.cancel();
    this.state = 'done';
    this.changed(this);
  }

  private isKnown(title: string, url: string): void {
    this.show('known');
    const link = document.createElement('a');
    link.href = url;
    link.textContent = title;
    this.words.replaceChildren(`${WORDS.known()}: `, link);
  }

  private show(state: State, words = ''): void {
    const fresh = this.state !== state;
    this.state = state;
    this.row.dataset['state'] = state;
    this.words.textContent = state === 'stopped' || state === 'sending' ? words : WORDS[state]();
    this.bar.hidden = state === 'asking' || state === 'known';
    this.hold.hidden = !['sending', 'paused', 'stopped'].includes(state);
    this.hold.textContent = state === 'sending' ? gettext('Hold') : gettext('Go on');
    this.away.textContent = state === 'known' || state === 'done' ? gettext('Close') : gettext('Cancel');
    if (fresh) this.changed(this);
  }

  /** A picture or subtitles: for which film, and is the picture its poster or a still? */
  private question(): HTMLElement {
    const form = document.createElement('form');
    form.className = 'upload-question';
    const kind = kindOf(this.file.name);
    const choice = document.createElement('select');
    choice.setAttribute('aria-label', gettext('Kind of picture'));
    choice.append(new Option(gettext('Poster'), 'poster'), new Option(gettext('Still'), 'backdrop'));
    const seek = document.createElement('input');
    seek.type = 'search';
    seek.placeholder = gettext('Search films');
    seek.setAttribute('aria-label', fill(gettext('Film for %(name)s'), { name: this.file.name }));
    const found = document.createElement('ul');
    form.append(...(kind === 'subtitle' ? [] : [choice]), seek, found);
    form.addEventListener('submit', (event) => event.preventDefault());
    seek.addEventListener('input', () => void this.offer(seek, found, (movie) => {
      form.remove();
      this.start(kind === 'subtitle' ? kind : (choice.value as Kind), movie);
    }));
    return form;
  }

  private async offer(seek: HTMLInputElement, found: HTMLElement, chosen: (movie: string) => void): Promise<void> {
    const words = seek.value.trim();
    const answer = words ? await fetch(`/api/movies/?q=${encodeURIComponent(words)}`).catch(() => null) : null;
    if (words !== seek.value.trim()) return;
    const films = answer?.ok ? ((await answer.json()) as { items: { id: number; title: string; year: number | null }[] }).items : [];
    found.replaceChildren(...films.slice(0, 6).map((film) => {
      const line = document.createElement('li');
      const pick = button('pick', () => chosen(String(film.id)));
      pick.textContent = film.year ? `${film.title} (${film.year})` : film.title;
      line.append(pick);
      return line;
    }));
  }
}

function button(name: string, pressed: () => void): HTMLButtonElement {
  const made = document.createElement('button');
  made.type = 'button';
  made.className = name;
  made.addEventListener('click', pressed);
  return made;
}
