/* The offline page stands in for the page that was asked for; as soon as the house answers, that page comes. It imports
   nothing, so that this one kept file is enough. */
const EVERY = 5000;

async function comeBack(): Promise<void> {
  try {
    const answer = await fetch('/offline/', { cache: 'no-store' });
    if (answer.ok) location.reload();
  } catch {
    // Still out of reach.
  }
}

if (location.pathname !== '/offline/') {
  addEventListener('online', () => void comeBack());
  setInterval(() => void comeBack(), EVERY);
}
