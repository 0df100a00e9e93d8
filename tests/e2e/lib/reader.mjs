// Somebody who reads guides, behind a network that can be cut: set up once a test file, opened anew in each test.
import assert from "node:assert/strict";
import { after, afterEach, before } from "node:test";
import { between } from "./between.mjs";
import { guide, shows } from "./guides.mjs";
import { inCharge, launch, open, PHONE, serve, until } from "./zuoban.mjs";

/** The guide that most tests read. */
export const refund = guide("vat-credit-refund");

export let browser, server, gateway, context, page, problems;
let screen;

/** Serves for the file's tests; `data` may promise a data folder, `on` is the screen that is read on. */
export function setUpReader({ data, on = PHONE } = {}) {
  screen = on;
  before(async () => {
    browser = await launch();
    server = await serve({ data: await data });
    gateway = await between(server);
  });
  after(async () => {
    await browser?.close();
    await gateway?.close();
    await server?.stop();
  });
  afterEach(async () => {
    gateway.mend();
    gateway.decide(() => "through");
    await context?.close();
  });
}

/** Looks at what was opened: its context ends with the test. */
export const lookAt = (opened) => ({ context, page, problems } = opened);
/** Opens a page and looks at it. */
export const start = async (path, options) =>
  lookAt(await open(browser, gateway.base, path, { options: screen, ...options }));
export const go = async (path) => {
  await page.goto(gateway.base + path);
  await inCharge(page);
};
export const at = (part, lang) => shows(page, refund, part, lang);
export const path = () => new URL(page.url()).pathname;
export const ticked = () => page.locator("input[name=tick]:checked").evaluateAll((all) => all.map((box) => box.value));
export const becomes = async (ask, wanted) => assert.deepEqual(await until(ask, (seen) => `${seen}` === `${wanted}`), wanted);
