// A visit without a network, a new version, and phones that lack what others have.
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { between } from "./lib/between.mjs";
import { heading, inCharge, kept, launch, open, PHONE, serve, until } from "./lib/zuoban.mjs";

let server, gateway, browser, context, page, problems;
before(async () => (browser = await launch()));
after(() => browser?.close());
beforeEach(async () => {
  server = await serve();
  gateway = await between(server);
});
afterEach(async () => {
  await context?.close();
  await gateway?.close();
  await server?.stop();
});
const start = async (path, options) => ({ context, page, problems } = await open(browser, gateway.base, path, options));
const becomes = async (text) => assert.equal(await until(() => heading(page), (seen) => seen === text), text);
const go = async (path) => {
  await page.goto(gateway.base + path);
  await inCharge(page);
};
/** Waits until the service worker has what it needs, and the app what it keeps of the hall. */
const ready = async () => {
  await page.waitForFunction(() => navigator.serviceWorker.controller);
  await page.waitForFunction(() => localStorage.getItem("zb.data.duty"));
};

test("a second visit opens without a network: the window rates, the roster and the finder are there", async () => {
  await start("/w/07");
  await ready();
  gateway.cut();
  await go("/w/07");
  await becomes("税务 07 号窗口");
  assert.ok(await page.locator(".rate__button").first().isVisible());
  await page.tap("#good");
  await becomes("记下了，待发送");
  // The week: at a weekend nobody sits.
  await go("/duty?day=week");
  await becomes("谁在坐班");
  assert.ok((await until(() => page.locator("main .row").count(), Boolean)) > 0);
  await go("/");
  await page.fill("#q", "gsrd");
  await page.locator(".row:visible", { hasText: "人社 12 号窗口" }).waitFor();
  await go("/suggest");
  await page.fill("#text", "没网也写得了建议");
  await page.reload();
  await inCharge(page);
  assert.equal(await page.inputValue("#text"), "没网也写得了建议");
  gateway.mend();
  await page.evaluate(() => window.dispatchEvent(new Event("online")));
  await until(() => kept(page), (count) => count === 0, 20_000);
  assert.deepEqual((await server.ratings()).map((rating) => rating.window), ["07"]);
});

test("a window never seen before opens without a network, and is rated", async () => {
  await start("/w/07");
  await ready();
  gateway.cut();
  await go("/w/12?k=elsewhere");
  await becomes("人社 12 号窗口");
  assert.equal(await page.locator(".duties").isVisible(), true);
  await page.tap("#good");
  await becomes("记下了，待发送");
  assert.match(await page.evaluate(() => JSON.stringify({ ...localStorage })), /k\\*":\\*"elsewhere/);
  await go("/w/99");
  await becomes("没能打开");
});

test("two visits without a network are two ratings, not one twice", async () => {
  await start("/w/07");
  await ready();
  gateway.cut();
  for (const button of ["#good", "#bad"]) {
    await go("/w/07");
    await page.tap(button);
    await becomes("记下了，待发送");
  }
  const ids = () =>
    page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith("zb.out.")).map((key) => key.split(".")[3]));
  assert.equal(new Set(await ids()).size, 2);
});

test("pages seen before are shown without a network, with their age", async () => {
  await start("/results");
  await ready();
  const title = await heading(page);
  gateway.cut();
  await go("/results");
  await becomes(title);
  await page.getByText(/没连上网络，先看 .+ 的内容/).waitFor();
  assert.ok((await page.locator(".share").count()) > 10);
  await go("/privacy");
  await page.locator("#retry").waitFor();
  gateway.mend();
  await page.locator("#retry").tap();
  await becomes("您的信息怎么用");
  assert.ok(await page.locator("[data-live=age]").isHidden());
});

test("a broken gateway and an endless wait show the page that is kept", async () => {
  await start("/duty");
  await ready();
  gateway.decide((incoming) => (incoming.headers.accept?.includes("text/html") ? "busy" : "through"));
  await go("/duty");
  await becomes("谁在坐班");
});

