// The citizen's app beyond the rating: who is on duty, suggestions, results; offline, without scripts, on a second visit.
import assert from "node:assert/strict";
import { test } from "node:test";
import { drawn, heading, inCharge, kept, open, PHONE, setUp, until } from "./lib/zuoban.mjs";

const up = setUp();
const start = (path, options) => open(up.browser, up.server.base, path, options);
const becomes = (page, text) => until(() => heading(page), (now) => now === text);
const rows = (page) => page.locator("main .row:visible");

test("home finds by number, unit and initials while typing, from what is on the phone", async () => {
  const { page, context, problems } = await start("/");
  assert.equal(await heading(page), "您好，想办什么事？");
  await page.route("**/api/**", (route) => route.abort());
  for (const [typed, found] of [["7", "税务 07 号窗口"], ["gsrd", "人社 12 号窗口"], ["医保", "医保"]]) {
    await page.fill("#q", typed);
    const first = await until(() => rows(page).first().innerText(), (text) => text.includes(found));
    assert.ok(first.includes(found), `${typed}: ${first}`);
  }
  await page.fill("#q", "");
  await page.locator(".tiles").waitFor();
  assert.deepEqual(problems, []);
  await context.close();
});

test("the second visit shows the windows visited and works from the phone when the endpoint is gone", async () => {
  const { page, context } = await start("/w/07");
  await page.locator(".dock__link").first().tap();
  await page.getByText("最近去过").waitFor();
  assert.ok(await page.getByRole("link", { name: "税务 07 号窗口" }).first().isVisible());
  await page.locator(".dock__link").nth(1).tap();
  await becomes(page, "谁在坐班");
  // The week: at a weekend nobody sits.
  await page.locator("#whole").tap();
  await until(() => rows(page).count(), Boolean);
  await page.route("**/api/**", (route) => route.abort());
  await page.reload();
  await inCharge(page);
  assert.ok((await until(() => rows(page).count(), Boolean)) > 0);
  await context.close();
});

test("who is on duty: days, weeks, units and matters are addresses; back goes back", async () => {
  const { page, context, problems } = await start("/duty");
  const today = await rows(page).count();
  await page.locator("#whole").tap();
  await until(() => rows(page).count(), (count) => count > today);
  assert.match(page.url(), /day=week/);
  await page.fill("#matter", "gsrd");
  await page.getByText("工伤认定 → 人社，12 号窗口").waitFor();
  assert.match(page.url(), /matter=gsrd/);
  await page.reload();
  await inCharge(page);
  assert.equal(await page.inputValue("#matter"), "gsrd");
  await page.locator("#clear").tap();
  await until(() => page.inputValue("#matter"), (text) => text === "");
  await page.selectOption("#unit", "tax");
  await until(() => rows(page).first().innerText(), (text) => text.includes("税务"));
  assert.match(await page.locator("#calendar").getAttribute("href"), /\/api\/v1\/duty\.ics\?unit=tax/);
  await rows(page).first().tap();
  await until(() => heading(page), (text) => text.includes("号窗口"));
  await page.goBack();
  await becomes(page, "谁在坐班");
  assert.equal(await page.locator("#unit").inputValue(), "tax");
  assert.deepEqual(problems, []);
  await context.close();
});

test("a page left open overnight shows the next day's roster", async () => {
  const { page, context } = await start("/duty", {
    app: false,
    before: (page) => page.clock.install(),
  });
  await page.clock.runFor(3_000);
  await inCharge(page);
  // None at a weekend, when nobody sits: from Saturday the next day with a roster is two nights away.
  const day = () => page.locator(".week__day").evaluateAll((days) => days.find((day) => day.ariaCurrent)?.id ?? "");
  const before = await day();
  const saturday = new Date(Date.now() + 8 * 3_600_000).getUTCDay() === 6;
  await page.clock.fastForward(saturday ? "48:00:00" : "24:00:00");
  await page.clock.runFor(30_000);
  const after = await until(day, (id) => id !== before, 4_000).catch(() => null);
  assert.notEqual(after, before);
  await context.close();
});

