// `cargo xtask bench first-rating [RUNS]`: from navigation to a button that counts, on Lighthouse's
// applied mobile figures, beside a static form (the limit) and the same question on other tools.
import { chromium } from "playwright-core";
import { servePages } from "./lib/pages.mjs";
import { ARGS, CHROMIUM, judge, median, serveZuoban } from "./lib/zuoban.mjs";

const RUNS = Number(process.argv[2] ?? 5);
const NETWORK = { offline: false, latency: 562.5, downloadThroughput: (1474.56 * 1024) / 8, uploadThroughput: (675 * 1024) / 8 };

/** One visit with an empty cache: when the control is there and painted, and when the app is in charge. */
async function visit(browser, { address, control, app }) {
  const context = await browser.newContext({ viewport: { width: 412, height: 823 }, isMobile: true, hasTouch: true });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send("Network.enable");
  await session.send("Network.emulateNetworkConditions", NETWORK);
  await session.send("Emulation.setCPUThrottlingRate", { rate: 4 });
  await page.addInitScript((control) => {
    const look = () => {
      if (window.ready || !document.querySelector(control)) return;
      window.ready = -1;
      requestAnimationFrame(() => (window.ready = performance.now()));
    };
    new MutationObserver(look).observe(document, { childList: true, subtree: true });
  }, control);
  await page.goto(address, { waitUntil: "commit" });
  await page.waitForFunction(() => window.ready > 0, null, { timeout: 60_000, polling: 50 });
  if (app) await page.locator("html[data-app=on]").waitFor({ timeout: 60_000 });
  const seen = await page.evaluate(() => [
    window.ready,
    performance.getEntriesByName("zuoban:in-charge")[0]?.startTime,
  ]);
  await context.close();
  return seen;
}

const zuoban = await serveZuoban();
const others = await servePages(zuoban.address);
const browser = await chromium.launch({ executablePath: CHROMIUM, args: ARGS.slice(1) });
const pages = [{ name: "zuoban", address: zuoban.address, control: "form button[name=satisfied]", app: true }, ...others.pages];
const times = new Map(pages.map(({ name }) => [name, []]));
const inCharge = [];
for (let run = 0; run < RUNS; run++) {
  for (const page of pages) {
    const [ready, app] = await visit(browser, page);
    times.get(page.name).push(ready);
    if (page.app) inCharge.push(app);
  }
}
await browser.close();
others.close();
await zuoban.close();

const ms = (name) => median(times.get(name));
process.stdout.write(`\nfrom navigation to a button that counts, median of ${RUNS} interleaved runs\n`);
for (const { name, bytes } of pages) {
  const ratio = (ms(name) / ms("static")).toFixed(2);
  const weight = bytes ? `${bytes.toLocaleString("en")} bytes` : "see `cargo xtask budget`";
  process.stdout.write(`${name.padEnd(10)} ${ms(name).toFixed(0).padStart(6)} ms  ${ratio.padStart(5)} × static  ${weight}\n`);
}
process.stdout.write(`zuoban's app in charge ${median(inCharge).toFixed(0)} ms\n\n`);
const timesOf = (name, what) => (what / ms(name)).toFixed(2);
process.stdout.write(`  beside the bare form the button takes ${timesOf("bare", ms("zuoban"))} ×; beside React that is told`);
process.stdout.write(` its window the app in charge takes ${timesOf("react", median(inCharge))} ×\n\n`);
const reached = judge([
  [`zuoban's button ${timesOf("static", ms("zuoban"))} × the static form's, at most 1.15`, ms("zuoban") <= 1.15 * ms("static")],
  [
    `the app in charge ${timesOf("react-data", median(inCharge))} × React's control with the window's data, at most 1`,
    median(inCharge) <= ms("react-data"),
  ],
]);
process.exitCode = reached ? 0 : 1;
