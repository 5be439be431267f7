import { backoff } from './backoff';

export interface LineWatcher {
  heard(message: Record<string, unknown>): void;
  /** The line is there; `again` when it had been lost, so news may have been missed. */
  open?(again: boolean): void;
  lost?(): void;
}

/** A websocket that comes back by itself, and lets go while the page is kept aside for the back button. */
export class Line {
  private socket: WebSocket | null = null;
  private timer = 0;
  private attempt = 0;
  private wasOpen = false;
  private stopped = true;

  constructor(
    private readonly path: string,
    private readonly watcher: LineWatcher,
  ) {}

  start(): void {
    if (!this.stopped) return;
    this.stopped = false;
    addEventListener('pagehide', this.hide);
    addEventListener('pageshow', this.show);
    addEventListener('online', this.show);
    this.connect();
  }

  stop(): void {
    this.stopped = true;
    removeEventListener('pagehide', this.hide);
    removeEventListener('pageshow', this.show);
    removeEventListener('online', this.show);
    this.hide();
  }

  private readonly hide = (): void => {
    clearTimeout(this.timer);
    const socket = this.socket;
    this.socket = null;
    socket?.close();
  };

  private readonly show = (): void => {
    if (this.stopped || this.socket) return;
    this.attempt = 0;
    this.connect();
  };

  private connect(): void {
    clearTimeout(this.timer);
    const address = new URL(this.path, location.href);
    address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
    const socket = new WebSocket(address);
    this.socket = socket;
    socket.onopen = () => {
      this.attempt = 0;
      this.watcher.open?.(this.wasOpen);
      this.wasOpen = true;
    };
    socket.onmessage = (event) => {
      const message = read(event.data);
      if (message?.['type'] === 'signed-out') socket.close();
      else if (message) this.watcher.heard(message);
    };
    socket.onclose = (event) => {
      if (this.socket !== socket) return;
      this.socket = null;
      this.watcher.lost?.();
      // 4403 and 4404 are the house's "not for you" and "no such line": asking again would change nothing.
      if (this.stopped || event.code === 4403 || event.code === 4404) return;
      this.timer = window.setTimeout(() => this.connect(), backoff(this.attempt++));
    };
  }
}

function read(data: unknown): Record<string, unknown> | null {
  try {
    const message: unknown = JSON.parse(String(data));
    return message && typeof message === 'object' ? (message as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