test("the address is shared by the phone's own sheet, else copied", async () => {
  const shared = await start("/duty", {
    before: (page) => page.addInitScript(() => (navigator.share = async (data) => (window.shared = data.url))),
  });
  await shared.page.locator("#share").tap();
  assert.match(await until(() => shared.page.evaluate(() => window.shared), Boolean), /\/duty$/);
  await shared.context.close();
  const copied = await start("/duty", {
    before: (page) =>
      page.addInitScript(() => {
        delete Navigator.prototype.share;
        Object.defineProperty(navigator, "clipboard", { value: { writeText: async (text) => (window.copied = text) } });
      }),
  });
  await copied.page.locator("#share").tap();
  await copied.page.getByText("网址已复制").waitFor();
  assert.match(await copied.page.evaluate(() => window.copied), /\/duty$/);
  await copied.context.close();
});

test("rate later: kept, reminded of on the next visit, bound to the time of the visit", async () => {
  const { page, context } = await start(`/w/12`);
  const visited = Date.now();
  await page.locator("#later").tap();
  await becomes(page, "记下了，回头再评");
  await page.goto(`${up.server.base}/`);
  await inCharge(page);
  await page.locator("[data-live=remind] a").tap();
  await page.getByText("您评的是").waitFor();
  await page.tap("#good");
  await becomes(page, "收到了，谢谢您");
  const rating = (await up.server.ratings()).at(-1);
  assert.equal(rating.window, "12");
  assert.ok(Math.abs(Date.parse(rating.rated_at) - visited) < 60_000);
  await page.goto(`${up.server.base}/`);
  await inCharge(page);
  assert.equal(await page.locator("[data-live=remind] .wait").count(), 0);
  await context.close();
});

test("a suggestion survives reload and a dead network, masks private numbers, and is answered", async () => {
  const { page, context } = await start("/suggest?window=07");
  await page.fill("#text", "取号机字太小，打 13812345678");
  await page.locator("label", { hasText: "投诉" }).tap();
  await page.reload();
  await inCharge(page);
  assert.equal(await page.inputValue("#text"), "取号机字太小，打 13812345678");
  assert.ok(await page.locator("#kind-complaint").isChecked());
  await page.getByText("138******78").waitFor();
  await context.setOffline(true);
  await page.locator("#suggest .button--main").tap();
  await becomes(page, "记下了，待发送");
  assert.equal(await kept(page), 1);
  await context.setOffline(false);
  await becomes(page, "已收到，谢谢您");
  assert.equal(await kept(page), 0);
  const code = await page.locator(".code").innerText();
  await page.locator("#picture").tap();
  const drawn = page.locator(".picture img");
  await drawn.waitFor();
  assert.equal(await drawn.evaluate(async (image) => (await image.decode(), image.naturalWidth)), 1280);
  const saving = page.waitForEvent("download");
  await page.locator(".picture a").tap();
  assert.equal((await saving).suggestedFilename(), "zuoban.png");
  await page.locator("a.button--main").tap();
  await page.locator(".line").waitFor();
  const said = await page.locator(".words").innerText();
  assert.equal(said, "取号机字太小，打 138******78");
  await up.server.command("reply", code, "--status", "in-work");
  await up.server.command("reply", code, "--status", "answered", "--text", "已换大字界面");
  await assert.rejects(up.server.command("reply", code, "--status", "in-work"), /answered/);
  await page.reload();
  await inCharge(page);
  await page.getByText("已换大字界面").waitFor();
  await page.tap("#rate-bad");
  await page.getByText("您评了：不满意").waitFor();
  await page.locator("summary").tap();
  await page.fill("#missing", "还是太小");
  await page.reload();
  await inCharge(page);
  await page.locator("summary").tap();
  assert.equal(await page.inputValue("#missing"), "还是太小");
  await context.setOffline(true);
  await page.locator("#reopen button").tap();
  await page.getByText("记下了，联网后自动送出。").waitFor();
  await context.setOffline(false);
  await page.getByText("您说还没解决").waitFor();
  await page.goto(`${up.server.base}/`);
  await inCharge(page);
  assert.ok(await page.getByRole("link", { name: code }).isVisible());
  await context.close();
});

