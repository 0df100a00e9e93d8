// The tablet's screen kept awake and full; the page staff choose from, and the printed sheets.
import assert from "node:assert/strict";
import { test } from "node:test";
import { none, tooSmall, violations } from "./lib/fits.mjs";
import { address, guide, guides, LANGS } from "./lib/guides.mjs";
import { at, context, gateway, go, page, problems, refund, setUpReader, start } from "./lib/reader.mjs";
import { printed } from "./lib/scan.mjs";
import { listens, PRESENT } from "./lib/stand.mjs";
import { TABLET, until } from "./lib/zuoban.mjs";

const settlement = guide("income-tax-settlement");

setUpReader({ on: TABLET });

// The screen

const awake = () => {
  window.locks = [];
  const request = (kind) => (window.locks.push(kind), Promise.resolve({ release: () => Promise.resolve() }));
  Object.defineProperty(Navigator.prototype, "wakeLock", { value: { request } });
};
const locks = () => page.evaluate(() => window.locks);
/** The browser takes the lock back when the screen is not looked at; then it is looked at again. */
const lookedAtAgain = () => page.evaluate(() => document.dispatchEvent(new Event("visibilitychange", { bubbles: true })));

test("the screen is kept awake while a guide is presented, again after it was dark, and not on the phone", async () => {
  await start(address(refund, "file-return", PRESENT), { before: (page) => page.addInitScript(awake) });
  assert.deepEqual(await until(locks, (all) => all.length > 0), ["screen"]);
  await lookedAtAgain();
  assert.deepEqual(await until(locks, (all) => all.length > 1), ["screen", "screen"]);
  await go(address(refund, "file-return"));
  await lookedAtAgain();
  await page.waitForTimeout(500);
  assert.deepEqual(await locks(), []);
});

test("the screen is kept awake too when staff choose a guide, and with the next one after the screen was dark", async () => {
  await start("/guides/present", { before: (page) => page.addInitScript(awake) });
  await page.locator(`a[href*="${refund.id}?present"]`).click();
  await listens();
  assert.ok((await until(locks, (all) => all.length > 0, 3_000)).length > 0, "with the first guide");
  await page.locator("#another").tap();
  await page.locator("h1", { hasText: "给群众讲指南" }).waitFor();
  const before = (await locks()).length;
  await lookedAtAgain();
  await page.locator(`a[href*="${settlement.id}?present"]`).click();
  await listens();
  assert.ok((await until(locks, (all) => all.length > before, 3_000)).length > before, "with the second guide");
});

test("a browser that refuses to keep the screen awake is no reason to complain", async () => {
  const refuses = () => Object.defineProperty(Navigator.prototype, "wakeLock", { value: { request: () => Promise.reject(new DOMException("battery", "NotAllowedError")) } });
  await start(address(refund, "file-return", PRESENT), { before: (page) => page.addInitScript(refuses) });
  await listens();
  await page.keyboard.press("PageDown");
  await at("application");
  assert.deepEqual(problems, []);
});

test("the full-screen button asks for the whole screen, and gives it back", async () => {
  const whole = () => {
    window.asked = [];
    let on = null;
    Element.prototype.requestFullscreen = function () {
      window.asked.push(this.tagName);
      on = this;
      return Promise.resolve();
    };
    Object.defineProperty(Document.prototype, "fullscreenElement", { get: () => on });
    Document.prototype.exitFullscreen = () => (window.asked.push("exit"), (on = null), Promise.resolve());
  };
  await start(address(refund, "file-return", PRESENT), { before: (page) => page.addInitScript(whole) });
  await listens();
  await page.locator("#fullscreen").tap();
  assert.deepEqual(await page.evaluate(() => window.asked), ["HTML"]);
  await page.keyboard.press("PageDown");
  await at("application");
  await page.locator("#fullscreen").tap();
  assert.deepEqual(await page.evaluate(() => window.asked), ["HTML", "exit"]);
});

test("where the browser has no full screen, no button offers it", async () => {
  const none = () => {
    delete Element.prototype.requestFullscreen;
    Object.defineProperty(Document.prototype, "fullscreenEnabled", { get: () => false });
  };
  await start(address(refund, "file-return", PRESENT), { before: (page) => page.addInitScript(none) });
  await listens();
  assert.ok(await page.locator("#fullscreen").isHidden());
});

// Staff

test("staff present a guide in two taps, and leave to where they chose", async () => {
  await start("/guides/present");
  assert.equal(await page.locator(".staff__guide").count(), guides.length);
  await page.locator(".staff__guide", { hasText: refund.short.zh }).locator(".button--main").tap();
  await at("");
  await page.locator("#next").tap();
  await at("file-return");
  assert.equal(await page.locator(".guide--present").count(), 1);
  await page.locator(".rail__acts a").tap();
  await page.locator("h1", { hasText: "给群众讲指南" }).waitFor();
  assert.deepEqual(problems, []);
});

test("the page that staff choose from passes axe and is touched by any finger, in both languages", async () => {
  for (const lang of LANGS) {
    await start(`/guides/present?lang=${lang}`);
    none([...(await violations(page)), ...(await tooSmall(page, { text: 16, target: 44 }))]);
    await context.close();
  }
});

test("each guide prints on one sheet of A4 in both languages, with a code that opens it", async () => {
  const found = [];
  for (const guide of guides) {
    for (const lang of LANGS) {
      await start(address(guide, "handout", { lang }));
      await listens();
      const { pages, size, text, says } = await printed(page);
      const flat = text.replace(/\s+/g, "");
      const missing = guide.steps.map((step) => step.title[lang]).filter((title) => !flat.includes(title.replace(/\s+/g, "")));
      if (pages !== 1 || !size.includes("A4")) found.push(`${guide.id} ${lang}: ${pages} pages, ${size}`);
      if (missing.length) found.push(`${guide.id} ${lang}: without ${missing.join()}`);
      if (says !== `${gateway.base}/guides/${guide.id}?lang=${lang}`) found.push(`${guide.id} ${lang}: the code says ${says}`);
      await context.close();
    }
  }
  none(found);
});
