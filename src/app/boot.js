// Starts the app, and looks after a tap that comes before it.
// What the app needs from here stands in `window.zuoban` (src/app/browser/boot.rs).
"use strict";

const root = document.documentElement;
const OUTBOX = "zb.out.";
const WORKER = "/sw.js";
let inCharge = false; // the app answers taps
let expected = typeof WebAssembly === "object"; // the app may still come
let pressed = false; // a finger is on the page: its tap must reach what it began on
let fresh = null; // the app's page, waiting to be shown

// Leptos sets static markup by innerHTML: let that through, and nothing that could run.
if (window.trustedTypes) {
  trustedTypes.createPolicy("default", {
    createHTML: (html) => (/<(script|iframe|object|embed|base)|\son\w+\s*=|javascript:/i.test(html) ? null : html),
    createScriptURL: (address) => (address === WORKER ? address : null),
  });
}

// Elder mode is remembered on the phone, which the server does not know.
try {
  if (localStorage.getItem("zb.elder") === "1" && !/[?&]elder=/.test(location.search)) root.classList.add("elder");
} catch (_) {}

// A trap in the app ends it; the page's forms still go their own way.
addEventListener("error", (event) => {
  if (!(event.error instanceof WebAssembly.RuntimeError)) return;
  inCharge = false;
  expected = false;
  const said = document.getElementById("crashed");
  if (said) said.hidden = false;
});

/** One sender at a time in all tabs, where the browser can; else the server's idempotency has to do. */
function locked(work) {
  if (!navigator.locks) return work();
  // Another tab has just sent: what it took out of the storage is seen here a moment later.
  const settled = () => new Promise((go) => setTimeout(go, 60)).then(work);
  const inTurn = () => navigator.locks.request("zuoban.outbox", settled);
  return navigator.locks.request("zuoban.outbox", { ifAvailable: true }, (lock) => (lock ? work() : inTurn()));
}

/** Sends a kept rating once; whatever is not taken stays for the app. */
function send(key, item) {
  return locked(async () => {
    if (!localStorage.getItem(key)) return true; // another tab was faster
    const answer = await fetch(item.path, {
      method: item.method,
      headers: { "content-type": "application/json" },
      body: item.body,
      keepalive: true,
    });
    // Only the endpoint knows the id: a captive portal says 200 to everything.
    const taken = answer.ok && (await answer.json()).id === item.rating;
    if (taken) localStorage.removeItem(key);
    return taken;
  });
}

/** Keeps a tap on the phone, then sends it: the app, when it comes, finds both. */
function tap(event) {
  const button = event.target.closest && event.target.closest("button[name=satisfied]");
  if (!button || inCharge || !expected) return; // without the app the form goes its own way
  const form = button.form;
  const field = (name) => (form.elements[name] ? form.elements[name].value : undefined);
  const now = new Date();
  const id = field("id");
  const key = OUTBOX + String(now.getTime()).padStart(15, "0") + "." + id;
  const item = {
    method: "POST",
    path: "/api/v1/ratings",
    rating: id,
    window: field("window"),
    body: JSON.stringify({
      id,
      window: field("window"),
      satisfied: button.value === "true",
      k: field("k"),
      visit: field("visit"),
      rated_at: field("rated_at") || now.toISOString(),
    }),
  };
  try {
    localStorage.setItem(key, JSON.stringify(item));
  } catch (_) {
    return; // nothing can be kept here: the form goes its own way
  }
  event.preventDefault();
  const address = new URL(location.href);
  address.searchParams.set("r", id);
  address.searchParams.delete("undone");
  history.replaceState(history.state, "", address);
  const said = form.dataset.said.split("|");
  const heading = document.getElementById("title");
  const say = (at) => {
    heading.firstChild.data = said[at];
    heading.lastElementChild.textContent = said[at + 1];
  };
  heading.parentNode.classList.add("page--tapped");
  say(0);
  heading.focus();
  send(key, item).then(
    (taken) => say(taken ? 4 : 2),
    () => say(2),
  );
}
addEventListener("click", tap, true);

/** Shows the app's page in place of the server's, once nobody is in the middle of something. */
function settle() {
  const old = document.getElementById("app");
  const at = document.activeElement;
  const typing = at && old.contains(at) && at.matches("textarea, input:not([type=radio], [type=checkbox])");
  if (!fresh || pressed || typing) return;
  const { page, taken } = fresh;
  fresh = null;
  inCharge = true;
  const focused = old.contains(at) && at.id;
  // What was typed or chosen here; the rest the app knows better.
  const changed = (field) => field.value !== field.defaultValue || field.checked !== field.defaultChecked;
  const values = [...old.querySelectorAll("textarea, input:not([type=hidden])")]
    .filter(changed)
    .map((field) => [field.name, field.value, field.checked]);
  taken();
  page.id = "app";
  old.replaceWith(page);
  for (const [name, value, checked] of values) {
    for (const field of page.querySelectorAll(`[name="${name}"]`)) {
      if (field.type === "radio" || field.type === "checkbox") {
        if (field.value === value) field.checked = checked;
      } else if (field.value !== value) {
        field.value = value;
        field.dispatchEvent(new Event("input", { bubbles: true }));
      }
    }
  }
  const again = focused && document.getElementById(focused);
  if (again) again.focus({ preventScroll: true });
  root.dataset.app = "on";
  performance.mark("zuoban:in-charge");
}
const release = () => {
  pressed = false;
  settle();
};
addEventListener("pointerdown", () => (pressed = true), true);
addEventListener("pointercancel", () => setTimeout(release), true);
addEventListener("click", () => setTimeout(release), true);
addEventListener("pointerup", () => setTimeout(release, 350), true);
addEventListener("focusout", () => setTimeout(settle), true);

