/** Words that show when the browser gave no passkey: it was waved away, took too long, or there is none. */
class PasskeyFault extends HTMLElement {
  connectedCallback(): void {
    document.addEventListener('allauth.error', this.show);
  }

  disconnectedCallback(): void {
    document.removeEventListener('allauth.error', this.show);
  }

  private readonly show = (event: Event): void => {
    event.preventDefault();
    this.hidden = false;
  };
}

customElements.define('passkey-fault', PasskeyFault);
