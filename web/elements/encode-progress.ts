import { restWords, stateWords, type EncodeNews } from '../lib/encode';
import { Line } from '../lib/socket';

/** How far a film's encode is, for staff: the server draws it once, the socket keeps it moving. */
class EncodeProgress extends HTMLElement {
  private line: Line | null = null;

  connectedCallback(): void {
    const movie = this.getAttribute('movie');
    if (!movie) return;
    this.line = new Line(`/ws/encodes/${movie}/`, {
      heard: (news) => {
        if (news['type'] === 'encode') this.show(news as unknown as EncodeNews);
      },
    });
    this.line.start();
  }

  disconnectedCallback(): void {
    this.line?.stop();
  }

  private show(news: EncodeNews): void {
    const changed = this.dataset['state'] !== news.state;
    this.dataset['state'] = news.state;
    const [state, rest, why] = ['.state', '.rest', '.why'].map((name) => this.querySelector<HTMLElement>(name));
    if (state && changed) state.textContent = stateWords(news.state);
    if (rest) rest.textContent = restWords(news);
    if (why) {
      why.textContent = news.reason;
      why.hidden = !news.reason;
    }
    const bar = this.querySelector('progress');
    if (bar) {
      bar.hidden = news.state === 'done' || news.state === 'failed';
      if (news.state === 'queued') bar.removeAttribute('value');
      else bar.value = news.progress;
    }
  }
}

customElements.define('encode-progress', EncodeProgress);