test("what is sent or arrives meanwhile leaves whoever writes in peace", async () => {
  const { page, context } = await start("/w/07");
  let through = false;
  await page.route("**/api/v1/ratings", (route) => (through ? route.continue() : route.abort()));
  await page.tap("#good");
  await becomes(page, "记下了，待发送");
  await page.locator(".dock__link[href='/suggest']").tap();
  await page.locator("#kind-complaint").check();
  await page.locator("#text").tap();
  await page.keyboard.type("取号机的字，");
  await page.keyboard.press("ArrowLeft");
  await page.evaluate(() => scrollTo(0, 60));
  through = true;
  await page.evaluate(() => window.dispatchEvent(new Event("online")));
  assert.equal(await until(() => kept(page), (waits) => waits === 0), 0);
  await drawn(page);
  await page.keyboard.type("太小");
  assert.equal(await page.inputValue("#text"), "取号机的字太小，");
  assert.ok((await page.evaluate(() => scrollY)) > 0);
  // Read in the other language meanwhile, by somebody who looks over the shoulder: the switch keeps the focus.
  await page.locator("#language").press("Enter");
  await becomes(page, "Suggest");
  assert.equal(await page.evaluate(() => document.activeElement.id), "language");
  await context.close();
});

test("a refused suggestion gives its words back", async () => {
  const { page, context } = await start("/suggest");
  const refusal = { status: 422, contentType: "application/problem+json", body: '{"code":"bad_characters"}' };
  await page.route("**/api/v1/suggestions", (route) => route.fulfill(refusal));
  await page.fill("#text", "一句话");
  await page.locator("#suggest .button--main").tap();
  await page.getByText("文字里有不能识别的字符").first().waitFor();
  assert.equal(await page.inputValue("#text"), "一句话");
  await page.unroute("**/api/v1/suggestions");
  await page.locator("#suggest .button--main").tap();
  await becomes(page, "已收到，谢谢您");
  assert.equal(await kept(page), 0);
  await context.close();
});

test("a code typed with a misread letter is helped with", async () => {
  const { page, context } = await start("/suggest");
  await page.fill("#code", "o7m4 9tqx r");
  await page.locator("#follow button").tap();
  await becomes(page, "查询码不对");
  assert.match(await page.locator("main").innerText(), /第 1 个/);
  await context.close();
});

test("results and privacy are fetched in the language read; the phone can be cleared", async () => {
  const { page, context, problems } = await start("/results");
  assert.equal(await heading(page), "大家怎么评");
  await page.tap("#language");
  await becomes(page, "How people rated");
  await page.goto(`${up.server.base}/privacy`);
  await inCharge(page);
  await page.locator("#wipe").tap();
  await page.locator("[data-live=wiped]").waitFor();
  const left = await page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith("zb.")));
  assert.deepEqual(left, []);
  assert.deepEqual(problems, []);
  assert.deepEqual(await context.cookies(), []);
  await context.close();
});

test("reading aloud reads the page, and is hidden where the phone cannot", async () => {
  const spoken = await start("/?elder=1", {
    before: (page) =>
      page.addInitScript(() => {
        window.spoken = [];
        speechSynthesis.speak = (said) => window.spoken.push(said.text);
      }),
  });
  await spoken.page.locator("#read").tap();
  assert.ok((await spoken.page.evaluate(() => window.spoken)).includes("您好，想办什么事？"));
  await spoken.context.close();
  const silent = await start("/?elder=1", {
    before: (page) => page.addInitScript(() => delete window.SpeechSynthesisUtterance),
  });
  assert.equal(await silent.page.locator("#read").isVisible(), false);
  await silent.context.close();
});

test("scripts off: roster, suggestion, following and results are plain pages", async () => {
  const options = { ...PHONE, javaScriptEnabled: false };
  const { page, context } = await start("/duty?matter=gsrd", { options, app: false });
  assert.ok((await rows(page).count()) > 0);
  await page.goto(`${up.server.base}/suggest?window=07`);
  await page.fill("#text", "没有脚本，也能说 13812345678");
  await page.locator("#suggest .button--main").tap();
  assert.equal(await heading(page), "已收到，谢谢您");
  const code = await page.locator(".code").innerText();
  assert.match(await page.locator(".words").innerText(), /138\*{6}78/);
  await up.server.command("reply", code, "--status", "answered", "--text", "收到了");
  await page.fill("#code", code.toLowerCase());
  await page.locator("#follow button").tap();
  await page.locator("#rate-good").tap();
  await page.getByText("您评了：满意").waitFor();
  await page.goto(`${up.server.base}/results`);
  assert.equal(await heading(page), "大家怎么评");
  await context.close();
});
