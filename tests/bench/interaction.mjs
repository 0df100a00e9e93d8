// `cargo xtask bench interaction [RUNS [PATH]]`: how long a tap or a key waits for its answer on the screen, at
// a quarter of this machine's speed, on every page.
//
// Counted is what INP counts: the browser's own Event Timing of real taps and keys (through CDP), from
// the input to the next frame painted, the longest event of each interaction. Its three parts: the delay
// until the first handler runs; the handlers, with the `input` event's that a key brings; and the rest,
// style, layout, paint and the wait for a frame. Chromium rounds the whole to 8 ms and paints headless
// at 60 Hz, so the rest is seldom under 16 ms; what takes less than 16 ms in all it does not report, and
// stands here as 16. What arrives later from the network is not waited for, as in INP.
//
// What no program could be faster than is measured beside it: the same page without the app, where a tap adds
// one letter to the heading. The last line is the ratio of the two.
import { chromium } from "playwright-core";
import { journeys } from "./lib/journeys.mjs";
import { ARGS, CHROMIUM, judge, serveZuoban } from "./lib/zuoban.mjs";

const RUNS = Number(process.argv[2] ?? 5);
const ONLY = process.argv[3];
const LIMIT = 50;
const SLOWER = 4;

/** Runs in the page: keeps every event that the browser timed. */
function watch() {
  window.timed = [];
  const keep = (list) => window.timed.push(...list.getEntries().map((entry) => entry.toJSON()));
  const observer = new PerformanceObserver(keep);
  observer.observe({ type: "event", durationThreshold: 16, buffered: true });
  window.take = () => {
    keep({ getEntries: () => observer.takeRecords() });
    return window.timed.splice(0);
  };
}

/** The longest interaction among the events, in its parts; nothing where none took 16 ms. */
function longest(events) {
  const own = events.filter((event) => event.interactionId > 0);
  if (own.length === 0) return { total: 16, delay: 0, handlers: 0, rest: 16 };
  const worst = own.reduce((a, b) => (b.duration > a.duration ? b : a));
  const end = worst.startTime + worst.duration;
  // The events that were answered by the same frame.
  const together = events.filter(({ startTime, duration }) => startTime >= worst.startTime - 1 && Math.abs(startTime + duration - end) <= 16);
  const from = Math.min(...together.map((event) => event.processingStart));
  const to = Math.max(...together.map((event) => event.processingEnd));
  return { total: worst.duration, delay: from - worst.startTime, handlers: to - from, rest: Math.max(end - to, 0) };
}

/** Drives one page: every tap and key is measured under a name. */
function fingers(page, samples) {
  const settle = async () => {
    await page.evaluate(() => new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(go, 120)))));
  };
  const measure = async (name, act) => {
    await settle();
    await page.evaluate(() => window.take());
    await act();
    await settle();
    if (!samples.has(name)) samples.set(name, []);
    samples.get(name).push(longest(await page.evaluate(() => window.take())));
  };
  const middle = async (selector) => {
    const target = page.locator(selector).first();
    await target.waitFor();
    // A page made anew meanwhile has another one.
    const there = await target.scrollIntoViewIfNeeded().then(() => true, () => false);
    if (!there) return middle(selector);
    // Not under the dock.
    const { x, y, width, height } = await target.boundingBox();
    const over = y + height - (page.viewportSize().height - 90);
    if (over > 0 && !selector.startsWith(".dock") && (await page.locator(".dock").isVisible())) {
      await page.evaluate((by) => scrollBy(0, by), over + 20);
      return middle(selector);
    }
    return [x + width / 2, y + height / 2];
  };
  return {
    page,
    /** A tap on the first element that fits. */
    async tap(name, selector) {
      const at = await middle(selector);
      await measure(name, () => page.touchscreen.tap(...at));
    },
    /** Every letter a measurement. */
    async type(name, selector, text) {
      await page.locator(selector).focus();
      for (const letter of text) await measure(name, () => page.keyboard.press(letter));
    },
    async press(name, selector, key) {
      await page.locator(selector).focus();
      await measure(name, () => page.keyboard.press(key));
    },
  };
}

/** A page at a quarter of the speed, driven by `journey`; `prepare` is called before it is slowed down. */
async function drive(browser, address, { samples, block, prepare, journey }) {
  const context = await browser.newContext({ viewport: { width: 412, height: 823 }, isMobile: true, hasTouch: true, locale: "zh-CN" });
  const page = await context.newPage();
  await page.addInitScript(watch);
  if (block) await page.route(block, (route) => route.abort());
  await page.goto(address);
  await prepare(page);
  const session = await context.newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
  await journey(fingers(page, samples));
  await context.close();
}

/** The least that a tap can do. */
function dot() {
  const onTap = (event) => {
    event.preventDefault();
    document.querySelector("#title").firstChild.data += ".";
  };
  addEventListener("click", onTap, true);
}

const zuoban = await serveZuoban({ history: true });
const browser = await chromium.launch({ executablePath: CHROMIUM, args: ARGS.slice(1) });
const [samples, bare] = [new Map(), new Map()];
for (let run = 0; run < RUNS; run++) {
  for (const [path, journey] of journeys.filter(([path]) => !ONLY || path === ONLY)) {
    const prepare = (page) => page.locator("html[data-app=on]").waitFor();
    await drive(browser, zuoban.base + path, { samples, prepare, journey });
    if (path.includes("present")) continue; // nothing there that can be tapped without the app
    const taps = async (finger) => {
      for (const name of ["first tap", "tap", "tap"]) await finger.tap(`without the app: ${name}`, "#elder");
    };
    await drive(browser, zuoban.base + path, { samples: bare, block: /\/boot-/, prepare: (page) => page.evaluate(dot), journey: taps });
  }
}
await browser.close();
await zuoban.close();

const p98 = (all, part) => all.map((one) => one[part]).sort((a, b) => a - b)[Math.ceil(all.length * 0.98) - 1];
const cell = (number) => number.toFixed(0).padStart(7);
process.stdout.write(`\ninteraction at CPU ÷ ${SLOWER}, ms over ${RUNS} runs\n${"".padEnd(34)}  worst    p98  of it at most: delay handlers  rest\n`);
const everything = [...samples.values()].flat();
const floor = [...bare.values()].flat();
for (const [name, all] of [...samples, ["all", everything], ...bare, ["all without the app", floor]]) {
  const worst = Math.max(...all.map((one) => one.total));
  const parts = ["delay", "handlers", "rest"].map((part) => cell(p98(all, part)));
  process.stdout.write(`${name.padEnd(34)}${cell(worst)}${cell(p98(all, "total"))}              ${parts.join("  ")}   ${all.length} ×\n`);
}
const ratio = p98(everything, "total") / p98(floor, "total");
process.stdout.write(`\np98 of all is ${ratio.toFixed(2)} times that without the app\n\n`);
const over = [...samples].filter(([, all]) => p98(all, "total") > LIMIT).map(([name]) => name);
const reached = judge([
  [`every interaction's p98 at most ${LIMIT} ms${over.length ? `, but: ${over.join(", ")}` : ""}`, over.length === 0],
  [`p98 of all ${p98(everything, "total")} ms, at most ${LIMIT}`, p98(everything, "total") <= LIMIT],
]);
process.exitCode = reached ? 0 : 1;
