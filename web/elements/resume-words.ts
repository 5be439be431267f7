import { recall, resumeAt } from '../lib/position';
import { clock } from '../lib/time';
import { fill, gettext } from '../lib/words';

/** For guests: the button inside says where the film goes on, which this browser alone knows. */
class ResumeWords extends HTMLElement {
  connectedCallback(): void {
    addEventListener('pageshow', this.draw);
    this.draw();
  }

  disconnectedCallback(): void {
    removeEventListener('pageshow', this.draw);
  }

  private readonly draw = (): void => {
    const words = this.querySelector('.words');
    const at = resumeAt(recall(this.getAttribute('movie') ?? '', localStorage), this);
    if (words) words.textContent = at ? fill(gettext('Continue at %(at)s'), { at: clock(at) }) : gettext('Play');
  };
}

customElements.define('resume-words', ResumeWords);
