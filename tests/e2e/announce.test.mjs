// What screen readers are told: only a live region that was there before its text changed is heard.
import assert from "node:assert/strict";
import { test } from "node:test";
import { inCharge, open, setUp, until } from "./lib/zuoban.mjs";

const up = setUp();

/** Writes down in `window.heard` what a screen reader would say of changes. */
function listen() {
  const LIVE = "[role=status], [role=alert], [aria-live=polite], [aria-live=assertive]";
  const shown = () => [...document.querySelectorAll(LIVE)].filter((region) => region.checkVisibility());
  let known = new Set();
  window.heard = [];
  new MutationObserver((changes) => {
    for (const { target } of changes) {
      const region = (target.nodeType === Node.TEXT_NODE ? target.parentElement : target)?.closest?.(LIVE);
      if (region && known.has(region)) window.heard.push(region.textContent);
    }
    known = new Set(shown());
  }).observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
}

const start = (path, options) =>
  open(up.browser, up.server.base, path, { ...options, before: (page) => page.addInitScript(listen) });

/** Waits until all of it was heard, in this order. */
async function hears(page, ...said) {
  const heard = await until(
    () => page.evaluate(() => window.heard),
    (heard) => said.every((text) => heard.some((one) => one.includes(text))),
  );
  const at = said.map((text) => heard.findIndex((one) => one.includes(text)));
  assert.ok(at.every((place) => place >= 0), `${said} in ${JSON.stringify(heard)}`);
  assert.deepEqual(at, [...at].sort((a, b) => a - b), JSON.stringify(heard));
}

/** Holds answers back until asked for them. */
async function slowly(page, path) {
  let go;
  const wait = new Promise((done) => (go = done));
  await page.route(path, async (route) => {
    await wait;
    await route.continue();
  });
  return go;
}

const refusal = (code) => ({ status: 422, contentType: "application/problem+json", body: JSON.stringify({ code }) });
const suggest = async (page) => {
  await page.fill("#text", "取号机的字太小");
  await page.locator("#suggest .button--main").tap();
};

test("a rating: sending, received, and what was said after it", async () => {
  const { page, context } = await start("/w/07");
  const go = await slowly(page, "**/api/v1/ratings");
  await page.tap("#good");
  await hears(page, "正在发送");
  go();
  await hears(page, "正在发送", "收到了，谢谢您");
  await page.locator("#more button").tap();
  await hears(page, "还没有选，也没有写");
  await page.locator(".pick").first().tap();
  await page.locator("#more button").tap();
  await hears(page, "收到了，谢谢您", "补充已收到，谢谢您。");
  await context.close();
});

test("a rating: kept on the phone, then received", async () => {
  const { page, context } = await start("/w/07");
  await context.setOffline(true);
  await page.tap("#bad");
  await hears(page, "正在发送", "评价已存在这部手机上");
  await context.setOffline(false);
  await hears(page, "评价已存在这部手机上", "收到了，谢谢您");
  await context.close();
});

test("a rating: refused, there and on the next page", async () => {
  const { page, context } = await start("/w/07");
  await page.route("**/api/v1/ratings", (route) => route.fulfill(refusal("unknown_window")));
  await page.tap("#good");
  await hears(page, "正在发送", "这条评价没能送出");
  await page.locator(".dock__link").nth(1).tap();
  await hears(page, "这条评价没能送出", "07 号窗口");
  await context.close();
});

test("a tap before the app: the boot script's words are heard too", async () => {
  const { page, context } = await open(up.browser, up.server.base, "/w/07", {
    app: false,
    before: async (page) => {
      await page.addInitScript(listen);
      await page.route("**/*.wasm", () => {});
    },
  });
  await until(() => page.evaluate(() => Boolean(window.zuoban)), Boolean);
  await page.tap("#good");
  await hears(page, "正在发送", "收到了，谢谢您");
  await context.close();
});

test("a suggestion: sending, received with its code and day", async () => {
  const { page, context } = await start("/suggest");
  const go = await slowly(page, "**/api/v1/suggestions");
  await page.locator("#suggest .button--main").tap();
  await page.locator(".problem:not([hidden])").waitFor();
  await hears(page, await page.locator(".problem").innerText());
  await suggest(page);
  await hears(page, await page.locator("h1 [data-say]").innerText());
  go();
  await page.locator(".code").waitFor();
  await hears(page, "已收到，谢谢您");
  await hears(page, await page.locator(".code").innerText());
  await page.locator("#copy").tap();
  await hears(page, await page.locator("[data-live=told]").innerText());
  await context.close();
});

test("a suggestion: kept on the phone, also on other pages, then received", async () => {
  const { page, context } = await start("/suggest");
  await context.setOffline(true);
  await suggest(page);
  await hears(page, "记下了，待发送");
  await context.setOffline(false);
  await hears(page, "记下了，待发送", "已收到，谢谢您");
  await context.close();
});

test("a suggestion: refused", async () => {
  const { page, context } = await start("/suggest");
  await page.route("**/api/v1/suggestions", (route) => route.fulfill(refusal("bad_characters")));
  await suggest(page);
  await hears(page, "文字里有不能识别的字符");
  await context.close();
});

test("what is found while typing is said; a page opened says nothing by itself", async () => {
  const { page, context } = await start("/");
  await inCharge(page);
  assert.deepEqual(await page.evaluate(() => window.heard), []);
  await page.fill("#q", "gsrd");
  await hears(page, await page.locator("[data-live=found] .note").innerText());
  await context.close();
});
