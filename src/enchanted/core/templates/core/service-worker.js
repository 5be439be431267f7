{% load django_vite static %}/* Keeps the shell at hand and shows the offline page when the house can't be reached. Films, resources, sockets and the
   back office are never touched. */
const SHELL = 'enchanted-shell-{% vite_asset_url "main.ts" %}';
const KEPT = ['{% url "offline" %}', '{% static "web/icons/icon.svg" %}', '{% static "web/icons/icon-192.png" %}', '{% vite_asset_url "main.ts" %}',
  '{% vite_asset_url "offline.ts" %}'];
const NEVER = ['/stream/', '/api/', '/admin/', '/ws/', '/accounts/', '/pictures/'];

self.addEventListener('install', (event) => {
  event.waitUntil(caches.open(SHELL).then((cache) => cache.addAll(KEPT)).then(() => self.skipWaiting()));
});

self.addEventListener('activate', (event) => {
  event.waitUntil(clean().then(() => self.clients.claim()));
});

async function clean() {
  for (const name of await caches.keys()) if (name !== SHELL) await caches.delete(name);
}

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== location.origin || NEVER.some((path) => url.pathname.startsWith(path))) return;
  if (request.mode === 'navigate') event.respondWith(page(request));
  else if (url.pathname.startsWith('/static/')) event.respondWith(shell(request));
});

async function page(request) {
  try {
    return await fetch(request);
  } catch {
    return (await caches.match('{% url "offline" %}')) ?? Response.error();
  }
}

/* Names of shell files carry their content's hash, so what is kept is never old. */
async function shell(request) {
  const kept = await caches.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok && answer.status === 200) {
    const copy = answer.clone();
    caches.open(SHELL).then((cache) => cache.put(request, copy));
  }
  return answer;
}
