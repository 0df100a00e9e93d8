// The keyboard alone: every journey without a finger, the focus always seen, and led to where the next thing is.
import assert from "node:assert/strict";
import { test } from "node:test";
import { heading, open, setUp, until } from "./lib/zuoban.mjs";

const up = setUp({ history: true });
const options = { viewport: { width: 1000, height: 700 }, locale: "zh-CN" };
const start = (path) => open(up.browser, up.server.base, path, { options });
const becomes = async (page, text) => assert.equal(await until(() => heading(page), (now) => now === text), text);
const focused = (page) => page.evaluate(() => document.activeElement.id);
const onTitle = async (page) => assert.equal(await until(() => focused(page), (id) => id === "title"), "title");

/** What is wrong with how the focus is shown: nothing, or words. */
const unseen = (page) =>
  page.evaluate(() => {
    const at = document.activeElement;
    const shown = [at, at.nextElementSibling].some((element) => element && parseFloat(getComputedStyle(element).outlineWidth) >= 2);
    const { left, top, width, height } = at.getBoundingClientRect();
    const middle = document.elementFromPoint(left + width / 2, top + height / 2);
    const covered = !middle || !(at.contains(middle) || middle.contains(at) || at.parentElement.contains(middle));
    if (!shown) return `no outline: ${at.outerHTML.slice(0, 80)}`;
    return covered ? `covered: ${at.outerHTML.slice(0, 80)}` : "";
  });

/** Presses Tab until the focus is on what is asked for; on the way every stop must be seen. */
async function tabTo(page, selector, most = 60) {
  for (let steps = 0; steps < most; steps++) {
    await page.keyboard.press("Tab");
    assert.equal(await unseen(page), "");
    if (await page.evaluate((selector) => document.activeElement.matches(selector), selector)) return;
  }
  assert.fail(`Tab does not reach ${selector}`);
}

test("the first stop skips to the page; a window is rated, and more is said", async () => {
  const { page, context } = await start("/w/07");
  await tabTo(page, ".skip", 1);
  await tabTo(page, "#bad", 8);
  await page.keyboard.press("Enter");
  await becomes(page, "收到了，谢谢您");
  await onTitle(page);
  await tabTo(page, "[name=level]", 4);
  await page.keyboard.press("ArrowRight");
  await tabTo(page, "[name=aspects]", 2);
  await page.keyboard.press("Space");
  await tabTo(page, "#comment", 8);
  await page.keyboard.type("键盘写的");
  await tabTo(page, "#more button", 1);
  await page.keyboard.press("Enter");
  await page.getByText("补充已收到").waitFor();
  const rating = (await up.server.ratings()).at(-1);
  assert.deepEqual([rating.comment, rating.aspects.length], ["键盘写的", 1]);
  assert.notEqual(rating.level ?? null, null);
  await context.close();
});

test("who is on duty: the week, a matter, the window", async () => {
  const { page, context } = await start("/duty");
  await tabTo(page, "#whole");
  await page.keyboard.press("Enter");
  await until(() => page.url(), (url) => url.includes("day=week"));
  assert.match(page.url(), /day=week/);
  // What was asked for has changed under the focus: it stays.
  assert.equal(await focused(page), "whole");
  await page.goto(`${up.server.base}/duty`);
  await page.locator("html[data-app=on]").waitFor();
  await tabTo(page, "#matter", 8);
  await page.keyboard.type("gsrd");
  await page.getByText("工伤认定 → 人社，12 号窗口").waitFor();
  assert.equal(await focused(page), "matter");
  await tabTo(page, "main .row");
  await page.keyboard.press("Enter");
  await until(() => heading(page), (text) => text.includes("号窗口"));
  assert.match(await heading(page), /号窗口/);
  await onTitle(page);
  await context.close();
});

test("a suggestion: kind, words, its code, its page, and its code again", async () => {
  const { page, context } = await start("/suggest");
  await tabTo(page, "[name=kind]", 8);
  await page.keyboard.press("ArrowRight");
  await tabTo(page, "#text", 2);
  await page.keyboard.type("请给取号机换大字");
  await tabTo(page, "#suggest .button--main", 5);
  await page.keyboard.press("Enter");
  await becomes(page, "已收到，谢谢您");
  await onTitle(page);
  const code = await page.locator(".code").innerText();
  await tabTo(page, "a.button--main", 2);
  await page.keyboard.press("Enter");
  await page.locator(".line").waitFor();
  await onTitle(page);
  await tabTo(page, "#code");
  await page.keyboard.type(code.toLowerCase());
  await page.keyboard.press("Enter");
  await page.locator(".code").waitFor();
  assert.equal(await page.locator(".code").innerText(), code);
  await context.close();
});

