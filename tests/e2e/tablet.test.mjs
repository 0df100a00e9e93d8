// Guides on the tablet: a step a screen, keys, swipes and clickers, handed over by a code, wiped between citizens.
import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import { chromium } from "playwright-core";
import { between } from "./lib/between.mjs";
import { none, offScreen, spilled, tooSmall, violations } from "./lib/fits.mjs";
import { address, guide, guides, keptUnder, LANGS, served, shows, walk } from "./lib/guides.mjs";
import { printed, scan } from "./lib/scan.mjs";
import { inCharge, launch, open, PHONE, serve, TABLET, until } from "./lib/zuoban.mjs";

const refund = guide("vat-credit-refund");
const settlement = guide("income-tax-settlement");
const PRESENT = { present: true };
const SIZES = { "1180×820": [1180, 820], "1280×800": [1280, 800], "820×1180": [820, 1180] };

let browser, server, gateway, context, page, problems;
before(async () => {
  browser = await launch();
  server = await serve();
  gateway = await between(server);
});
after(async () => {
  await browser?.close();
  await gateway?.close();
  await server?.stop();
});
afterEach(async () => {
  gateway.mend();
  await context?.close();
});
const start = async (path, options) =>
  ({ context, page, problems } = await open(browser, gateway.base, path, { options: TABLET, ...options }));
const go = async (path) => {
  await page.goto(gateway.base + path);
  await inCharge(page);
};
const at = (part, lang) => shows(page, refund, part, lang);
/** The tablet listens: its code is drawn by the same module. */
const listens = () => page.locator("#code svg").waitFor();
const path = () => new URL(page.url()).pathname;
const ticked = () => page.locator("input[name=tick]:checked").evaluateAll((all) => all.map((box) => box.value));
const present = async (part = "", way = {}) => {
  await start(address(refund, part, { ...PRESENT, ...way }));
  await listens();
};

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

// Handed over

/** The phone that scanned the code. */
const phone = async (says) => {
  assert.ok(says.startsWith(`${gateway.base}/`), says);
  const opened = await open(browser, gateway.base, says.slice(gateway.base.length), { options: PHONE });
  return opened;
};

test("the code opens this very step on the citizen's phone, in the tablet's language, with what is ticked", async () => {
  await present("", { lang: "en" });
  await page.locator("#tick-return").tap();
  await page.locator("#tick-bank-account").tap();
  await page.locator("#tick-bank-account").tap();
  await page.locator("#next").tap();
  await page.locator("#next").tap();
  await at("application", "en");
  await page.locator("#tick-application\\.account").tap();
  assert.match(await page.locator(".hand p").innerText(), /from step 2/);
  let says = await until(() => scan(page), (says) => says.includes("application.account"));
  assert.doesNotMatch(says, /present|bank-account/);
  const theirs = await phone(says);
  await shows(theirs.page, refund, "application", "en");
  assert.equal(new URL(theirs.page.url()).pathname, "/guides/vat-credit-refund/application");
  assert.equal(new URL(theirs.page.url()).hash, "");
  assert.equal(await theirs.page.locator("html").getAttribute("lang"), "en");
  assert.equal(await theirs.page.locator(".guide--present").count(), 0);
  assert.ok(await theirs.page.locator("#tick-application\\.account").isChecked());
  assert.ok(!(await theirs.page.locator("#tick-application\\.amount").isChecked()));
  await theirs.page.reload();
  await inCharge(theirs.page);
  assert.ok(await theirs.page.locator("#tick-application\\.account").isChecked(), "not kept");
  for (const part of ["file-return", ""]) {
    await theirs.page.locator("#previous").tap();
    await shows(theirs.page, refund, part, "en");
  }
  assert.ok(await theirs.page.locator("#tick-return").isChecked());
  assert.ok(!(await theirs.page.locator("#tick-bank-account").isChecked()));
  assert.deepEqual(theirs.problems, []);
  await theirs.context.close();
  // What the server is asked for never has the ticks in it: a fragment stays on the phone.
  assert.ok(new URL(says).hash.includes("return") && !new URL(says).search.includes("return"));
});

