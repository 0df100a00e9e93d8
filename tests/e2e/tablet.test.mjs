// Guides on the tablet: a step a screen, keys, swipes and clickers, wiped between citizens.
import assert from "node:assert/strict";
import { test } from "node:test";
import { none, offScreen, spilled, tooSmall, violations } from "./lib/fits.mjs";
import { address, guides, keptUnder, LANGS, walk } from "./lib/guides.mjs";
import { at, context, go, page, path, problems, refund, setUpReader, start, ticked } from "./lib/reader.mjs";
import { listens, present, PRESENT, SIZES } from "./lib/stand.mjs";
import { TABLET, until } from "./lib/zuoban.mjs";

setUpReader({ on: TABLET });

// One step a screen

const tour = async (measure, names = Object.keys(SIZES)) => {
  const found = Object.fromEntries(names.map((name) => [name, []]));
  for (const guide of guides) {
    for (const lang of LANGS) {
      await start(address(guide, "", { ...PRESENT, lang }), { before: (page) => page.emulateMedia({ reducedMotion: "reduce" }) });
      await listens();
      await walk(page, guide, { lang, present: true }, async (page, part) => {
        for (const name of names) {
          const [width, height] = SIZES[name];
          await page.setViewportSize({ width, height });
          const here = await measure(page, part);
          found[name].push(...here.map((problem) => `${guide.id}/${part} ${lang}: ${problem}`));
        }
        await page.setViewportSize(TABLET.viewport);
        return [];
      });
      found[names[0]].push(...problems.map((said) => `${guide.id} ${lang}: console: ${said}`));
      await context.close();
    }
  }
  return found;
};

test("every step of every guide in both languages is whole on one screen", async (t) => {
  const found = await tour(async (page) => {
    const blank = (await page.locator(".guide__stage").innerText()).trim().length < 10 ? ["empty"] : [];
    const code = await page.locator("#code").boundingBox();
    const unread = code && code.width >= 120 ? [] : ["no code, or a small one"];
    return [...blank, ...unread, ...(await offScreen(page)), ...(await spilled(page)), ...(await tooSmall(page, { text: 16, target: 44 }))];
  });
  for (const [name, problems] of Object.entries(found)) {
    const overview = (problem) => /^\S+\/ /.test(problem);
    // An overview may be longer than a screen: it scrolls beside its rail, which stays whole.
    const rail = (problem) => /\.rail|scrolls|no code/.test(problem);
    await t.test(`${name}, overviews`, () => none(problems.filter((problem) => overview(problem) && rail(problem))));
    await t.test(`${name}, steps`, () => none(problems.filter((problem) => !overview(problem))));
  }
});

test("axe finds nothing on any presented step in either language", async () => {
  const { "1180×820": found } = await tour(violations, ["1180×820"]);
  none(found);
});

// Keys, clickers, swipes

test("arrow keys and a presentation clicker go on and back, and stop at the beginning", async () => {
  await present();
  for (const [key, part] of [
    ["ArrowLeft", ""],
    ["ArrowRight", "file-return"],
    ["PageDown", "application"],
    ["ArrowRight", "review"],
    ["PageUp", "application"],
    ["ArrowLeft", "file-return"],
    ["PageUp", ""],
    ["PageDown", "file-return"],
  ]) {
    await page.keyboard.press(key);
    await at(part);
    assert.equal(path(), `/guides/vat-credit-refund${part && `/${part}`}`, key);
    assert.equal(new URL(page.url()).searchParams.get("present"), "1");
  }
  await page.keyboard.press("a");
  await page.keyboard.press(" ");
  assert.equal(path(), "/guides/vat-credit-refund/file-return");
  assert.deepEqual(problems, []);
});

test("keys typed into a practice form do not turn the page; clickers on the phone's view neither", async () => {
  await present("application");
  await page.locator("#practise").tap();
  await page.locator("#practice-credit").fill("123");
  for (const key of ["ArrowLeft", "ArrowRight", "PageDown"]) await page.keyboard.press(key);
  await page.waitForTimeout(300);
  assert.equal(path(), "/guides/vat-credit-refund/application");
  assert.equal(await page.inputValue("#practice-credit"), "123");
  await go(address(refund, "application"));
  await page.keyboard.press("PageDown");
  await page.waitForTimeout(300);
  assert.equal(path(), "/guides/vat-credit-refund/application");
});

