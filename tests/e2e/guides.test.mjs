// Guides on the phone: found, read step by step, ticked, read aloud, printed, and without scripts.
import assert from "node:assert/strict";
import { test } from "node:test";
import { address, dataWith, guide, guides, shows } from "./lib/guides.mjs";
import { at, becomes, context, gateway, go, page, path, problems, refund, setUpReader, start } from "./lib/reader.mjs";
import { inCharge, PHONE, until } from "./lib/zuoban.mjs";

const settlement = guide("income-tax-settlement");
const ended = {
  ...guide("online-help"),
  id: "ended",
  title: { zh: "到期的指南", en: "A guide that ended" },
  short: { zh: "到期的", en: "Ended" },
  keywords: ["到期的"],
  effective: "2019-01-01",
  checked: "2019-01-01",
  expires: "2020-06-30",
};
// Dates do not decide what these tests see: the same guide that ends in a long time.
const lasting = { ...ended, id: "lasting", title: { zh: "有效的指南", en: "A guide that holds" }, expires: "2099-06-30" };

setUpReader({ data: dataWith(ended, lasting) });

/** What of the list is seen. */
const listed = () => page.locator("#guides > li:visible b").allInnerTexts();

// Finding

for (const [typed, wanted] of [
  ["退税", refund],
  ["ldts", refund],
  ["LDTS", refund],
  ["开公司", guide("new-taxpayer")],
  ["我想办留抵退税，要带什么？", refund],
  ["how do I get my income tax refund", settlement],
  ["社保", guide("social-insurance")],
]) {
  test(`“${typed}” finds ${wanted.id}, with scripts and without`, async () => {
    await start("/guides");
    await page.fill("#guide-q", typed);
    const fewer = () => listed().then((all) => all.length < guides.length);
    assert.ok(await until(fewer, Boolean), "everything is still listed");
    assert.ok((await listed()).includes(wanted.short.zh), (await listed()).join());
    await context.close();
    await start("/guides", { options: { ...PHONE, javaScriptEnabled: false }, app: false });
    await page.fill("#guide-q", typed);
    await Promise.all([page.waitForURL(/[?&]q=/), page.locator(".search__button").tap()]);
    const found = await listed();
    assert.ok(found.length < guides.length && found.includes(wanted.short.zh), found.join());
  });
}

test("what no guide is about leads to asking for help", async () => {
  await start("/guides");
  await page.fill("#guide-q", "火星");
  await page.getByText("没有找到。换个说法试试，或者请我们帮您办。").waitFor();
  assert.deepEqual(await listed(), []);
  await page.getByText("请人帮我办").tap();
  await page.waitForURL(/\/suggest\?.*kind=help/);
});

test("what was typed is still there on the way back from a guide", async () => {
  await start("/guides");
  await page.fill("#guide-q", "ldts");
  await becomes(listed, [refund.short.zh]);
  await page.locator("#guides > li:visible a").tap();
  await at("");
  await page.goBack();
  await page.locator("#guide-q").waitFor();
  assert.equal(await page.inputValue("#guide-q"), "ldts");
  await becomes(listed, [refund.short.zh]);
});

// Reading

test("overview, first step, second step, and back again; a deep link is reloaded where it was", async () => {
  await start("/guides");
  await page.locator("#guides a", { hasText: refund.short.zh }).first().tap();
  await at("");
  assert.equal(path(), "/guides/vat-credit-refund");
  await page.locator("#next").tap();
  await at("file-return");
  assert.equal(path(), "/guides/vat-credit-refund/file-return");
  await page.locator("#next").tap();
  await at("application");
  assert.match(await page.title(), /^第 2 步 · 填退税申请表/);
  assert.equal(await page.evaluate(() => document.activeElement.id), "title");
  assert.equal(await page.evaluate(() => scrollY), 0);
  await page.goBack();
  await at("file-return");
  await page.goBack();
  await at("");
  await page.goForward();
  await at("file-return");
  await page.locator("#next").tap();
  await at("application");
  await page.reload();
  await inCharge(page);
  await at("application");
  assert.equal(path(), "/guides/vat-credit-refund/application");
  await page.locator("#previous").tap();
  await at("file-return");
  await page.locator(".rail__step").nth(2).tap();
  await at("review");
  assert.equal(await page.locator(".rail__step[aria-current=step]").count(), 1);
  assert.deepEqual(problems, []);
});

