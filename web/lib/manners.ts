/* Small things every page does once scripts are there. */

export function manners(): void {
  document.addEventListener('keydown', findWithSlash);
  document.addEventListener('click', onClick);
  if ('serviceWorker' in navigator && isSecureContext) {
    void navigator.serviceWorker.register('/service-worker.js').catch(() => undefined);
  }
}

const isVisible = (element: HTMLElement): boolean => element.offsetParent !== null;

/** "/" goes to the search field, or to the page that has one. */
function findWithSlash(event: KeyboardEvent): void {
  if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey) return;
  const at = event.target as HTMLElement | null;
  if (at?.closest('input, textarea, select, [contenteditable]')) return;
  const fields = [...document.querySelectorAll<HTMLElement>('[data-search]')].filter(isVisible);
  const field = fields.find((one) => one.tagName === 'INPUT');
  if (!field && !fields[0]) return;
  event.preventDefault();
  if (field) field.focus();
  else (fields[0] as HTMLAnchorElement).click();
}

function onClick(event: MouseEvent): void {
  const target = event.target as Element;
  const button = target.closest<HTMLElement>('[data-does]');
  if (button) doIt(button);
}

function doIt(button: HTMLElement): void {
  switch (button.dataset['does']) {
    case 'dismiss':
      button.closest('.note')?.remove();
      break;
    case 'reload':
      location.reload();
      break;
    case 'show-password':
      togglePassword(button);
      break;
    case 'share':
      void share(button);
      break;
  }
}

function togglePassword(button: HTMLElement): void {
  const input = button.parentElement?.querySelector('input');
  if (!input) return;
  const hidden = input.type === 'password';
  input.type = hidden ? 'text' : 'password';
  button.setAttribute('aria-pressed', String(hidden));
}

/** The system's sheet where there is one, else the address goes to the clipboard. */
async function share(button: HTMLElement): Promise<void> {
  const { title = document.title, url = location.href } = button.dataset;
  const address = new URL(url, location.href).href;
  try {
    if (navigator.share) await navigator.share({ title, url: address });
    else {
      await navigator.clipboard.writeText(address);
      const words = button.querySelector('.words');
      const was = words?.textContent ?? '';
      if (words) {
        words.textContent = button.dataset['copied'] ?? was;
        setTimeout(() => (words.textContent = was), 2500);
      }
    }
  } catch {
    // The person closed the sheet.
  }
}