/** A finger that goes from one point to another. */
const finger = async (from, to) => {
  const cdp = await context.newCDPSession(page);
  const touch = (type, point) => cdp.send("Input.dispatchTouchEvent", { type, touchPoints: point ? [{ x: point[0], y: point[1] }] : [] });
  const between = (part) => from.map((value, at) => value + (to[at] - value) * part);
  await touch("touchStart", from);
  for (let step = 1; step <= 8; step++) await touch("touchMove", between(step / 8));
  await touch("touchEnd");
  await cdp.detach();
};

test("a swipe turns the page; a tap, a short, an upward and a mouse's movement do not", async () => {
  await present("file-return");
  const still = async (what) => {
    await page.waitForTimeout(250);
    assert.equal(path(), "/guides/vat-credit-refund/file-return", what);
  };
  await finger([700, 330], [700, 330]);
  await still("a tap");
  await finger([700, 330], [672, 330]);
  await still("a short one");
  await finger([700, 500], [620, 250]);
  await still("upward");
  await page.mouse.move(800, 330);
  await page.mouse.down();
  await page.mouse.move(500, 330, { steps: 5 });
  await page.mouse.up();
  await still("a mouse");
  await finger([850, 330], [600, 340]);
  await at("application");
  await finger([850, 330], [600, 340]);
  await at("review");
  await finger([500, 330], [780, 320]);
  await at("application");
});

test("a ring marks the spot that is touched, in nobody's way, and goes again", async () => {
  await present("application");
  await page.touchscreen.tap(900, 300);
  const ring = page.locator("#ring.ring--seen");
  await ring.waitFor();
  const { x, y, width, height } = await ring.boundingBox();
  assert.ok(Math.abs(x + width / 2 - 900) < 2 && Math.abs(y + height / 2 - 300) < 2, `${x}, ${y}`);
  const style = await ring.evaluate((ring) => [getComputedStyle(ring).opacity, getComputedStyle(ring).pointerEvents, ring.getAttribute("aria-hidden")]);
  assert.ok(style[0] > 0.5 && style[1] === "none" && style[2] === "true", style.join());
  await page.touchscreen.tap(600, 300);
  assert.ok(Math.abs((await ring.boundingBox()).x + width / 2 - 600) < 2);
  await page.locator("#ring:not(.ring--seen)").waitFor({ state: "attached", timeout: 4_000 });
  assert.equal(await page.locator("#ring").evaluate((ring) => getComputedStyle(ring).opacity), "0");
});

// Between two citizens

/** Nothing of a citizen: not on the screen, not on the tablet, not on the way back. */
const wiped = async () => {
  await page.waitForURL((url) => url.pathname === "/guides/present");
  await page.locator("h1", { hasText: "给群众讲指南" }).waitFor();
  assert.equal(await page.locator("html").getAttribute("lang"), "zh-CN");
  assert.deepEqual(await keptUnder(page, "zb.tick."), []);
  assert.deepEqual(await keptUnder(page, "zb.lang"), []);
  assert.deepEqual(await keptUnder(page, "zb.unclear."), []);
  assert.equal(new URL(page.url()).search + new URL(page.url()).hash, "");
  await page.locator(`a[href*="${refund.id}?present"]`).click();
  await at("");
  assert.deepEqual(await ticked(), []);
};