test("on every step the code is of that step; in Chinese it opens in Chinese on an English phone", async () => {
  await present();
  assert.equal(new URL(await scan(page)).pathname, "/guides/vat-credit-refund");
  for (const step of refund.steps) {
    await page.keyboard.press("PageDown");
    await at(step.id);
    const says = await until(() => scan(page), (says) => says.includes(step.id));
    assert.equal(new URL(says).pathname, `/guides/vat-credit-refund/${step.id}`);
  }
  const says = await scan(page);
  const theirs = await open(browser, gateway.base, says.slice(gateway.base.length), { options: { ...PHONE, locale: "en-GB" } });
  await shows(theirs.page, refund, "review", "zh");
  await theirs.context.close();
});

test("with everything ticked the code is still read, in both orientations", async () => {
  await present();
  for (const box of await page.locator("input[name=tick]").all()) await box.tap();
  await page.locator("#next").tap();
  await page.locator("#next").tap();
  await at("application");
  for (const box of await page.locator("input[name=tick]").all()) await box.tap();
  for (const size of Object.values(SIZES)) {
    await page.setViewportSize({ width: size[0], height: size[1] });
    const says = await until(() => scan(page), (says) => says.includes("application.phone"));
    assert.equal(new URL(says).hash.split(",").length, refund.bring.length + refund.steps[1].points.length, says);
  }
});

test("a tap on the code fills the screen with it, another gives the screen back", async () => {
  await present();
  const small = (await page.locator("#code").boundingBox()).width;
  const says = await scan(page);
  await page.locator("#code").tap();
  const { width, height } = await page.locator("#code").boundingBox();
  assert.ok(width > 4 * small && height > 4 * small, `${width}×${height}`);
  assert.equal(await scan(page), says);
  await page.locator("#code").tap();
  assert.equal((await page.locator("#code").boundingBox()).width, small);
  await page.locator("#code").focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("PageDown");
  await at(refund.steps[0].id);
  await until(async () => (await page.locator("#code").boundingBox()).width, (width) => width === small);
  assert.equal((await page.locator("#code").boundingBox()).width, small);
});

test("a code scanned by a phone that has ticks of its own keeps them", async () => {
  await start(address(refund), { options: PHONE });
  await page.locator("#tick-phone").tap();
  await go(`${address(refund, "application")}?lang=zh#t=return,application.phone`);
  assert.equal(new URL(page.url()).hash, "");
  assert.deepEqual(await ticked(), ["application.phone"]);
  await go(address(refund));
  assert.deepEqual((await ticked()).sort(), ["phone", "return"]);
});

// Without a network, without https

test("after one visit it works without a network: steps, ticks, code, practice, and opened anew", async () => {
  await start("/guides/present");
  await served(page);
  await page.locator(`a[href*="${refund.id}?present"]`).click();
  await listens();
  gateway.cut();
  for (const step of refund.steps) {
    await page.keyboard.press("PageDown");
    await at(step.id);
    const says = await until(() => scan(page), (says) => says.includes(step.id));
    assert.ok(says.startsWith(gateway.base), says);
  }
  await page.reload();
  await inCharge(page);
  await listens();
  await at("review");
  assert.equal(new URL(await scan(page)).pathname, "/guides/vat-credit-refund/review");
  await page.keyboard.press("PageUp");
  await at("application");
  await page.locator("#practise").tap();
  await page.locator("#practice").waitFor();
  assert.ok(await page.locator(".rail__insecure").isHidden());
  await page.locator("#another").tap();
  await page.locator("h1", { hasText: "给群众讲指南" }).waitFor();
  await page.locator(`a[href*="${refund.id}?present"]`).click();
  await at("");
});

