// Printed, scanned, opened, tapped, exported: with an independent reader of codes.
import assert from "node:assert/strict";
import { test } from "node:test";
import { addressOf } from "./lib/poster.mjs";
import { heading, open, setUp, until } from "./lib/zuoban.mjs";

const up = setUp();

test("the printed code opens its window, and a tap there is a scan's rating in the export", async () => {
  const sheet = await addressOf(up.server, "07");
  assert.equal(sheet.pages, 1);
  assert.match(sheet.size, /A4/);
  const address = new URL(sheet.stdout);
  assert.equal(address.origin, up.server.base);
  const { page, context } = await open(up.browser, up.server.base, address.pathname + address.search);
  assert.equal(await heading(page), "税务 07 号窗口");
  await page.tap("#good");
  await until(() => heading(page), (text) => text === "收到了，谢谢您");
  const [rating] = await up.server.ratings();
  assert.deepEqual([rating.window, rating.satisfied, rating.source], ["07", true, "scan"]);
  assert.match(rating.rated_at, /\+08:00$/);
  await context.close();
});

test("a code that was tampered with helps to the right window instead", async () => {
  const { page, context } = await open(up.browser, up.server.base, "/w/07?k=000000000000", { app: false });
  assert.equal(await heading(page), "这个二维码不对");
  await page.getByText("我就在 07 号窗口").tap();
  assert.equal(await heading(page), "税务 07 号窗口");
  await context.close();
});

test("an unknown window helps to find the right one", async () => {
  const { page, context } = await open(up.browser, up.server.base, "/w/999", { app: false });
  assert.equal(await heading(page), "没有 999 号窗口");
  await page.locator(".row", { hasText: "税务 07 号窗口" }).tap();
  assert.equal(await heading(page), "税务 07 号窗口");
  await context.close();
});
