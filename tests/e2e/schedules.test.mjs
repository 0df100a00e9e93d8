// Some of the native schedules (src/app/state/outbox/tests/schedules.rs) in a real browser: two tabs, a network
// that does its worst, tabs killed at any step. What the citizen was told is sent is stored once.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { between } from "./lib/between.mjs";
import { drawn, inCharge, launch, PHONE, serve } from "./lib/zuoban.mjs";

const SEEDS = Array.from({ length: 12 }, (_, at) => at + 1);
const MASK = (1n << 64n) - 1n;

/** The same generator as the native test's. */
function chance(seed) {
  let state = ((BigInt(seed) * 0x9e3779b97f4a7c15n) & MASK) | 1n;
  return (limit) => {
    state ^= (state << 13n) & MASK;
    state ^= state >> 7n;
    state ^= (state << 17n) & MASK;
    return Number(state % BigInt(limit));
  };
}

let server, gateway, browser;
before(async () => {
  server = await serve();
  gateway = await between(server);
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await gateway?.close();
  await server?.stop();
});

const FATES = ["through", "twice", "answer lost", "lost", "busy", "portal"];
const pause = (ms) => new Promise((go) => setTimeout(go, ms));

/** One schedule; answers what was said, and what the phone and the centre have of it in the end. */
async function play(seed) {
  const below = chance(seed);
  const context = await browser.newContext({ ...PHONE, serviceWorkers: "allow" });
  // Its own pauses would make a schedule last for minutes: what is waited for comes at once.
  await context.addInitScript(() => {
    const wait = window.setTimeout;
    window.setTimeout = (act, ms, ...more) => wait(act, ms >= 2000 && ms <= 60_000 ? 20 : ms, ...more);
  });
  const said = [];
  const open = async () => {
    const page = await context.newPage();
    await page.goto(`${gateway.base}/w/07`);
    await inCharge(page);
    return page;
  };
  gateway.decide(() => "through");
  const tabs = [await open(), await open()];
  const write = (incoming) => incoming.method !== "GET" && incoming.url.startsWith("/api/");
  gateway.decide((incoming) => (write(incoming) ? FATES[below(3) ? 0 : below(6)] : "through"));
  for (let step = 0; step < 14; step++) {
    const at = below(2);
    const page = tabs[at];
    switch (below(7)) {
      case 0:
      case 1:
      case 2: {
        await drawn(page);
        if (!(await page.locator("#good").count())) await page.locator("#again").tap();
        await page.locator("#good").waitFor({ timeout: 9000 }).catch(async (why) => {
          throw new Error(`seed ${seed}, step ${step}: ${page.url()}: ${await page.locator("main").innerText()}`, { cause: why });
        });
        await page.locator(below(2) ? "#good" : "#bad").tap();
        await page.locator("#more").waitFor({ state: "attached" });
        said.push(new URL(page.url()).searchParams.get("r"));
        break;
      }
      case 3: {
        await drawn(page);
        if (!(await page.locator("#comment").isVisible())) break; // once it is added, there is no form
        await page.fill("#comment", `第 ${step} 步`);
        await page.locator("#more button").tap();
        break;
      }
      case 4:
        await page.evaluate(() => window.dispatchEvent(new Event("online")));
        break;
      case 5:
        await page.close();
        tabs[at] = await open();
        break;
      default:
        await pause(below(40));
    }
  }
  gateway.decide(() => "through");
  const left = () => tabs[0].evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith("zb.out.")).length);
  for (let tries = 0; tries < 300 && (await left()) > 0; tries++) {
    await tabs[0].evaluate(() => window.dispatchEvent(new Event("online")));
    await pause(30);
  }
  const waits = await left();
  await context.close();
  return { said, waits };
}

test(`${SEEDS.length} schedules in the browser lose nothing and double nothing`, async () => {
  const all = [];
  for (const seed of SEEDS) {
    const { said, waits } = await play(seed);
    assert.equal(waits, 0, `seed ${seed}: something never goes out`);
    all.push(...said);
  }
  const stored = (await server.ratings()).map((rating) => rating.id);
  assert.equal(new Set(stored).size, stored.length, "doubled");
  assert.deepEqual([...stored].sort(), [...new Set(all)].sort());
  assert.ok(all.length > 30, `only ${all.length} taps`);
});
