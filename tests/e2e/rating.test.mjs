// The whole way: scan, rate, counted. And what is said after it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { heading, inCharge, kept, open, setUp, until } from "./lib/zuoban.mjs";

const up = setUp();

const last = async () => (await up.server.ratings()).at(-1);

test("one tap is one stored rating, and the screen does not tell which button it was", async () => {
  const screens = [];
  for (const [button, satisfied] of [["#good", true], ["#bad", false]]) {
    const count = (await up.server.ratings()).length;
    const { page, context, problems } = await open(up.browser, up.server.base, "/w/07");
    await page.tap(button);
    await until(() => heading(page), (text) => text === "收到了，谢谢您");
    assert.equal(await heading(page), "收到了，谢谢您");
    assert.equal((await up.server.ratings()).length, count + 1);
    assert.equal((await last()).satisfied, satisfied);
    assert.equal((await last()).window, "07");
    assert.equal(await kept(page), 0);
    assert.deepEqual(problems, []);
    const clean = (html) => html.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "id").replace(/（\d+ 秒）/g, "");
    screens.push(clean(await page.locator("#app").innerHTML()));
    await context.close();
  }
  assert.equal(screens[0], screens[1]);
});

test("the rating carries who is on duty at that window", async () => {
  const { page, context } = await open(up.browser, up.server.base, "/w/07");
  const onDuty = await page.locator("[data-duty=here]").count();
  await page.tap("#good");
  await until(() => heading(page), (text) => text === "收到了，谢谢您");
  const rating = await last();
  // At night nobody sits: then the rating must not say somebody did.
  assert.equal(rating.shift?.director.zh ?? null, onDuty ? "示例甲" : null);
  await context.close();
});

test("five levels, aspects and a comment amend the same rating", async () => {
  const { page, context, problems } = await open(up.browser, up.server.base, "/w/12");
  const count = (await up.server.ratings()).length;
  await page.tap("#good");
  await page.locator("label", { hasText: "非常不满意" }).tap();
  await page.locator("label", { hasText: "讲解" }).tap();
  await page.locator("label", { hasText: "一次办成" }).tap();
  await page.fill("#comment", "讲得很清楚，\n就是等得久。");
  await page.locator("#more button").tap();
  await page.getByText("补充已收到，谢谢您。").waitFor();
  const rating = await last();
  assert.equal((await up.server.ratings()).length, count + 1);
  assert.deepEqual(
    [rating.tapped, rating.satisfied, rating.level, rating.comment],
    [true, false, "very_dissatisfied", "讲得很清楚，\n就是等得久。"],
  );
  assert.deepEqual(rating.aspects, ["explanation", "one_visit"]);
  assert.deepEqual(problems, []);
  await context.close();
});

test("nothing chosen is said, too long is counted, and the words stay", async () => {
  const { page, context } = await open(up.browser, up.server.base, "/w/07");
  await page.tap("#good");
  await page.locator("#more button").tap();
  await page.getByText("还没有选，也没有写").waitFor();
  await page.fill("#comment", "好".repeat(503));
  await page.locator("#more button").tap();
  await page.getByText("多了 3 个字").waitFor();
  assert.equal((await page.inputValue("#comment")).length, 503);
  await context.close();
});

test("a wrong tap is taken back within ten seconds, not after", async () => {
  const { page, context } = await open(up.browser, up.server.base, "/w/07", { before: (page) => page.clock.install() });
  await page.tap("#bad");
  await page.locator("#undo button").tap();
  await page.getByText("已撤回，请重新选择。").waitFor();
  const taken = await until(last, (rating) => rating.withdrawn);
  assert.equal(taken.withdrawn, true);
  await page.tap("#good");
  await until(() => heading(page), (text) => text === "收到了，谢谢您");
  const fresh = await last();
  assert.notEqual(fresh.id, taken.id);
  assert.equal(fresh.withdrawn, false);
  await page.clock.runFor(10_600);
  await page.locator("#undo").waitFor({ state: "hidden" });
  await context.close();
});

test("a reload after the tap neither asks again nor loses what was typed", async () => {
  const { page, context } = await open(up.browser, up.server.base, "/w/07");
  await page.tap("#good");
  await until(() => kept(page), (count) => count === 0);
  await page.fill("#comment", "还没写完");
  await page.locator("label", { hasText: "态度" }).tap();
  const count = (await up.server.ratings()).length;
  await page.reload();
  await inCharge(page);
  assert.equal(await heading(page), "收到了，谢谢您");
  assert.equal(await page.inputValue("#comment"), "还没写完");
  assert.equal(await page.locator("input[value=manner]").isChecked(), true);
  assert.equal((await up.server.ratings()).length, count);
  await context.close();
});

test("rating again from the thanks keeps the code's signature", async () => {
  const { stdout } = await import("./lib/poster.mjs").then(({ addressOf }) => addressOf(up.server, "07"));
  const { page, context } = await open(up.browser, up.server.base, new URL(stdout).pathname + new URL(stdout).search);
  await page.tap("#good");
  await until(() => heading(page), (text) => text === "收到了，谢谢您");
  assert.equal((await last()).source, "scan");
  await page.getByText("再评一次").tap();
  await page.tap("#bad");
  await until(() => heading(page), (text) => text === "收到了，谢谢您");
  const rating = await last();
  assert.deepEqual([rating.source, rating.satisfied], ["scan", false]);
  await context.close();
});

test("English from the switch, remembered on the next visit", async () => {
  const { page, context, problems } = await open(up.browser, up.server.base, "/w/07");
  await page.tap("#language");
  await page.getByText("Were you served well?").waitFor();
  assert.equal(await page.getAttribute("html", "lang"), "en");
  await page.goto(`${up.server.base}/w/12`);
  await inCharge(page);
  assert.match(await heading(page), /· Window 12$/);
  await page.tap("#good");
  await page.getByText("Received, thank you").waitFor();
  const text = await page.locator("main").innerText();
  assert.doesNotMatch(text, /[\u4e00-\u9fff]/);
  assert.deepEqual(problems, []);
  await context.close();
});

test("elder mode from the switch, remembered, without a time limit", async () => {
  const { page, context } = await open(up.browser, up.server.base, "/w/07", { before: (page) => page.clock.install() });
  await page.tap("#elder");
  await page.goto(`${up.server.base}/w/12`);
  await inCharge(page);
  assert.equal(await page.evaluate(() => document.documentElement.classList.contains("elder")), true);
  await page.tap("#good");
  await page.clock.runFor(60_000);
  assert.equal(await page.locator("#undo button").innerText(), "撤回");
  await context.close();
});
