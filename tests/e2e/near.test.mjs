// Near: a town chosen without scripts, the points where an independent converter puts them on other maps, and
// what the app adds: the phone's position, which stays on it.
import assert from "node:assert/strict";
import { test } from "node:test";
import gcoord from "gcoord";
import { between } from "./lib/between.mjs";
import { heading, open, PHONE, setUp, until } from "./lib/zuoban.mjs";

const up = setUp();
const plain = { options: { ...PHONE, javaScriptEnabled: false }, app: false };

test("scripts off: a town is chosen, the nearest comes first, a tap shows the ways there", async () => {
  const { page, context } = await open(up.browser, up.server.base, "/near", plain);
  assert.equal(await heading(page), "离您最近的办税点");
  assert.equal(await page.locator("#locate").isVisible(), false);
  await page.selectOption("#town", "east");
  await page.locator("#town-form button").tap();
  await page.waitForURL(/\/near\?town=east$/);
  assert.match(await page.locator(".row b").first().innerText(), /^1 · 示例东镇便民中心/);
  const maps = page.locator(".row a").first();
  assert.equal(await maps.isVisible(), false);
  await page.locator(".row summary").first().tap();
  assert.equal(await maps.isVisible(), true);
  await page.tap("#circle");
  await page.waitForURL(/within=5$/);
  assert.match(await page.locator("main").innerText(), /5 公里以外还有 \d 处/);
  await context.close();
});

test("other maps are told the place in their own coordinates", async () => {
  const { page, context } = await open(up.browser, up.server.base, "/near", plain);
  const rows = await page.locator("li.row").evaluateAll((rows) =>
    rows.map((row) => [...row.querySelectorAll("a")].map((a) => a.getAttribute("href"))),
  );
  assert.ok(rows.length >= 8);
  for (const [geo, amap, baidu, tencent] of rows) {
    const [lat, lon] = geo.match(/^geo:([\d.]+),([\d.]+)\?/).slice(1).map(Number);
    const [east, north] = gcoord.transform([lon, lat], gcoord.WGS84, gcoord.GCJ02);
    const at = (address, name) => new URL(address).searchParams.get(name);
    const [to, byBaidu] = [at(amap, "position").split(","), at(baidu, "location").split(",")];
    const byTencent = at(tencent, "marker").match(/^coord:([\d.]+),([\d.]+);title:.+;addr:.+/).slice(1);
    for (const [y, x] of [to.reverse(), byBaidu, byTencent]) {
      assert.ok(Math.abs(y - north) < 1e-6 && Math.abs(x - east) < 1e-6, `${geo}: ${y}, ${x}`);
    }
    assert.equal(at(baidu, "coord_type"), "gcj02");
    assert.equal(at(amap, "coordinate"), "gaode");
  }
  await context.close();
});

// With the app

/** A phone near the middle of the demo's town, at no place that is in its data. */
const HERE = { latitude: 36.68731, longitude: 118.48219, accuracy: 20 };
const names = (page) => page.locator(".row b").allInnerTexts();
/** Waits until the page is the app's own: its button is there where the phone can be asked. */
async function app(path, { options, before, base = up.server.base } = {}) {
  const opened = await open(up.browser, base, path, { options: { ...PHONE, ...options }, before });
  await opened.page.locator("#locate").waitFor();
  return opened;
}

test("the position is asked for only on a tap, distances begin there, and it goes nowhere", async () => {
  const { page, context, problems } = await app("/near", {
    options: { permissions: ["geolocation"], geolocation: HERE },
    before: (page) => page.addInitScript(() => {
      window.asked = 0;
      const real = navigator.geolocation.getCurrentPosition.bind(navigator.geolocation);
      navigator.geolocation.getCurrentPosition = (...how) => ((window.asked += 1), real(...how));
    }),
  });
  const sent = [];
  page.on("request", (request) => sent.push(request.url() + (request.postData() ?? "")));
  await page.waitForTimeout(3_500); // what the page put off is done by now
  assert.equal(await page.evaluate(() => window.asked), 0);
  await page.tap("#locate");
  await page.getByText("从您的位置算起，直线距离。").waitFor();
  assert.equal(await page.evaluate(() => window.asked), 1);
  assert.match((await names(page))[0], /^1 · /);
  const metres = (await page.locator(".row--pill > span").allTextContents()).map((text) => {
    const [, number, unit] = text.match(/^([\d.]+) (米|公里)/);
    return Number(number) * (unit === "米" ? 1 : 1_000);
  });
  assert.ok(metres.length >= 8);
  assert.deepEqual(metres, [...metres].sort((a, b) => a - b));
  await page.tap("#locate");
  await page.getByText("从您的位置算起，直线距离。").waitFor();
  const kept = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, location.href]));
  for (const where of [kept, ...sent]) assert.ok(!/36[.]?6873|118[.]?4821/.test(where));
  assert.deepEqual(problems, []);
  await context.close();
});

test("a refused position says so, and a town does as well", async () => {
  const { page, context } = await app("/near", { options: { permissions: [] } });
  await page.tap("#locate");
  await page.getByText("手机没有给出位置。没关系，选乡镇也一样。").waitFor();
  await page.selectOption("#town", "east");
  await page.getByText("手机没有给出位置").waitFor({ state: "detached" });
  assert.match((await names(page))[0], /^1 · 示例东镇便民中心/);
  assert.match(page.url(), /\/near\?town=east$/);
  await context.close();
});

test("what is unfolded stays so, with the focus on it, when the list is made anew", async () => {
  const { page, context } = await app("/near?town=east");
  await page.tap("#circle");
  await page.waitForURL(/within=5$/);
  await page.locator(".row summary").first().focus();
  await page.keyboard.press("Enter");
  const maps = page.locator(".row a").first();
  await maps.waitFor();
  const before = await page.locator(".row").count();
  // Not by a tap, which would take the focus.
  await page.evaluate(() => document.querySelector("#circle").click());
  await page.waitForURL((url) => !url.search.includes("within"));
  await until(() => page.locator(".row").count(), (count) => count > before);
  assert.ok(await maps.isVisible());
  assert.equal(await page.locator(".row details[open]").count(), 1);
  assert.match(await page.evaluate(() => document.activeElement.id), /^go-/);
  await context.close();
});

test("seen once, the points are sorted without a network", async () => {
  const gateway = await between(up.server);
  const { page, context } = await app("/near", { base: gateway.base, options: { permissions: ["geolocation"], geolocation: HERE } });
  await page.waitForFunction(() => navigator.serviceWorker.controller && localStorage.getItem("zb.data.points"));
  gateway.cut();
  await page.reload();
  await page.locator("#locate").waitFor();
  await page.tap("#locate");
  await page.getByText("从您的位置算起，直线距离。").waitFor();
  assert.match((await names(page))[0], /^1 · /);
  await context.close();
  await gateway.close();
});
