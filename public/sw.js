// Opens the app without a network: keeps its files and one empty page. What pages show is kept by the app
// itself (src/app/known.rs), which has to do without a service worker on many phones.
"use strict";
// The server writes the version in: other files are another version, which the browser then installs.
const CACHE = "zuoban-{{ version }}";
const SHELL = "/offline";
/** So long a page may take before the empty one is shown, in milliseconds: the app fills it from the phone. */
const PATIENCE = 4000;

/** The empty page and every file it names. The page comes last: without its files it would be of no use. */
async function keep() {
  const page = await fetch(SHELL, { cache: "reload" });
  if (!page.ok) throw new Error("no page to keep");
  const html = await page.clone().text();
  const named = [...html.matchAll(/(?:href|src)="?(\/[\w.-]+\.(?:js|wasm|svg|png|webmanifest))/g)];
  const cache = await caches.open(CACHE);
  await cache.addAll(new Set(named.map(([, address]) => address)));
  await cache.put(SHELL, page);
}

/** Pages still open may need the files of the version before; older ones go. */
async function tidy() {
  const others = (await caches.keys()).filter((name) => name.startsWith("zuoban-") && name !== CACHE);
  await Promise.all(others.slice(0, -1).map((name) => caches.delete(name)));
  if (registration.navigationPreload) await registration.navigationPreload.enable();
  await clients.claim();
}

/** The network's page, else the empty one: without a network, behind a broken gateway, or when it takes too long. */
async function page(event) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(SHELL);
  const asked = (async () => (await event.preloadResponse) || fetch(event.request))();
  if (!kept) return asked;
  const late = new Promise((go) => setTimeout(go, PATIENCE, kept));
  const usable = asked.then((answer) => ([502, 503, 504].includes(answer.status) ? kept : answer));
  return Promise.race([usable.catch(() => kept), late]);
}

/** A file whose name says what is in it: never asked for twice. */
async function file(request) {
  const kept = await caches.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) (await caches.open(CACHE)).put(request, answer.clone());
  return answer;
}

addEventListener("install", (event) => event.waitUntil(keep().then(() => skipWaiting())));
addEventListener("activate", (event) => event.waitUntil(tidy()));
addEventListener("fetch", (event) => {
  const { method, mode, url } = event.request;
  const { origin, pathname } = new URL(url);
  if (method !== "GET" || origin !== location.origin) return;
  if (mode === "navigate") {
    if (!/^\/api\/|\.\w+$/.test(pathname)) event.respondWith(page(event));
  } else if (/-[0-9a-f]{10,16}(_bg)?\.(js|wasm)$/.test(pathname)) {
    event.respondWith(file(event.request));
  }
});