test("after the last step: rate, suggest, who is on duty for this; and back to the beginning", async () => {
  await start(address(refund, "review"));
  const links = await page.locator(".guide__end a").evaluateAll((all) => all.map((a) => a.getAttribute("href")));
  assert.deepEqual(links, ["/", "/suggest", "/duty?unit=tax"]);
  await page.locator("#next").tap();
  await at("");
  await go(address(guide("online-help"), "still"));
  await page.locator(".guide__end .button--main").tap();
  await page.waitForURL(/\/suggest\?.*kind=help/);
});

test("switching the language on a step stays on the step, and so does the next one", async () => {
  await start(address(refund, "application"));
  await page.locator("#language").tap();
  await at("application", "en");
  assert.equal(path(), "/guides/vat-credit-refund/application");
  assert.equal(await page.locator("html").getAttribute("lang"), "en");
  await page.locator("#next").tap();
  await at("review", "en");
  await page.locator("#language").tap();
  await at("review", "zh");
});

test("a word that needs explaining is explained one tap away", async () => {
  const term = refund.terms.find((term) => refund.steps.some((step) => step.text.zh.includes(term.term.zh)));
  const step = refund.steps.find((step) => step.text.zh.includes(term.term.zh));
  await start(address(refund, step.id));
  const meaning = page.getByText(term.meaning.zh);
  assert.ok(await meaning.isHidden());
  await page.locator("summary", { hasText: term.term.zh }).tap();
  assert.ok(await meaning.isVisible());
});

// What is not certain, and what ended

test("a guide that ended is grey and says so, in the list and on every part; one that holds does not", async () => {
  const colourless = (selector) => page.locator(selector).first().evaluate((element) => getComputedStyle(element).filter.includes("grayscale(1)"));
  await start("/guides");
  const row = (guide) => `#guides a[href="/guides/${guide.id}"]`;
  assert.ok(await colourless(row(ended)));
  assert.match(await page.locator(row(ended)).innerText(), /有效到 2020年6月30日/);
  assert.ok(!(await colourless(row(lasting))));
  for (const part of ["", ended.steps[0].id, "handout"]) {
    await go(address(ended, part));
    await page.getByText("这份指南 2020年6月30日 已到期，先别照着办。").waitFor();
    if (part !== "handout") assert.ok(await until(() => colourless(".guide__stage"), Boolean), part);
  }
  await go(address(ended, ended.steps[0].id, { lang: "en" }));
  await page.getByText("This guide ended on").waitFor();
  await go(address(lasting, lasting.steps[0].id));
  await shows(page, lasting, lasting.steps[0].id);
  assert.equal(await page.getByText("已到期").count(), 0);
  assert.ok(!(await colourless(".guide__stage")));
});

test("a sample says so on every part", async () => {
  const sample = guides.find((guide) => guide.sample);
  for (const part of ["", sample.steps[0].id, "handout"]) {
    await start(address(sample, part));
    await page.getByText("这份指南是示例，中心核对后才能照着办。").waitFor();
    await context.close();
  }
});

// Ticks

test("what is ticked stays ticked over a reload and in the other language, and can be unticked", async () => {
  await start(address(refund));
  await page.locator("label", { hasText: "本期增值税申报表" }).tap();
  await page.locator("#tick-bank-account").tap();
  await page.locator("#tick-bank-account").tap();
  await page.reload();
  await inCharge(page);
  const ticked = () => page.locator("input[name=tick]:checked").evaluateAll((all) => all.map((box) => box.value));
  assert.deepEqual(await ticked(), ["return"]);
  await page.locator("#language").tap();
  await at("", "en");
  assert.deepEqual(await ticked(), ["return"]);
  await go(address(refund, "application"));
  await page.locator("#tick-application\\.amount").tap();
  await page.locator("#next").tap();
  await at("review", "en");
  await page.locator("#previous").tap();
  await at("application", "en");
  assert.deepEqual(await ticked(), ["application.amount"]);
  await go(address(settlement));
  assert.deepEqual(await ticked(), [], "ticks of another guide");
  assert.deepEqual(problems, []);
});

// Read aloud, shared, printed

