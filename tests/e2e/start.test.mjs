// The first second: the page before the app, the take-over, and every way in which the app does not come.
import assert from "node:assert/strict";
import { test } from "node:test";
import { heading, inCharge, kept, open, PHONE, setUp, until } from "./lib/zuoban.mjs";

const WASM = "**/*_bg.wasm";
const up = setUp();
const count = async () => (await up.server.ratings()).length;
const received = async (page) =>
  assert.equal(await until(() => heading(page), (text) => text === "收到了，谢谢您"), "收到了，谢谢您");

test("the app takes over without a jump, and its page is the server's", async () => {
  for (const path of ["/w/07", "/w/12", "/w/07?elder=1", "/w/07?lang=en", "/"]) {
    let release;
    const held = new Promise((go) => (release = go));
    const { page, context, problems } = await open(up.browser, up.server.base, path, {
      app: false,
      before: (page) => page.route(WASM, async (route) => (await held, route.continue())),
    });
    const look = () =>
      page.evaluate(() => ({
        html: document.querySelector(".frame").innerHTML.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "id"),
        boxes: [...document.querySelectorAll(".frame *")].map((element) => {
          const { x, y, width, height } = element.getBoundingClientRect();
          return [element.tagName, x, y, width, height].join(" ");
        }),
      }));
    const before = await look();
    release();
    await inCharge(page);
    const after = await look();
    if (!path.includes("?")) assert.equal(after.html, before.html, path);
    assert.deepEqual(after.boxes, before.boxes, path);
    assert.ok((await page.evaluate(() => window.shifted)) <= 0.01, path);
    assert.deepEqual(problems, [], path);
    await context.close();
  }
});

test("a tap before the app is kept, sent and thanked for, and the app goes on from there", async () => {
  let release;
  const held = new Promise((go) => (release = go));
  const { page, context, problems } = await open(up.browser, up.server.base, "/w/07", {
    app: false,
    before: (page) => page.route(WASM, async (route) => (await held, route.continue())),
  });
  const before = await count();
  await page.waitForFunction(() => window.zuoban);
  await page.tap("#bad");
  await received(page);
  assert.equal(await page.locator("#good").isVisible(), false);
  assert.equal(await count(), before + 1);
  release();
  await inCharge(page);
  assert.equal(await heading(page), "收到了，谢谢您");
  await page.fill("#comment", "先点的，后来的字");
  await page.locator("#more button").tap();
  await page.getByText("补充已收到").waitFor();
  assert.equal(await count(), before + 1);
  const rating = (await up.server.ratings()).at(-1);
  assert.deepEqual([rating.satisfied, rating.comment], [false, "先点的，后来的字"]);
  assert.deepEqual(problems, []);
  await context.close();
});

test("a tap before the app and without a network is kept and sent later", async () => {
  let release;
  const held = new Promise((go) => (release = go));
  const { page, context } = await open(up.browser, up.server.base, "/w/07", {
    app: false,
    before: (page) => page.route(WASM, async (route) => (await held, route.continue())),
  });
  const before = await count();
  await page.waitForFunction(() => window.zuoban);
  await context.setOffline(true);
  await page.tap("#good");
  await until(() => heading(page), (text) => text === "记下了，待发送");
  assert.equal(await kept(page), 1);
  await context.setOffline(false);
  release();
  await inCharge(page);
  await received(page);
  assert.equal(await kept(page), 0);
  assert.equal(await count(), before + 1);
  await context.close();
});

test("a finger that is down while the app arrives still rates, once", async () => {
  let release;
  const held = new Promise((go) => (release = go));
  const options = { ...PHONE, isMobile: false, hasTouch: false };
  const { page, context } = await open(up.browser, up.server.base, "/w/07", {
    options,
    app: false,
    before: (page) => page.route(WASM, async (route) => (await held, route.continue())),
  });
  const before = await count();
  await page.waitForFunction(() => window.zuoban);
  const box = await page.locator("#good").boundingBox();
  await page.mouse.move(box.x + 20, box.y + 20);
  await page.mouse.down();
  const arrived = page.waitForResponse(WASM);
  release();
  await arrived;
  await page.waitForTimeout(700);
  assert.equal(await page.locator("html[data-app=on]").count(), 0);
  await page.mouse.up();
  await inCharge(page);
  await received(page);
  assert.equal(await count(), before + 1);
  await context.close();
});

