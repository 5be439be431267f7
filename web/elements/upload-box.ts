import '../styles/upload.css';
import { Item } from './upload/item';

const AT_ONCE = 3;

/** A place to drop files at. A few are sent at a time, the others wait; the list below is told of every change. */
class UploadBox extends HTMLElement {
  private items: Item[] = [];
  private changedAt = 0;
  private askedAt = 0;

  connectedCallback(): void {
    this.addEventListener('change', this.chosen, { capture: true });
    for (const name of ['dragenter', 'dragover', 'dragleave', 'drop']) {
      document.addEventListener(name, this.dragged);
    }
    document.body.addEventListener('htmx:afterSwap', this.hideOwn);
    document.body.addEventListener('htmx:beforeRequest', this.asked);
    document.body.addEventListener('htmx:afterSettle', this.settled);
    window.addEventListener('beforeunload', this.warn);
  }

  disconnectedCallback(): void {
    for (const name of ['dragenter', 'dragover', 'dragleave', 'drop']) {
      document.removeEventListener(name, this.dragged);
    }
    document.body.removeEventListener('htmx:afterSwap', this.hideOwn);
    document.body.removeEventListener('htmx:beforeRequest', this.asked);
    document.body.removeEventListener('htmx:afterSettle', this.settled);
    window.removeEventListener('beforeunload', this.warn);
  }

  /** Before the office's own script hears of it, which looks for a text field beside every choice of files. */
  private readonly chosen = (event: Event): void => {
    if (!(event.target instanceof HTMLInputElement) || event.target.type !== 'file') return;
    event.stopPropagation();
    this.take([...(event.target.files ?? [])]);
    event.target.value = '';
  };

  private readonly dragged = (event: Event): void => {
    const files = (event as DragEvent).dataTransfer;
    if (!files?.types.includes('Files')) return;
    event.preventDefault();
    const out = event.type === 'drop' || (event.type === 'dragleave' && !(event as DragEvent).relatedTarget);
    this.toggleAttribute('data-over', !out);
    if (event.type === 'drop') this.take([...files.files]);
  };

  private readonly warn = (event: Event): void => {
    if (this.items.some((item) => item.isLive)) event.preventDefault();
  };

  /** What this page sends is shown in the box; the list shows the rest. */
  private readonly hideOwn = (): void => {
    const own = new Set(this.items.filter((item) => item.state !== 'done' && item.token).map((item) => item.token));
    for (const row of document.querySelectorAll<HTMLElement>('[data-upload]')) {
      row.hidden = own.has(row.dataset['upload'] ?? '');
    }
    for (const sent of document.querySelectorAll<HTMLElement>('.upload-sent')) {
      sent.hidden = !sent.querySelector('[data-upload]:not([hidden])');
    }
  };

  private readonly asked = (event: Event): void => {
    if (event.target instanceof Element && event.target.id === 'upload-rows') this.askedAt = performance.now();
  };

  /** A list that is being replaced hears nothing: what changed since it was asked for is told to the new one. */
  private readonly settled = (): void => {
    if (this.changedAt > this.askedAt) this.tell();
  };

  private tell(): void {
    document.body.dispatchEvent(new Event('uploads-changed'));
  }

  private take(files: File[]): void {
    for (const file of files) {
      const item = new Item(file, (changed) => this.heard(changed));
      this.items.push(item);
      this.querySelector('.upload-items')?.append(item.row);
    }
    this.next();
  }

  private heard(item: Item): void {
    if (item.state === 'done') {
      this.items = this.items.filter((other) => other !== item);
      item.row.remove();
    }
    if (item.state === 'done' || item.state === 'stopped') {
      this.changedAt = performance.now();
      this.tell();
    }
    this.hideOwn();
    queueMicrotask(() => this.next());
  }

  private next(): void {
    const sending = this.items.filter((item) => item.state === 'sending' || item.state === 'checking').length;
    const waiting = this.items.filter((item) => item.state === 'waiting');
    for (const item of waiting.slice(0, Math.max(0, AT_ONCE - sending))) item.start();
  }
}

customElements.define('upload-box', UploadBox);
