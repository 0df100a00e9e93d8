// Some of the native schedules (src/app/state/outbox/tests/schedules.rs) in a real browser: two tabs, a network
// that does its worst, tabs killed at any step. What the citizen was told is sent is stored once.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { between } from "./lib/between.mjs";
import { drawn, inCharge, launch, PHONE, serve } from "./lib/zuoban.mjs";

const SEEDS = Array.from({ length: 36 }, (_, at) => at + 1);
// A schedule mostly waits: so many are played at once.
const LANES = 4;
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

let server, browser;
before(async () => {
  server = await serve();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const FATES = ["through", "twice", "answer lost", "lost", "busy", "portal"];
const pause = (ms) => new Promise((go) => setTimeout(go, ms));

/** To the question, from wherever this window's page stands: an answer that comes meanwhile moves the link, and a finger misses it. */
async function ask(page) {
  const good = page.locator("#good");
  for (let tries = 0; tries < 3 && !(await good.count()); tries++) {
    await page.locator("#again").tap();
    await good.waitFor({ timeout: 3000 }).catch(() => {});
  }
  await good.waitFor({ timeout: 1000 });
}

/** One schedule, on a phone and a network of its own; answers what was said and how much still waits. */
async function play(seed) {
  const gateway = await between(server);
  const context = await browser.newContext({ ...PHONE, serviceWorkers: "allow" });
  try {
    return await played(seed, gateway, context);
  } finally {
    await context.close();
    await gateway.close();
  }
}

async function played(seed, gateway, context) {
  const below = chance(seed);
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
        await ask(page).catch(async (why) => {
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
  return { said, waits };
}

test(`${SEEDS.length} schedules in the browser lose nothing and double nothing`, async () => {
  const all = [];
  const left = [...SEEDS];
  const lane = async () => {
    for (let seed = left.shift(); seed; seed = left.shift()) {
      const { said, waits } = await play(seed);
      assert.equal(waits, 0, `seed ${seed}: something never goes out`);
      all.push(...said);
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane)).finally(() => left.splice(0));
  const stored = (await server.ratings()).map((rating) => rating.id);
  assert.equal(new Set(stored).size, stored.length, "doubled");
  assert.deepEqual([...stored].sort(), [...new Set(all)].sort());
  assert.ok(all.length > 3 * SEEDS.length, `only ${all.length} taps`);
});
