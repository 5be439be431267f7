import { gettext } from '../../lib/words';
import { icons } from './icons';

export interface Choice {
  label: string;
  value: string;
  data?: Record<string, string>;
}

/** A line of a menu that does something instead of being chosen. */
export interface Deed {
  label: string;
  icon: string;
  does: () => void;
  /** It opens another menu or panel. */
  leads?: boolean;
}

/** One of the player's menus: a button that opens a list of which one thing is chosen, and deeds below. */
export class Menu {
  private list: HTMLElement | null = null;
  private choices: Choice[] = [];
  private chosen = '';
  private back: Menu | null = null;

  /** `deeds` are asked for each time the menu opens. */
  constructor(
    readonly button: HTMLButtonElement,
    private readonly dock: HTMLElement,
    private readonly pick: (value: string) => void,
    private readonly deeds: () => Deed[] = () => [],
  ) {
    button.addEventListener('click', () => (this.isOpen ? this.close() : this.open()));
  }

  get isOpen(): boolean {
    return this.list !== null;
  }

  get value(): string {
    return this.chosen;
  }

  get isEmpty(): boolean {
    return this.button.hidden;
  }

  get label(): string {
    return this.button.getAttribute('aria-label') ?? '';
  }

  /** What can be chosen; a menu with nothing to choose hides. */
  offer(choices: Choice[], chosen: string): void {
    const same = this.isOpen && JSON.stringify(choices) === JSON.stringify(this.choices);
    this.choices = choices;
    this.chosen = chosen;
    this.button.hidden = choices.length < 2;
    if (same) this.choose(chosen);
    else if (this.isOpen) this.open(this.back);
  }

  choose(value: string): void {
    this.chosen = value;
    for (const item of this.list?.querySelectorAll<HTMLElement>('[role=menuitemradio]') ?? []) {
      item.setAttribute('aria-checked', String(item.dataset['value'] === value));
    }
  }

  rename(value: string, label: string): void {
    const choice = this.choices.find((one) => one.value === value);
    if (!choice || choice.label === label) return;
    choice.label = label;
    const item = this.list?.querySelector(`[data-value="${CSS.escape(value)}"] span`);
    if (item) item.textContent = label;
  }

  /** `back` is the menu this one was opened from. */
  open(back: Menu | null = null): void {
    this.close();
    this.back = back;
    const list = document.createElement('div');
    list.className = 'menu pane';
    list.setAttribute('role', 'menu');
    list.setAttribute('aria-label', this.label);
    const deeds = this.deeds().map((deed) => this.deed(deed));
    list.append(this.head(), ...this.choices.map((choice) => this.item(choice)), ...deeds);
    if (this.choices.length) deeds[0]?.classList.add('apart');
    list.addEventListener('keydown', this.onKey);
    this.list = list;
    this.dock.append(list);
    this.button.setAttribute('aria-expanded', 'true');
    document.addEventListener('pointerdown', this.outside, true);
    const chosen = list.querySelector<HTMLElement>('[aria-checked="true"]');
    chosen?.scrollIntoView({ block: 'nearest' });
    (chosen ?? list.querySelector<HTMLElement>('[role]'))?.focus({ preventScroll: true });
  }

  close(): void {
    if (!this.list) return;
    const within = this.list.contains(document.activeElement);
    this.list.remove();
    this.list = null;
    this.button.setAttribute('aria-expanded', 'false');
    document.removeEventListener('pointerdown', this.outside, true);
    if (within) (this.button.offsetParent ? this.button : (this.back?.button ?? this.button)).focus();
  }

  private head(): HTMLElement {
    const { back } = this;
    if (!back) {
      const head = Object.assign(document.createElement('h2'), { textContent: this.label });
      head.setAttribute('aria-hidden', 'true');
      return head;
    }
    const item = line('menuitem', this.label, icons.back);
    item.className = 'head';
    item.setAttribute('aria-label', gettext('Back'));
    item.addEventListener('click', () => {
      this.close();
      back.open();
    });
    return item;
  }

  private item(choice: Choice): HTMLElement {
    const item = line('menuitemradio', choice.label);
    item.setAttribute('aria-checked', String(choice.value === this.chosen));
    Object.assign(item.dataset, { value: choice.value }, choice.data);
    item.insertAdjacentHTML('beforeend', icons.check);
    item.addEventListener('click', () => {
      this.choose(choice.value);
      this.close();
      this.pick(choice.value);
    });
    return item;
  }

  private deed({ label, icon, does, leads }: Deed): HTMLElement {
    const item = line('menuitem', label, icon);
    if (leads) item.insertAdjacentHTML('beforeend', icons.on);
    item.addEventListener('click', () => {
      this.close();
      does();
    });
    return item;
  }

  private readonly outside = (event: Event): void => {
    const at = event.target as Node;
    if (!this.list?.contains(at) && !this.button.contains(at)) this.close();
  };

  private readonly onKey = (event: KeyboardEvent): void => {
    const items = [...(this.list?.querySelectorAll<HTMLElement>('[role]') ?? [])];
    const at = items.indexOf(document.activeElement as HTMLElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
    if (to !== undefined) items[(to + items.length) % items.length]?.focus();
    else if (event.key === 'ArrowLeft' && this.back) items[0]?.click();
    else if (event.key === 'Escape' || event.key === 'Tab') this.close();
    if (event.key !== 'Enter' && event.key !== 'Tab') {
      event.stopPropagation();
      if (event.key !== ' ') event.preventDefault();
    }
  };
}

function line(role: string, label: string, icon = ''): HTMLElement {
  const item = document.createElement('button');
  item.type = 'button';
  item.tabIndex = -1;
  item.setAttribute('role', role);
  item.innerHTML = icon;
  item.append(Object.assign(document.createElement('span'), { textContent: label }));
  return item;
}