test("where the connection is not safe the screen says what that means", async () => {
  const plain = () => Object.defineProperty(window, "isSecureContext", { get: () => false });
  for (const lang of LANGS) {
    await start(address(refund, "application", { ...PRESENT, lang }), { before: (page) => page.addInitScript(plain) });
    await page.locator(".rail__insecure").waitFor();
    assert.match(await page.locator(".rail__insecure").innerText(), /https/);
    await context.close();
  }
  await present("application");
  assert.ok(await page.locator(".rail__insecure").isHidden());
});

test("that sentence leaves the step whole on the screen", async () => {
  const plain = () => Object.defineProperty(window, "isSecureContext", { get: () => false });
  const found = [];
  for (const lang of LANGS) {
    await start(address(refund, "application", { ...PRESENT, lang }), { before: (page) => page.addInitScript(plain) });
    await listens();
    for (const [name, [width, height]] of Object.entries(SIZES)) {
      await page.setViewportSize({ width, height });
      found.push(...(await offScreen(page)).map((problem) => `${name} ${lang}: ${problem}`));
    }
    await context.close();
  }
  none(found);
});

test("on plain http in the hall's network everything that can work does", async () => {
  const hall = await chromium.launch({
    executablePath: process.env.CHROMIUM,
    args: ["--no-sandbox", "--disable-gpu", "--host-resolver-rules=MAP hall.test 127.0.0.1"],
  });
  try {
    const base = server.base.replace("127.0.0.1", "hall.test");
    ({ context, page, problems } = await open(hall, base, address(refund, "application", PRESENT), { options: TABLET }));
    assert.equal(await page.evaluate(() => window.isSecureContext), false, "the browser takes it for safe");
    await page.locator(".rail__insecure").waitFor();
    await page.locator("#tick-application\\.phone").tap();
    const says = await until(() => scan(page), (says) => says.includes("application.phone"));
    assert.ok(says.startsWith(`${base}/guides/vat-credit-refund/application?`), says);
    await page.keyboard.press("PageDown");
    await at("review");
    await page.keyboard.press("PageUp");
    await at("application");
    await page.locator("#practise").tap();
    await page.locator("#practice").waitFor();
    await page.locator("#unclear").tap();
    await page.getByText("知道了，我们会把这一步写得更清楚。").waitFor();
    await page.locator("#another").tap();
    await page.locator("h1", { hasText: "给群众讲指南" }).waitFor();
    assert.deepEqual(problems.filter((said) => !/Opener-Policy|status of 40[45]/.test(said)), []);
  } finally {
    await context?.close();
    await hall.close();
  }
});

// The screen

const awake = () => {
  window.locks = [];
  const request = (kind) => (window.locks.push(kind), Promise.resolve({ release: () => Promise.resolve() }));
  Object.defineProperty(Navigator.prototype, "wakeLock", { value: { request } });
};
const locks = () => page.evaluate(() => window.locks);
/** The browser takes the lock back when the screen is not looked at; then it is looked at again. */
const lookedAtAgain = () => page.evaluate(() => document.dispatchEvent(new Event("visibilitychange", { bubbles: true })));

test("the screen is kept awake while a guide is presented, again after it was dark, and not on the phone", async () => {
  await start(address(refund, "file-return", PRESENT), { before: (page) => page.addInitScript(awake) });
  assert.deepEqual(await until(locks, (all) => all.length > 0), ["screen"]);
  await lookedAtAgain();
  assert.deepEqual(await until(locks, (all) => all.length > 1), ["screen", "screen"]);
  await go(address(refund, "file-return"));
  await lookedAtAgain();
  await page.waitForTimeout(500);
  assert.deepEqual(await locks(), []);
});

test("the screen is kept awake too when staff choose a guide, and with the next one after the screen was dark", async () => {
  await start("/guides/present", { before: (page) => page.addInitScript(awake) });
  await page.locator(`a[href*="${refund.id}?present"]`).click();
  await listens();
  assert.ok((await until(locks, (all) => all.length > 0, 3_000)).length > 0, "with the first guide");
  await page.locator("#another").tap();
  await page.locator("h1", { hasText: "给群众讲指南" }).waitFor();
  const before = (await locks()).length;
  await lookedAtAgain();
  await page.locator(`a[href*="${settlement.id}?present"]`).click();
  await listens();
  assert.ok((await until(locks, (all) => all.length > before, 3_000)).length > before, "with the second guide");
});

