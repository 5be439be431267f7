import { icons } from './icons';

export interface Choice {
  label: string;
  value: string;
  data?: Record<string, string>;
}

/** One of the player's menus: a button that opens a list of which one thing is chosen. */
export class Menu {
  private list: HTMLElement | null = null;
  private choices: Choice[] = [];
  private chosen = '';

  constructor(
    private readonly button: HTMLButtonElement,
    private readonly dock: HTMLElement,
    private readonly pick: (value: string) => void,
  ) {
    button.addEventListener('click', () => (this.isOpen ? this.close() : this.open()));
  }

  get isOpen(): boolean {
    return this.list !== null;
  }

  get value(): string {
    return this.chosen;
  }

  /** What can be chosen; a menu with nothing to choose hides. */
  offer(choices: Choice[], chosen: string): void {
    this.choices = choices;
    this.chosen = chosen;
    this.button.hidden = choices.length < 2;
    if (this.isOpen) this.open();
  }

  choose(value: string): void {
    this.chosen = value;
    for (const item of this.list?.querySelectorAll<HTMLElement>('[role]') ?? []) {
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

  open(): void {
    this.close();
    const list = document.createElement('div');
    list.className = 'menu pane';
    list.setAttribute('role', 'menu');
    list.setAttribute('aria-label', this.button.getAttribute('aria-label') ?? '');
    const head = document.createElement('h2');
    head.textContent = this.button.getAttribute('aria-label');
    head.setAttribute('aria-hidden', 'true');
    list.append(head, ...this.choices.map((choice) => this.item(choice)));
    list.addEventListener('keydown', this.onKey);
    this.list = list;
    this.dock.append(list);
    this.button.setAttribute('aria-expanded', 'true');
    document.addEventListener('pointerdown', this.outside, true);
    (list.querySelector<HTMLElement>('[aria-checked="true"]') ?? list.querySelector<HTMLElement>('[role]'))?.focus();
  }

  close(): void {
    if (!this.list) return;
    const within = this.list.contains(document.activeElement);
    this.list.remove();
    this.list = null;
    this.button.setAttribute('aria-expanded', 'false');
    document.removeEventListener('pointerdown', this.outside, true);
    if (within) this.button.focus();
  }

  private item(choice: Choice): HTMLElement {
    const item = document.createElement('button');
    item.type = 'button';
    item.tabIndex = -1;
    item.setAttribute('role', 'menuitemradio');
    item.setAttribute('aria-checked', String(choice.value === this.chosen));
    Object.assign(item.dataset, { value: choice.value }, choice.data);
    const label = document.createElement('span');
    label.textContent = choice.label;
    item.append(label);
    item.insertAdjacentHTML('beforeend', icons.check);
    item.addEventListener('click', () => {
      this.choose(choice.value);
      this.pick(choice.value);
      this.close();
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
    else if (event.key === 'Escape' || event.key === 'Tab') this.close();
    if (event.key !== 'Enter' && event.key !== 'Tab') {
      event.stopPropagation();
      if (event.key !== ' ') event.preventDefault();
    }
  };
}
