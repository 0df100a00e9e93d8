// A real server with its own data, a real browser with a phone's screen: what every test starts from.
import { execFile, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, before } from "node:test";
import { promisify } from "node:util";
import { chromium } from "playwright-core";

const run = promisify(execFile);
const binary = process.env.ZUOBAN_BIN;
const args = [
  "--no-sandbox", // CI runs as root
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** A server of its own, on any free port unless one is given. */
export async function serve({ port = 0, data, history = false } = {}) {
  const own = data ?? (await mkdtemp(join(tmpdir(), "zuoban-")));
  if (history) await run(binary, ["demo", "history", "--data", own]);
  const child = spawn(binary, ["serve", "--listen", `127.0.0.1:${port}`, "--data", own], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  const ended = new Promise((done) => child.once("exit", done));
  const lines = createInterface({ input: child.stdout });
  const base = await new Promise((done, fail) => {
    lines.on("line", (line) => /http:\S+/.test(line) && done(line.match(/http:\S+/)[0]));
    child.once("exit", () => fail(new Error("the server did not start")));
  });
  return {
    base,
    data: own,
    port: Number(new URL(base).port),
    /** What `zuoban export` says. */
    async ratings() {
      const { stdout } = await run(binary, ["export", "ratings", "--format", "jsonl", "--data", own], { maxBuffer: 2 ** 26 });
      return stdout.split("\n").filter(Boolean).map((line) => JSON.parse(line));
    },
    /** Any other command on the same data. */
    command: (...words) => run(binary, [...words, "--data", own]),
    async stop({ keep = false } = {}) {
      child.kill("SIGTERM");
      await ended;
      if (!keep) await rm(own, { recursive: true, force: true });
    },
  };
}

/** One browser for a file of tests. */
export const launch = () => chromium.launch({ executablePath: process.env.CHROMIUM, args });

/** A server and a browser for all tests of a file. */
export function setUp(options) {
  const up = {};
  before(async () => {
    up.server = await serve(options);
    up.browser = await launch();
  });
  after(async () => {
    await up.browser?.close();
    await up.server?.stop();
  });
  return up;
}

export const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, locale: "zh-CN" };
export const SMALL = { ...PHONE, viewport: { width: 320, height: 568 } };
export const TABLET = { viewport: { width: 1180, height: 820 }, hasTouch: true, locale: "zh-CN" };

/** A page whose console must stay silent; `problems` fills with what it said. */
export async function open(browser, base, path, { options = PHONE, before, app = true } = {}) {
  const context = await browser.newContext(options);
  // What changes is also said in a live region, out of sight: a test looks for what is seen.
  context.on("page", (page) => (page.getByText = (...words) => page.locator(".frame").getByText(...words)));
  const page = await context.newPage();
  const problems = [];
  const watch = (page) => {
    page.on("console", (message) => ["error", "warning"].includes(message.type()) && problems.push(message.text()));
    page.on("pageerror", (error) => problems.push(error.message));
    page.on("request", (request) => new URL(request.url()).origin === base || problems.push(`asked ${request.url()}`));
  };
  watch(page);
  await page.addInitScript(() => {
    window.shifted = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
    }).observe({ type: "layout-shift", buffered: true });
  });
  await before?.(page, context);
  await page.goto(base + path);
  if (app) await inCharge(page);
  return { context, page, problems, watch };
}

/** Waits until the app has taken the page over. */
export const inCharge = (page) => page.locator("html[data-app=on]").waitFor();

/** Waits until the app has drawn what was just done: it paints the tap first, twice where it fetches a module. */
export async function drawn(page) {
  for (let frame = 0; frame < 2; frame++) {
    await page.evaluate(() => new Promise((go) => window.zuoban.afterPaint(() => setTimeout(go))));
  }
}

/** Waits until something is so, asking again for some seconds; answers what was last seen. */
export async function until(ask, holds, patience = 8_000) {
  const end = Date.now() + patience;
  for (;;) {
    const seen = await ask();
    if (holds(seen) || Date.now() > end) return seen;
    await new Promise((go) => setTimeout(go, 50));
  }
}

/** The page's heading without its second line. */
export const heading = (page) => page.locator("h1").evaluate((h1) => h1.firstChild.textContent.trim());

/** What of a rating the phone still keeps. */
export const kept = (page) =>
  page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith("zb.out.")).length);
