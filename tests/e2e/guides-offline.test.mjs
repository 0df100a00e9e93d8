// What needs a network in guides, and what goes on without one.
import assert from "node:assert/strict";
import { test } from "node:test";
import { address, guide, keptUnder, served } from "./lib/guides.mjs";
import { at, becomes, context, gateway, go, page, problems, refund, setUpReader, start } from "./lib/reader.mjs";
import { drawn, inCharge, kept, PHONE, until } from "./lib/zuoban.mjs";

setUpReader();

/** What of the list is seen. */
const listed = () => page.locator("#guides > li:visible b").allInnerTexts();

// Not understood

const UNCLEAR = "知道了，我们会把这一步写得更清楚。";
/** An endpoint that takes what is not understood; `sent` fills with it. Not reached where `cut` is. */
const unclearEndpoint = async () => {
  const endpoint = { sent: [], cut: false };
  await page.route("**/unclear", (route) => {
    if (endpoint.cut) return route.abort("internetdisconnected");
    const { id, ...more } = route.request().postDataJSON();
    endpoint.sent.push(`${route.request().method()} ${new URL(route.request().url()).pathname} ${JSON.stringify(more)}`);
    return route.fulfill({ status: 201, json: { id } });
  });
  return endpoint;
};
const POSTED = "POST /api/v1/guides/vat-credit-refund/application/unclear {}";
// A service worker in between would hide requests from the test.
const DIRECT = { options: { ...PHONE, serviceWorkers: "block" } };

test("“not understood” is said once per phone and step, and nothing but that", async () => {
  await start(address(refund, "application"), DIRECT);
  const endpoint = await unclearEndpoint();
  await page.locator("#unclear").tap();
  await page.getByText(UNCLEAR).waitFor();
  assert.ok(await page.locator("#unclear").isHidden());
  await until(() => kept(page), (count) => count === 0);
  assert.deepEqual(endpoint.sent, [POSTED]);
  await page.reload();
  await inCharge(page);
  await page.getByText(UNCLEAR).waitFor();
  assert.ok(await page.locator("#unclear").isHidden(), "offered again");
  await page.locator("#language").tap();
  await at("application", "en");
  assert.ok(await page.locator("#unclear").isHidden(), "offered again in English");
  await page.locator("#next").tap();
  await at("review", "en");
  assert.ok(await page.locator("#unclear").isVisible(), "not offered on another step");
  assert.deepEqual(endpoint.sent, [POSTED]);
});

test("“not understood” without a network is kept, called what it is, and sent later, once", async () => {
  await start(address(refund, "application"), DIRECT);
  const endpoint = await unclearEndpoint();
  endpoint.cut = true;
  gateway.cut();
  await page.locator("#unclear").tap();
  await page.getByText(UNCLEAR).waitFor();
  assert.equal(await kept(page), 1);
  await page.waitForTimeout(500);
  const banner = page.locator("[data-live=banner]");
  if (await banner.isVisible()) assert.doesNotMatch(await banner.innerText(), /评价|号窗口/, "it is no rating");
  gateway.mend();
  endpoint.cut = false;
  await page.evaluate(() => window.dispatchEvent(new Event("online")));
  assert.equal(await until(() => kept(page), (count) => count === 0, 20_000), 0);
  await page.evaluate(() => window.dispatchEvent(new Event("online")));
  await page.waitForTimeout(300);
  assert.deepEqual(endpoint.sent, [POSTED]);
});

test("“not understood” is taken by the real endpoint, and sending it twice is once", async () => {
  await start(address(refund, "application"));
  const answered = page.waitForResponse((response) => response.url().endsWith("/unclear"));
  await page.locator("#unclear").tap();
  const answer = await answered;
  const body = answer.request().postDataJSON();
  assert.equal(answer.status(), 201);
  assert.equal((await answer.json()).id, body.id);
  assert.equal(await until(() => kept(page), (count) => count === 0), 0);
  assert.ok(await page.locator("[data-live=banner]").isHidden());
  const again = await context.request.post(answer.url(), { data: body });
  assert.equal(again.status(), 200);
  const unknown = await context.request.post(`${gateway.base}/api/v1/guides/vat-credit-refund/nowhere/unclear`, { data: body });
  assert.equal(unknown.status(), 404);
});

// Without a network

const withoutWorker = () => delete Navigator.prototype.serviceWorker;
for (const worker of [true, false]) {
  test(`a guide opened once goes on without a network ${worker ? "and opens again" : "where there is no service worker"}`, async () => {
    await start(address(refund), { before: (page) => worker || page.addInitScript(withoutWorker) });
    if (worker) await served(page);
    await until(() => keptUnder(page, "zb.data./guides/"), (keys) => keys.length > 0);
    await page.locator("#tick-return").tap();
    gateway.cut();
    for (const step of refund.steps) {
      await page.locator("#next").tap();
      await at(step.id);
      assert.ok(await page.getByText(step.text.zh).isVisible());
    }
    await page.goBack();
    await at("application");
    await page.locator("#tick-application\\.phone").tap();
    if (worker) {
      await page.reload();
      await inCharge(page);
      await at("application");
      await page.locator("#practise").tap();
      await page.locator("#practice").waitFor();
    } else {
      await page.locator("#next").tap();
      await at("review");
      await page.goBack();
      await at("application");
      await page.locator("#practise").tap();
      await page.getByText("没有网络，练习打不开。连上网再点一次。").waitFor();
      assert.ok(await page.locator("#practise").isVisible());
    }
    assert.ok(await page.locator("#tick-application\\.phone").isChecked());
    await page.locator(".rail__step").first().tap();
    await at("file-return");
    await page.locator("#previous").tap();
    await at("");
    assert.ok(await page.locator("#tick-return").isChecked());
    const loud = problems.filter((said) => !/ERR_|Failed to load|Failed to fetch/.test(said));
    assert.deepEqual(loud, []);
  });
}

test("the list seen once is sifted without a network", async () => {
  await start("/guides");
  await served(page);
  await until(() => keptUnder(page, "zb.data./guides"), (keys) => keys.length > 0);
  gateway.cut();
  await go("/guides");
  await page.fill("#guide-q", "开公司");
  await becomes(listed, [guide("new-taxpayer").short.zh]);
  await page.locator("#elder").tap();
  await page.locator("html.elder").waitFor();
  await drawn(page);
  assert.deepEqual(await listed(), [guide("new-taxpayer").short.zh]);
});

test("a guide never opened says without a network that it did not come, and comes later", async () => {
  await start("/guides");
  await served(page);
  gateway.cut();
  await page.locator("#guides a", { hasText: refund.short.zh }).first().tap();
  await page.locator("#retry").waitFor();
  gateway.mend();
  await page.locator("#retry").tap();
  await at("");
});

test("the other language without a network: what cannot be had does not take away what is there", async () => {
  await start(address(refund, "application"));
  await served(page);
  await until(() => keptUnder(page, "zb.data./guides/"), (keys) => keys.length > 0);
  gateway.cut();
  await page.locator("#language").tap();
  await page.waitForTimeout(1_000);
  assert.ok(await page.locator(".guide--step").isVisible(), "the step is gone");
});