test("results: another month, and how it is counted", async () => {
  const { page, context } = await start("/results");
  const month = await page.locator("h1 small").innerText();
  await tabTo(page, "main .chip:not(.chip--on)", 8);
  await page.keyboard.press("Enter");
  const other = await until(() => page.locator("h1 small").innerText(), (text) => text !== month);
  assert.notEqual(other, month);
  await onTitle(page);
  await tabTo(page, "summary", 8);
  await page.keyboard.press("Enter");
  assert.ok(await page.locator("details[open] li").first().isVisible());
  await context.close();
});

test("home: what is typed is found, the window opened, and back", async () => {
  const { page, context } = await start("/");
  await tabTo(page, "#q", 6);
  await page.keyboard.type("gsrd");
  await page.locator("[data-live=found] .row").first().waitFor();
  await tabTo(page, "[data-live=found] .row", 3);
  await page.keyboard.press("Enter");
  await becomes(page, "人社 12 号窗口");
  assert.match(await page.title(), /人社 12 号窗口/);
  await onTitle(page);
  await page.goBack();
  await becomes(page, "您好，想办什么事？");
  assert.equal(await page.inputValue("#q"), "gsrd");
  await context.close();
});

test("from every page of the bar to every other: the focus goes to the heading, the title changes", async () => {
  const { page, context } = await start("/privacy");
  const count = await page.locator(".dock__link").count();
  const titles = new Set();
  let last = await page.title();
  const go = async (at) => {
    if ((await page.locator(".dock__link").nth(at).getAttribute("aria-current")) !== "page") {
      await page.locator(".dock__link").nth(at).click();
      await until(() => page.title(), (title) => title !== last);
      await onTitle(page);
    }
    return page.title();
  };
  for (let from = 0; from < count; from++) {
    for (let to = 0; to < count; to++) {
      if (to === from) continue;
      const before = await go(from);
      await page.locator(".dock__link").nth(to).focus();
      await page.keyboard.press("Enter");
      const title = await until(() => page.title(), (title) => title !== before);
      assert.notEqual(title, before, `${from} → ${to}`);
      await onTitle(page);
      assert.equal(await page.evaluate(() => scrollY), 0);
      titles.add(title);
      last = title;
    }
  }
  assert.equal(titles.size, count);
  await context.close();
});

test("a page reached through the bar answers on: itself again, the week, a day, a month", async () => {
  const { page, context, problems } = await start("/");
  const link = (at) => page.locator(".dock__link").nth(at);
  await link(1).click();
  await becomes(page, "谁在坐班");
  await link(1).click();
  await page.locator("#whole").click();
  await until(() => page.url(), (url) => url.includes("day=week"));
  await until(() => page.locator("main h2").count(), (count) => count > 1);
  assert.ok((await page.locator("main h2").count()) > 1);
  await page.locator(".week__day").first().click();
  await page.locator(".week__day[aria-current]").waitFor();
  await link(3).click();
  await becomes(page, "办税指南");
  await link(3).click();
  await link(0).click();
  await page.locator("a.tile[href='/results']").click();
  await becomes(page, "大家怎么评");
  const month = await page.locator("h1 small").innerText();
  await page.locator("main .chip:not(.chip--on)").first().click();
  const other = await until(() => page.locator("h1 small").innerText(), (text) => text !== month);
  assert.notEqual(other, month);
  assert.deepEqual(problems, []);
  await context.close();
});

test("who writes keeps the place while the centre's data comes, late or again", async () => {
  const before = (page) =>
    page.route("**/api/v1/centre*", async (route) => {
      await new Promise((go) => setTimeout(go, 1_000));
      await route.continue();
    });
  const { page, context } = await open(up.browser, up.server.base, "/suggest", { options, before, app: false });
  for (const visit of ["first", "second"]) {
    await page.locator("#text").click();
    await page.keyboard.press("Control+End");
    const already = await page.inputValue("#text");
    for (const letter of "abcdefghijklmnop") {
      await page.keyboard.press(letter);
      await page.waitForTimeout(100);
    }
    assert.equal(await focused(page), "text", visit);
    assert.equal(await page.inputValue("#text"), `${already}abcdefghijklmnop`, visit);
    await page.locator("h1").click();
    await page.locator("html[data-app=on]").waitFor();
    await page.reload();
  }
  await context.close();
});