test("a browser that refuses to keep the screen awake is no reason to complain", async () => {
  const refuses = () => Object.defineProperty(Navigator.prototype, "wakeLock", { value: { request: () => Promise.reject(new DOMException("battery", "NotAllowedError")) } });
  await start(address(refund, "file-return", PRESENT), { before: (page) => page.addInitScript(refuses) });
  await listens();
  await page.keyboard.press("PageDown");
  await at("application");
  assert.deepEqual(problems, []);
});

test("the full-screen button asks for the whole screen, and gives it back", async () => {
  const whole = () => {
    window.asked = [];
    let on = null;
    Element.prototype.requestFullscreen = function () {
      window.asked.push(this.tagName);
      on = this;
      return Promise.resolve();
    };
    Object.defineProperty(Document.prototype, "fullscreenElement", { get: () => on });
    Document.prototype.exitFullscreen = () => (window.asked.push("exit"), (on = null), Promise.resolve());
  };
  await start(address(refund, "file-return", PRESENT), { before: (page) => page.addInitScript(whole) });
  await listens();
  await page.locator("#fullscreen").tap();
  assert.deepEqual(await page.evaluate(() => window.asked), ["HTML"]);
  await page.keyboard.press("PageDown");
  await at("application");
  await page.locator("#fullscreen").tap();
  assert.deepEqual(await page.evaluate(() => window.asked), ["HTML", "exit"]);
});

test("where the browser has no full screen, no button offers it", async () => {
  const none = () => {
    delete Element.prototype.requestFullscreen;
    Object.defineProperty(Document.prototype, "fullscreenEnabled", { get: () => false });
  };
  await start(address(refund, "file-return", PRESENT), { before: (page) => page.addInitScript(none) });
  await listens();
  assert.ok(await page.locator("#fullscreen").isHidden());
});

// Staff

test("staff present a guide in two taps, and leave to where they chose", async () => {
  await start("/guides/present");
  assert.equal(await page.locator(".staff__guide").count(), guides.length);
  await page.locator(".staff__guide", { hasText: refund.short.zh }).locator(".button--main").tap();
  await at("");
  await page.locator("#next").tap();
  await at("file-return");
  assert.equal(await page.locator(".guide--present").count(), 1);
  await page.locator(".rail__acts a").tap();
  await page.locator("h1", { hasText: "给群众讲指南" }).waitFor();
  assert.deepEqual(problems, []);
});

test("the page that staff choose from passes axe and is touched by any finger, in both languages", async () => {
  for (const lang of LANGS) {
    await start(`/guides/present?lang=${lang}`);
    none([...(await violations(page)), ...(await tooSmall(page, { text: 16, target: 44 }))]);
    await context.close();
  }
});

test("each guide prints on one sheet of A4 in both languages, with a code that opens it", async () => {
  const found = [];
  for (const guide of guides) {
    for (const lang of LANGS) {
      await start(address(guide, "handout", { lang }));
      await listens();
      const { pages, size, text, says } = await printed(page);
      const flat = text.replace(/\s+/g, "");
      const missing = guide.steps.map((step) => step.title[lang]).filter((title) => !flat.includes(title.replace(/\s+/g, "")));
      if (pages !== 1 || !size.includes("A4")) found.push(`${guide.id} ${lang}: ${pages} pages, ${size}`);
      if (missing.length) found.push(`${guide.id} ${lang}: without ${missing.join()}`);
      if (says !== `${gateway.base}/guides/${guide.id}?lang=${lang}`) found.push(`${guide.id} ${lang}: the code says ${says}`);
      await context.close();
    }
  }
  none(found);
});