test("nobody touches it: it asks, “still reading” keeps everything, and later it is wiped", async () => {
  await start(address(refund, "", { ...PRESENT, lang: "en" }), { before: (page) => page.clock.install() });
  await listens();
  await page.locator("#tick-return").tap();
  await page.locator("#next").tap();
  await page.locator("#next").tap();
  await at("application", "en");
  await page.locator("#tick-application\\.phone").tap();
  const asks = page.locator("[role=alertdialog]");
  const passes = (seconds) => page.clock.fastForward(seconds * 1000);
  assert.ok(await asks.isHidden(), "asks at once");
  await passes(84);
  await page.waitForTimeout(1_500);
  assert.ok(await asks.isHidden(), "asks too soon");
  await passes(5);
  await asks.waitFor({ timeout: 5_000 });
  assert.equal(await asks.locator("p").first().innerText(), "Are you still reading?");
  assert.equal(await page.evaluate(() => document.activeElement.id), "stay");
  const { width, height } = await asks.boundingBox();
  assert.ok(width > 1000 && height > 700, "what a citizen did is seen behind it");
  await page.locator("#stay").tap();
  await asks.waitFor({ state: "hidden" });
  assert.deepEqual(await ticked(), ["application.phone"]);
  await passes(80);
  await page.waitForTimeout(1_500);
  assert.ok(await asks.isHidden(), "asks again too soon");
  await page.touchscreen.tap(900, 250);
  await passes(80);
  await page.waitForTimeout(1_500);
  assert.ok(await asks.isHidden(), "asks although it was touched");
  await passes(10);
  await asks.waitFor({ timeout: 5_000 });
  await passes(15);
  await page.waitForTimeout(1_500);
  assert.equal(path(), "/guides/vat-credit-refund/application", "wiped without waiting for an answer");
  await passes(6);
  await wiped();
  await page.goBack();
  await page.goBack();
  await page.locator(".guide").waitFor();
  assert.deepEqual(await ticked(), [], "the way back leads to the citizen before");
  assert.equal(await page.locator("html").getAttribute("lang"), "zh-CN");
});

test("a key keeps it from asking, and answers it too", async () => {
  await start(address(refund, "file-return", PRESENT), { before: (page) => page.clock.install() });
  await listens();
  const asks = page.locator("[role=alertdialog]");
  await page.clock.fastForward(85_000);
  await page.keyboard.press("PageDown");
  await at("application");
  await page.clock.fastForward(60_000);
  await page.waitForTimeout(1_500);
  assert.ok(await asks.isHidden(), "asks although a key was pressed");
  await page.clock.fastForward(31_000);
  await asks.waitFor({ timeout: 5_000 });
  await page.keyboard.press("Enter");
  await asks.waitFor({ state: "hidden" });
  assert.equal(path(), "/guides/vat-credit-refund/application");
});

test("“clear for the next” wipes when it is asked", async () => {
  await start(address(refund, "", { ...PRESENT, lang: "en" }), { before: (page) => page.clock.install() });
  await listens();
  await page.locator("#tick-return").tap();
  await page.clock.fastForward(92_000);
  await page.locator("#wipe-guide").tap();
  await wiped();
});

test("the page that staff choose from and the phone's view are never wiped", async () => {
  await start(address(refund, "", PRESENT), { before: (page) => page.clock.install() });
  await listens();
  await page.locator(".rail__acts a").tap();
  await page.locator("h1", { hasText: "给群众讲指南" }).waitFor();
  await go(address(refund));
  await page.locator("#tick-return").tap();
  await page.clock.fastForward(200_000);
  await page.waitForTimeout(1_500);
  assert.equal(path(), "/guides/vat-credit-refund");
  assert.deepEqual(await ticked(), ["return"]);
});

test("“next citizen” wipes at once: ticks, language, practice and what was said", async () => {
  await present("application", { lang: "en" });
  await page.route("**/unclear", (route) => route.fulfill({ status: 201, json: { id: route.request().postDataJSON().id } }));
  await page.locator("#tick-application\\.amount").tap();
  await page.locator("#unclear").tap();
  await page.locator("#practise").tap();
  await page.locator("#practice-credit").fill("4711");
  assert.ok((await keptUnder(page, "zb.unclear.")).length);
  await page.locator("#another").click();
  await wiped();
  await page.locator("#next").tap();
  await page.locator("#next").tap();
  await at("application");
  assert.equal(await page.locator("#practice").count(), 0);
  assert.ok(await page.locator("#unclear").isVisible());
});

test("reading aloud falls silent when the next citizen comes", async () => {
  await start(address(refund, "application", PRESENT), {
    before: (page) =>
      page.addInitScript(() => {
        const voice = { speaking: false, speak: () => (voice.speaking = true), cancel: () => (voice.speaking = false) };
        Object.defineProperty(window, "speechSynthesis", { value: voice });
      }),
  });
  await page.locator("#read-step").tap();
  assert.ok(await page.evaluate(() => window.speechSynthesis.speaking));
  await page.locator("#another").tap();
  await page.locator("h1", { hasText: "给群众讲指南" }).waitFor();
  assert.ok(await until(() => page.evaluate(() => !window.speechSynthesis.speaking), Boolean));
});
