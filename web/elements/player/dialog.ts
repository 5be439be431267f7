import { gettext } from '../../lib/words';
import { icons } from './icons';

/** A sheet over the film with a title and a way to close it; Escape closes it too. */
export class Dialog {
  readonly element: HTMLElement;
  readonly body: HTMLElement;
  private cameFrom: Element | null = null;

  constructor(
    parent: HTMLElement,
    kind: string,
    title: string,
    private readonly onClose: () => void = () => undefined,
  ) {
    const element = document.createElement('div');
    element.className = `sheet ${kind} pane`;
    element.setAttribute('role', 'dialog');
    element.setAttribute('aria-label', title);
    element.hidden = true;
    element.innerHTML = `<header><strong></strong><button type="button" class="round" data-close
      aria-label="${gettext('Close')}">${icons.x}</button></header><div class="body"></div>`;
    (element.querySelector('strong') as HTMLElement).textContent = title;
    element.querySelector('[data-close]')?.addEventListener('click', () => this.close());
    element.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      this.close();
    });
    this.element = element;
    this.body = element.querySelector('.body') as HTMLElement;
    parent.append(element);
  }

  get isOpen(): boolean {
    return !this.element.hidden;
  }

  open(): void {
    if (this.isOpen) return;
    this.cameFrom = document.activeElement;
    this.element.hidden = false;
    this.element.querySelector<HTMLElement>('[data-close]')?.focus({ preventScroll: true });
  }

  close(): void {
    if (!this.isOpen) return;
    const within = this.element.contains(document.activeElement);
    this.element.hidden = true;
    if (within && this.cameFrom instanceof HTMLElement) this.cameFrom.focus({ preventScroll: true });
    this.onClose();
  }

  toggle(): void {
    if (this.isOpen) this.close();
    else this.open();
  }
}
