// A guide handed over from the tablet to a phone, and the tablet without a network or https.
import assert from "node:assert/strict";
import { test } from "node:test";
import { chromium } from "playwright-core";
import { none, offScreen } from "./lib/fits.mjs";
import { address, LANGS, served, shows } from "./lib/guides.mjs";
import { at, becomes, browser, context, gateway, go, lookAt, page, problems, refund, server, setUpReader, start, ticked } from "./lib/reader.mjs";
import { scan } from "./lib/scan.mjs";
import { listens, present, PRESENT, SIZES } from "./lib/stand.mjs";
import { inCharge, open, PHONE, TABLET, until } from "./lib/zuoban.mjs";

setUpReader({ on: TABLET });

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

test("a tablet read in elder mode opens an elder page; a printed code opens what the phone prefers", async () => {
  await start("/guides/present");
  await page.locator("#elder").tap();
  await page.locator(`a[href*="${refund.id}?present"]`).click();
  await listens();
  const theirs = await phone(await until(() => scan(page), (says) => says.includes("elder=1")));
  assert.match(await theirs.page.locator("html").getAttribute("class"), /elder/);
  await theirs.context.close();
  await go(`/guides/${refund.id}/handout`);
  const printed = await until(() => scan(page), (says) => says.includes(refund.id));
  assert.equal(new URL(printed).search, "?lang=zh");
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
  await becomes(() => new URL(page.url()).hash, "");
  await becomes(ticked, ["application.phone"]);
  await go(address(refund));
  await becomes(async () => (await ticked()).sort(), ["phone", "return"]);
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
      // The type is made to fit once the screen has its size.
      const off = await until(() => offScreen(page), (problems) => problems.length === 0);
      found.push(...off.map((problem) => `${name} ${lang}: ${problem}`));
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
    lookAt(await open(hall, base, address(refund, "application", PRESENT), { options: TABLET }));
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