test("reading aloud reads the step and not the buttons, and stops with the step", async () => {
  await start(address(refund, "application"), {
    before: (page) =>
      page.addInitScript(() => {
        window.spoken = [];
        const voice = { speaking: false, speak: (said) => (spoken.push([said.text, said.lang]), (voice.speaking = true)), cancel: () => (voice.speaking = false) };
        Object.defineProperty(window, "speechSynthesis", { value: voice });
      }),
  });
  await page.locator("#read-step").tap();
  const spoken = await page.evaluate(() => window.spoken);
  const text = spoken.map(([line]) => line).join("\n");
  assert.ok(text.includes("填退税申请表") && text.includes(refund.steps[1].text.zh), text);
  assert.doesNotMatch(text, /下一步|上一步|没看懂|评价/);
  assert.deepEqual([...new Set(spoken.map(([, lang]) => lang))], ["zh-CN"]);
  await page.locator("#next").tap();
  await at("review");
  assert.ok(await until(() => page.evaluate(() => !window.speechSynthesis.speaking), Boolean), "still speaking");
});

test("where the phone cannot speak, reading aloud is not offered", async () => {
  await start(address(refund, "application"), {
    before: (page) =>
      page.addInitScript(() => {
        for (const name of ["speechSynthesis", "SpeechSynthesisUtterance"]) {
          delete window[name];
          delete Window.prototype[name];
        }
      }),
  });
  assert.ok(await page.locator("#read-step").isHidden());
  assert.ok(await page.locator("#unclear").isVisible());
  assert.deepEqual(problems, []);
});

test("sharing hands over the guide's address; without the phone's sheet it is copied, or said to be impossible", async () => {
  const sheet = () => (navigator.share = (data) => ((window.handed = data), Promise.resolve()));
  await start(address(refund), { before: (page) => page.addInitScript(sheet) });
  await page.locator("#share").tap();
  const handed = await until(() => page.evaluate(() => window.handed), Boolean);
  assert.equal(handed.url, `${gateway.base}/guides/vat-credit-refund`);
  assert.match(handed.title, /留抵退税怎么申请/);
  await context.close();
  for (const works of [true, false]) {
    await start(address(refund), {
      before: (page) =>
        page.addInitScript((works) => {
          delete Navigator.prototype.share;
          const writeText = (text) => (works ? ((window.copied = text), Promise.resolve()) : Promise.reject(new Error("refused")));
          Object.defineProperty(Navigator.prototype, "clipboard", { value: { writeText } });
        }, works),
    });
    await page.locator("#share").tap();
    const told = page.locator("[data-live=told]");
    await told.waitFor();
    assert.match(await told.innerText(), works ? /复制/ : /./);
    if (works) assert.equal(await page.evaluate(() => window.copied), `${gateway.base}/guides/vat-credit-refund`);
    await context.close();
  }
});

test("the way to the printer: the sheet has what to bring and every step, and its button prints", async () => {
  await start(address(refund), { before: (page) => page.addInitScript(() => (window.print = () => (window.printed = (window.printed ?? 0) + 1))) });
  await page.locator('a[href*="/handout"]').tap();
  await page.locator(".handout").waitFor();
  const text = await page.locator(".handout").innerText();
  for (const { zh } of [...refund.bring, ...refund.steps].map((thing) => thing.title ?? thing.text)) assert.ok(text.includes(zh), zh);
  await page.locator("#print").tap();
  assert.equal(await page.evaluate(() => window.printed), 1);
  await page.goBack();
  await at("");
});

// Without scripts

test("with scripts off list, overview, steps and sheet are read, and the next step is one tap away", async () => {
  await start("/guides", { options: { ...PHONE, javaScriptEnabled: false }, app: false });
  await page.locator("#guides a", { hasText: refund.short.zh }).first().tap();
  await at("");
  await page.locator("#next").tap();
  for (const step of refund.steps) {
    await at(step.id);
    assert.ok(await page.getByText(step.text.zh).isVisible());
    await page.locator("#next").tap();
  }
  await at("");
  await page.locator("#language").tap();
  await at("", "en");
  await page.locator("#next").tap();
  await at("file-return", "en");
  await page.locator("#previous").tap();
  await page.locator('a[href*="/handout"]').tap();
  await page.locator(".handout").waitFor();
  assert.ok((await page.locator(".handout").innerText()).includes(refund.steps[2].text.en));
  // What needs a script is not there to be tapped in vain.
  for (const dead of ["#print", "#share", "#practise", "#read-step"]) assert.equal(await page.locator(`${dead}:visible`).count(), 0, dead);
  await page.goto(gateway.base + address(refund, "application"));
  for (const dead of ["#practise", "#read-step"]) assert.equal(await page.locator(`${dead}:visible`).count(), 0, dead);
});