const stays = {
  "no WebAssembly": (page) => page.addInitScript(() => delete window.WebAssembly),
  "the app's file is missing": (page) => page.route(WASM, (route) => route.fulfill({ status: 404, body: "" })),
  "the app's file is damaged": (page) =>
    page.route(WASM, (route) => route.fulfill({ contentType: "application/wasm", body: "not wasm" })),
  "the boot script is blocked": (page) => page.route("**/boot-*.js", (route) => route.abort()),
};
for (const [why, before] of Object.entries(stays)) {
  test(`${why}: the page stays the plain form and works`, async () => {
    const { page, context } = await open(up.browser, up.server.base, "/w/07", { app: false, before });
    await page.waitForLoadState("networkidle");
    const rated = await count();
    await page.tap("#bad");
    await page.waitForURL(/r=/);
    assert.equal(await heading(page), "收到了，谢谢您");
    assert.equal(await count(), rated + 1);
    await context.close();
  });
}

const comes = {
  "streaming is missing": () => delete WebAssembly.compileStreaming,
  "streaming is refused": () => (WebAssembly.compileStreaming = () => Promise.reject(new TypeError("refused"))),
  "locks, crypto.randomUUID and trusted types are missing": () => {
    Object.defineProperty(navigator, "locks", { value: undefined });
    delete crypto.constructor.prototype.randomUUID;
    delete window.trustedTypes;
  },
};
for (const [why, script] of Object.entries(comes)) {
  test(`${why}: the app comes all the same`, async () => {
    const { page, context } = await open(up.browser, up.server.base, "/w/07", {
      before: async (page) => {
        // Without trusted types the browser would not enforce them either.
        if (why.includes("trusted")) {
          await page.route("**/w/07", async (route) => {
            const answer = await route.fetch();
            const policy = answer.headers()["content-security-policy"].replace(/require-trusted-types.*$/, "");
            await route.fulfill({ response: answer, headers: { ...answer.headers(), "content-security-policy": policy } });
          });
        }
        await page.addInitScript(script);
      },
    });
    const rated = await count();
    await page.tap("#good");
    await received(page);
    assert.equal(await count(), rated + 1);
    await context.close();
  });
}

test("scripts off: the form posts, thanks, takes more and takes back", async () => {
  const options = { ...PHONE, javaScriptEnabled: false };
  const { page, context } = await open(up.browser, up.server.base, "/w/07?lang=en", { options, app: false });
  const rated = await count();
  await page.tap("#good");
  assert.equal(await page.locator("h1 span").innerText(), "Received, thank you");
  await page.locator("label", { hasText: "Speed" }).tap();
  await page.fill("#comment", "By hand, without scripts");
  await page.locator("#more button").tap();
  await page.getByText("What you added was received").waitFor();
  const rating = (await up.server.ratings()).at(-1);
  assert.deepEqual([rating.comment, rating.aspects], ["By hand, without scripts", ["speed"]]);
  await page.locator("#undo button").tap();
  await page.getByText("Taken back. Please choose again.").waitFor();
  assert.equal((await up.server.ratings()).at(-1).withdrawn, true);
  assert.equal(await count(), rated + 1);
  await page.goto(`${up.server.base}/?q=gsrd`);
  assert.equal(await page.locator(".row:visible").count(), 1);
  await context.close();
});

test("words typed before the app arrives are still there after", async () => {
  let release;
  const held = new Promise((go) => (release = go));
  const first = await open(up.browser, up.server.base, "/w/07");
  await first.page.tap("#good");
  await received(first.page);
  const path = new URL(first.page.url()).pathname + new URL(first.page.url()).search;
  await first.context.close();
  const { page, context } = await open(up.browser, up.server.base, path, {
    app: false,
    before: (page) => page.route(WASM, async (route) => (await held, route.continue())),
  });
  await page.locator("#comment").pressSequentially("先写");
  const arrived = page.waitForResponse(WASM);
  release();
  await arrived;
  await page.waitForTimeout(500);
  await page.locator("#comment").pressSequentially("后写"); // nothing took the field away
  await page.locator("h1").tap();
  await inCharge(page);
  assert.equal(await page.inputValue("#comment"), "先写后写");
  await context.close();
});
