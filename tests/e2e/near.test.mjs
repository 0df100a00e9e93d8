// Near: a town chosen without scripts, and the points where an independent converter puts them on other maps.
import assert from "node:assert/strict";
import { test } from "node:test";
import gcoord from "gcoord";
import { heading, open, PHONE, setUp } from "./lib/zuoban.mjs";

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