/** One thing done with the browser's database, where what waits is kept if localStorage refuses. */
const database = (mode, act) =>
  new Promise((done, fail) => {
    const opening = indexedDB.open("zuoban", 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore("kept");
    opening.onerror = () => fail(opening.error);
    opening.onsuccess = () => {
      const turn = opening.result.transaction("kept", mode);
      const asked = act(turn.objectStore("kept"));
      turn.oncomplete = () => (opening.result.close(), done(asked.map((request) => request.result)));
      turn.onabort = () => fail(turn.error);
    };
  });

let extra; // the second module, asked for when something in it is needed

window.zuoban = {
  locked,
  /** What needs time, once it is seen that a tap was felt; a page that is not looked at paints nothing. */
  afterPaint(work) {
    const go = () => {
      const once = work;
      work = () => {};
      once();
    };
    requestAnimationFrame(() => setTimeout(go));
    setTimeout(go, 100);
  },
  /** Copies a text, or hands the page on by the phone's own sheet; else says whether it was copied. */
  async hand(text) {
    // Closing the sheet is an error too, and no reason to do anything else.
    if (!text && navigator.share) return navigator.share({ title: document.title, url: location.href }).catch(() => {});
    try {
      await navigator.clipboard.writeText(text || location.href); // missing on plain http
      return true;
    } catch (_) {
      return false;
    }
  },
  query(path, search) {
    const set = () => location.pathname === path && history.replaceState(history.state, "", path + search);
    this.afterPaint(set);
  },
  extra() {
    const load = async () => {
      const [module, made] = await Promise.all([compile("/extra_bg.wasm"), import("/extra.js")]);
      await made["default"]({ module_or_path: module });
      return made;
    };
    if (extra) return extra;
    extra = load().catch((why) => {
      extra = undefined; // the next time may have a network
      throw why;
    });
    return extra;
  },
  spare: (key, text) => database("readwrite", (all) => [text === undefined ? all.delete(key) : all.put(text, key)]),
  spareAll: () =>
    database("readonly", (all) => [all.getAllKeys(), all.getAll()]).then(([keys, texts]) =>
      keys.map((key, at) => [key, texts[at]]),
    ),
  takeOver(page, taken) {
    if (inCharge) return;
    fresh = { page, taken };
    setTimeout(settle); // by itself: a layout of all there is comes of it
  },
};

/** By streaming where the browser can, else from bytes (WKWebView refuses some good answers). */
function compile(address) {
  const bytes = () =>
    fetch(address).then((answer) => {
      if (!answer.ok) throw new Error("no app");
      return answer.arrayBuffer().then((buffer) => WebAssembly.compile(buffer));
    });
  return WebAssembly.compileStreaming ? WebAssembly.compileStreaming(fetch(address)).catch(bytes) : bytes();
}

/** The page comes first: nothing of the app is asked for before it is painted. */
function painted() {
  const soon = (go) => (document.hidden ? go() : requestAnimationFrame(() => setTimeout(go)));
  return new Promise((go) => {
    setTimeout(go, 1000);
    if (document.hidden || !(PerformanceObserver.supportedEntryTypes || []).includes("paint")) return soon(go);
    new PerformanceObserver((_, watching) => (watching.disconnect(), go())).observe({ type: "paint", buffered: true });
  });
}

async function start() {
  if (document.readyState === "loading") await new Promise((go) => addEventListener("DOMContentLoaded", go));
  await painted();
  if (!document.getElementById("app").dataset.page) throw new Error("no page of the app");
  const address = (id) => document.getElementById(id).href;
  const [module, app] = await Promise.all([compile(address("app-wasm")), import(address("app-js"))]);
  await app["default"]({ module_or_path: module }); // in brackets: Trunk's minifier stumbles over `.default`
}

/** Opening without a network, where the browser can: asked for once the page has nothing better to do. */
function keepForLater() {
  const workers = navigator.serviceWorker; // missing on plain http and in WeChat on iOS
  if (!workers) return;
  let renewed = false;
  let before = workers.controller;
  workers.addEventListener("controllerchange", () => {
    renewed = Boolean(before); // another version is there: it takes over with the next page, never in this one
    before = workers.controller;
  });
  addEventListener(
    "click",
    (event) => {
      const link = renewed && event.target.closest && event.target.closest("a[href]");
      if (link && link.origin === location.origin && link.pathname !== location.pathname) event.stopPropagation();
    },
    true,
  );
  setTimeout(() => workers.register(WORKER).catch(() => {}), 2000);
}
if (expected) {
  start().then(keepForLater, () => {
    expected = false; // the page stays the plain form
    root.dataset.app = "none";
  });
}
