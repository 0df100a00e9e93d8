// Lost networks, lost answers, two tabs, refusals: what was tapped is stored once or still on the phone.
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { heading, inCharge, kept, launch, open, serve, until } from "./lib/zuoban.mjs";

const RATINGS = "**/api/v1/ratings";
const RECEIVED = "收到了，谢谢您";
const KEPT = "记下了，待发送";
let server, browser, context, page, problems;
before(async () => (browser = await launch()));
after(() => browser?.close());
beforeEach(async () => (server = await serve()));
afterEach(async () => {
  await context?.close();
  await server?.stop();
});
const start = async (path = "/w/07", options) =>
  ({ context, page, problems } = await open(browser, server.base, path, options));
const becomes = async (text, of = page) => assert.equal(await until(() => heading(of), (seen) => seen === text), text);

test("offline: the tap is kept, shown as waiting, and sent once when the network is back", async () => {
  await start();
  await context.setOffline(true);
  await page.tap("#bad");
  await becomes(KEPT);
  assert.match(await page.locator(".wait:visible").innerText(), /存在这部手机上/);
  assert.equal(await kept(page), 1);
  await context.setOffline(false);
  await becomes(RECEIVED);
  assert.equal(await kept(page), 0);
  assert.deepEqual((await server.ratings()).map((rating) => rating.satisfied), [false]);
});

test("offline: tap, comment and undo keep their order", async () => {
  await start();
  await context.setOffline(true);
  await page.tap("#good");
  await page.fill("#comment", "没网也能写");
  await page.locator("#more button").tap();
  await page.getByText("补充已存在这部手机上").waitFor();
  await page.locator("#undo button").tap();
  await page.tap("#bad");
  assert.equal(await kept(page), 4);
  await context.setOffline(false);
  await until(() => kept(page), (count) => count === 0, 15_000);
  const [first, second] = await server.ratings();
  assert.deepEqual([first.satisfied, first.comment, first.withdrawn], [true, "没网也能写", true]);
  assert.deepEqual([second.satisfied, second.withdrawn], [false, false]);
});

test("closed while offline: sent when any page is opened again, with a word that it waits", async () => {
  await start();
  await context.setOffline(true);
  await page.tap("#good");
  await becomes(KEPT);
  await page.close();
  await context.setOffline(false);
  page = await context.newPage();
  await page.route(RATINGS, (route) => route.abort());
  await page.goto(`${server.base}/w/12`);
  await page.getByText("有 1 条评价待发送").waitFor();
  await page.unroute(RATINGS);
  await page.evaluate(() => window.dispatchEvent(new Event("online")));
  await until(() => kept(page), (count) => count === 0);
  const ratings = await server.ratings();
  assert.deepEqual(ratings.map((rating) => rating.window), ["07"]);
});

test("a lost answer is asked for again and counted once", async () => {
  let lost = 0;
  await start("/w/07", {
    before: (page) =>
      page.route(RATINGS, async (route) => {
        if (lost++ > 0) return route.continue();
        await route.fetch(); // it arrives …
        return route.abort(); // … and its answer does not
      }),
  });
  await page.tap("#good");
  await becomes(RECEIVED);
  assert.equal(lost, 2);
  assert.equal((await server.ratings()).length, 1);
});

test("5xx and a captive portal's 200 are no acknowledgement", async () => {
  const answers = [
    { status: 503, contentType: "application/problem+json", body: '{"code":"busy"}' },
    { status: 200, contentType: "text/html", body: "<h1>Please sign in to the hall's Wi-Fi</h1>" },
  ];
  await start("/w/07", {
    before: (page) => page.route(RATINGS, (route) => (answers.length ? route.fulfill(answers.shift()) : route.continue())),
  });
  await page.tap("#good");
  await becomes(KEPT);
  assert.equal(await kept(page), 1);
  await until(() => kept(page), (count) => count === 0, 15_000);
  await becomes(RECEIVED);
  assert.equal((await server.ratings()).length, 1);
});

test("what can never succeed is shown with what to do, and not sent for ever", async () => {
  let asked = 0;
  const refusal = { status: 404, contentType: "application/problem+json", body: '{"code":"unknown_window"}' };
  await start("/w/07", { before: (page) => page.route(RATINGS, (route) => (asked++, route.fulfill(refusal))) });
  await page.tap("#good");
  await becomes("这条评价没能送出");
  assert.match(await page.locator("main").innerText(), /请重新找到窗口再评一次/);
  await page.evaluate(() => window.dispatchEvent(new Event("online")));
  await page.goto(`${server.base}/w/12`);
  await inCharge(page);
  assert.match(await page.locator("[data-live=banner]").innerText(), /07 号窗口.*没有这个窗口/);
  await page.getByText("知道了").tap();
  assert.equal(await kept(page), 0);
  assert.equal(asked, 1);
});

test("two tabs: each rating is sent by one of them, once", async () => {
  await start();
  const second = await context.newPage();
  await second.goto(`${server.base}/w/12`);
  await inCharge(second);
  await context.setOffline(true);
  await page.tap("#good");
  await second.tap("#bad");
  await becomes(KEPT);
  await becomes(KEPT, second);
  let sent = 0;
  // Answered ones: the tabs come online one after the other, and a try in between does not leave the phone.
  context.on("requestfinished", (request) => request.url().endsWith("/api/v1/ratings") && sent++);
  await context.setOffline(false);
  await becomes(RECEIVED);
  await becomes(RECEIVED, second);
  assert.equal(sent, 2);
  const ratings = await server.ratings();
  assert.deepEqual(ratings.map((rating) => rating.window).sort(), ["07", "12"]);
});

test("replaying a request that was answered changes nothing", async () => {
  await start();
  const sent = page.waitForRequest(RATINGS);
  await page.tap("#good");
  await becomes(RECEIVED);
  const body = (await sent).postData();
  const answer = await page.evaluate(async (body) => {
    const init = { method: "POST", headers: { "content-type": "application/json" }, body };
    return (await fetch("/api/v1/ratings", init)).status;
  }, body);
  assert.equal(answer, 200);
  assert.equal((await server.ratings()).length, 1);
});

test("a phone that keeps nothing still rates, and says so when it is offline", async () => {
  const refuse = () => {
    Storage.prototype.setItem = () => {
      throw new DOMException("refused", "QuotaExceededError");
    };
    IDBFactory.prototype.open = () => {
      throw new DOMException("refused", "SecurityError");
    };
  };
  await start("/w/07", { before: (page) => page.addInitScript(refuse) });
  await context.setOffline(true);
  await page.tap("#good");
  await page.getByText("请先别关页面").waitFor();
  await context.setOffline(false);
  await becomes(RECEIVED);
  assert.equal((await server.ratings()).length, 1);
});

test("a server that restarts in between loses nothing", async () => {
  await start();
  const { port, data } = server;
  await page.tap("#good");
  await becomes(RECEIVED);
  await server.stop({ keep: true });
  await page.goto("about:blank").catch(() => {});
  server = await serve({ port, data });
  await page.goto(`${server.base}/w/12`);
  await inCharge(page);
  await server.stop({ keep: true });
  await page.tap("#bad");
  await becomes(KEPT);
  server = await serve({ port, data });
  await until(() => kept(page), (count) => count === 0, 15_000);
  assert.equal((await server.ratings()).length, 2);
});