test("a new version takes over with the next page, never in the middle of a form", async () => {
  await start("/suggest");
  await ready();
  await page.fill("#text", "写到一半");
  await page.evaluate(() => (window.here = true));
  gateway.renew("next");
  await page.evaluate(async () => {
    const changed = new Promise((go) => navigator.serviceWorker.addEventListener("controllerchange", go));
    await (await navigator.serviceWorker.ready).update();
    await changed;
  });
  await page.locator("#text").press("End");
  await page.locator("#text").type("，还在写");
  assert.equal(await page.inputValue("#text"), "写到一半，还在写");
  assert.ok(await page.evaluate(() => window.here), "the page was replaced in the middle of a form");
  await page.locator(".dock__link").nth(1).tap();
  await becomes("谁在坐班");
  assert.equal(await until(() => page.evaluate(() => window.here), (here) => !here), undefined);
  await inCharge(page);
  await page.locator(".dock__link").nth(2).tap();
  await becomes("提建议");
  assert.equal(await page.inputValue("#text"), "写到一半，还在写");
  const caches = await page.evaluate(() => window.caches.keys());
  assert.ok(caches.includes("zuoban-next") && caches.length === 2, caches.join());
});

const WECHAT =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 16_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 MicroMessenger/8.0.49(0x18003137) NetType/WIFI Language/zh_CN";

test("WeChat on iOS has no service worker: everything but opening without a network works", async () => {
  const without = () => delete Navigator.prototype.serviceWorker;
  await start("/w/07", { options: { ...PHONE, userAgent: WECHAT }, before: (page) => page.addInitScript(without) });
  await page.waitForFunction(() => localStorage.getItem("zb.data.duty"));
  gateway.cut();
  await page.tap("#bad");
  await becomes("记下了，待发送");
  await page.locator(".dock__link").nth(1).tap();
  await becomes("谁在坐班");
  await page.locator("#whole").tap();
  assert.ok((await until(() => page.locator("main .row").count(), Boolean)) > 0);
  gateway.mend();
  await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
  await page.evaluate(() => window.dispatchEvent(new Event("focus")));
  await until(() => kept(page), (count) => count === 0, 20_000);
  assert.deepEqual(problems.filter((said) => !/ERR_|Failed to load/.test(said)), []);
});

const refuse = () => {
  Storage.prototype.setItem = () => {
    throw new DOMException("refused", "QuotaExceededError");
  };
};

test("where localStorage refuses, the browser's database keeps what waits over a closed page", async () => {
  await start("/w/07", { before: (_, context) => context.addInitScript(refuse) });
  gateway.cut();
  await page.tap("#good");
  await page.getByText(/存在这部手机上/).waitFor();
  await page.close();
  gateway.mend();
  page = await context.newPage();
  await go("/w/12");
  const rated = async () => (await server.ratings()).map((rating) => rating.window).join();
  assert.equal(await until(rated, (windows) => windows === "07", 15_000), "07");
  const left = () =>
    page.evaluate(
      () =>
        new Promise((done) => {
          const opening = indexedDB.open("zuoban", 1);
          opening.onsuccess = () => {
            const all = opening.result.transaction("kept").objectStore("kept").getAllKeys();
            all.onsuccess = () => (opening.result.close(), done(all.result.length));
          };
        }),
    );
  assert.equal(await until(left, (count) => count === 0), 0);
});

test("the manifest can be installed: its icons are there, one of them maskable", async () => {
  await start("/");
  const manifest = await page.evaluate(async () => (await fetch(document.querySelector("link[rel=manifest]").href)).json());
  assert.equal(manifest.display, "standalone");
  assert.ok(manifest.icons.some((icon) => icon.purpose === "maskable"));
  for (const icon of manifest.icons.filter((icon) => icon.type === "image/png")) {
    const size = await page.evaluate(async (src) => {
      const image = new Image();
      image.src = src;
      await image.decode();
      return `${image.naturalWidth}x${image.naturalHeight}`;
    }, icon.src);
    assert.equal(size, icon.sizes);
  }
});
