// Guides on the phone: found, read step by step, ticked, practised, without a network and without scripts.
import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import { between } from "./lib/between.mjs";
import { none, sideways, spilled, tooSmall, violations } from "./lib/fits.mjs";
import { address, dataWith, doubts, guide, guides, keptUnder, LANGS, served, shows, walk } from "./lib/guides.mjs";
import { drawn, inCharge, kept, launch, open, PHONE, serve, SMALL, until } from "./lib/zuoban.mjs";

const refund = guide("vat-credit-refund");
const settlement = guide("income-tax-settlement");
const invoices = guide("digital-invoice");
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

let browser, server, gateway, context, page, problems;
before(async () => {
  browser = await launch();
  server = await serve({ data: await dataWith(ended, lasting) });
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
const start = async (path, options) => ({ context, page, problems } = await open(browser, gateway.base, path, options));
const go = async (path) => {
  await page.goto(gateway.base + path);
  await inCharge(page);
};
const at = (part, lang) => shows(page, refund, part, lang);
const path = () => new URL(page.url()).pathname;
/** What of the list is seen. */
const listed = () => page.locator("#guides > li:visible b").allInnerTexts();
const becomes = async (ask, wanted) => assert.deepEqual(await until(ask, (seen) => `${seen}` === `${wanted}`), wanted);

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
    if (part !== "handout") assert.ok(await colourless(".guide__stage"), part);
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

// Practice

const yuan = (text) => Number(text.replace(/[,\s元%]/g, ""));
/** The papers shown, by what stands before the colon or in the row. */
const papers = () =>
  page.locator(".practice__papers tr").evaluateAll((rows) => rows.map((row) => [row.cells[0].innerText.trim(), row.cells[1].innerText.trim()]));
const paper = (all, label) => all.find(([name]) => name.includes(label))?.[1] ?? assert.fail(`no paper says ${label}`);
const fixed = (amount) => amount.toFixed(2);

const PRACTICE = {
  "credit-refund": {
    address: address(refund, "application"),
    right: (all) => ({
      credit: paper(all, "期末留抵税额"),
      refund: paper(all, "期末留抵税额"),
      account: paper(all, "退税账户"),
      phone: paper(all, "电话"),
    }),
    wrong: {
      credit: ["1", /和资料上的数字不一样.*应为 86,420\.50 元/],
      refund: ["86420.51", /退的不能比留抵的多/],
      account: ["0000 1234 5678 9013", /和登记的账户不一致/],
      phone: ["1380000000", /手机号是 11 位/],
    },
  },
  "income-tax": {
    address: address(settlement, "compute"),
    right(all) {
      const income = yuan(paper(all, "甲公司")) + yuan(paper(all, "乙公司"));
      const [basic, special, additional] = [60_000, yuan(paper(all, "社保")), yuan(paper(all, "专项附加扣除"))];
      const taxable = income - basic - special - additional;
      const bands = all.filter(([name]) => /超过/.test(name));
      const band = bands.find(([name]) => taxable <= (/(?:不超过|到) ([\d,]+) 元/.test(name) ? yuan(name.match(/(?:不超过|到) ([\d,]+) 元/)[1]) : Infinity));
      const [rate, quick] = band[1].split("−").map(yuan);
      const tax = (taxable * rate) / 100 - quick;
      const refund = yuan(paper(all, "已预缴")) - tax;
      const amounts = { income, basic, special, additional, taxable, tax, refund };
      return { ...Object.fromEntries(Object.entries(amounts).map(([name, amount]) => [name, fixed(amount)])), card: paper(all, "银行卡") };
    },
    wrong: {
      income: ["96000", /收入合计要把两处工资加在一起/],
      basic: ["5000", /全年的数，不是一个月的/],
      special: ["1", /和资料上的数字不一样/],
      additional: ["一万二", /这里要填金额/],
      taxable: ["57600.001", /小数点后只有两位/],
      tax: ["1", /先在税率表里找到所得额在哪一级/],
      refund: ["2", /应退税额 = 已预缴税款 − 全年应纳税额/],
      card: ["0000", /和登记的账户不一致/],
    },
  },
  invoice: {
    address: address(invoices, "fill"),
    right(all) {
      const amount = yuan(paper(all, "合同金额"));
      const rate = paper(all, "税率");
      const tax = (amount * yuan(rate)) / 100;
      return { buyer: paper(all, "信用代码"), amount: fixed(amount), rate, tax: fixed(tax), total: fixed(amount + tax) };
    },
    wrong: {
      buyer: ["91370700MA0000001", /统一社会信用代码是 18 位/],
      amount: ["20000.01", /超过了还能开的额度/],
      rate: ["6%", /税率和资料上的不一样/],
      tax: ["1", /税额 = 金额 × 税率/],
      total: ["1", /价税合计 = 金额 \+ 税额/],
    },
  },
};
const press = async (selector) => {
  await page.locator(selector).click();
  await drawn(page);
};
const check = () => press("#practice .button--main");
const field = (name) => page.locator(`#practice-${name}`);
/** The explanation that the field itself names. */
const explained = async (name) => {
  const id = await field(name).getAttribute("aria-describedby");
  assert.ok(id, `${name} names no explanation`);
  assert.equal(await field(name).getAttribute("aria-invalid"), "true");
  const problem = page.locator(`#${id}`);
  assert.ok(await problem.isVisible());
  return problem.innerText();
};
const practise = async (form) => {
  await start(form.address);
  await page.locator("#practise").tap();
  await page.locator("#practice").waitFor();
};

for (const [kind, form] of Object.entries(PRACTICE)) {
  const names = Object.keys(form.wrong);

  test(`practice ${kind}: an empty form, wrong values and right ones are each explained`, async () => {
    await practise(form);
    assert.equal(await page.locator("#practice .problem").count(), 0, "judged before anything was typed");
    assert.equal(await page.locator("#practice input").count(), names.length);
    await check();
    for (const name of names) assert.match(await explained(name), /这一项没有填/);
    await page.getByText(`有 ${names.length} 处要改，看下面红字。`).waitFor();
    assert.equal(await page.locator("[role=status]", { hasText: `有 ${names.length} 处要改` }).count(), 1, "not said aloud");
    // Each slip by itself: all other fields are right.
    const right = form.right(await papers());
    for (const [name, [value, sentence]] of Object.entries(form.wrong)) {
      for (const [other, good] of Object.entries(right)) await field(other).fill(good);
      await field(name).fill(value);
      await check();
      assert.match(await explained(name), sentence);
      assert.equal(await field(name).inputValue(), value, "what was typed is gone");
    }
    for (const [name, value] of Object.entries(right)) await field(name).fill(value);
    await check();
    await page.getByText("全对了。真的表就这样填。").waitFor();
    assert.equal(await page.locator("#practice .problem, #practice [aria-invalid]").count(), 0);
    await press("#practice-again");
    assert.equal(await field(names[0]).inputValue(), "");
    await page.locator("#practice-close").click();
    await page.locator("#practise").waitFor();
    assert.ok(await page.locator("#practice").isHidden());
    assert.deepEqual(problems, []);
  });

  test(`practice ${kind} is marked 练习, and nothing of it is sent or kept`, async () => {
    const asked = [];
    await practise(form);
    page.on("request", (request) => asked.push(`${request.method()} ${request.url()} ${request.postData() ?? ""}`));
    assert.equal(await page.locator("#practice .practice__mark b").innerText(), "练习");
    assert.match(await page.locator("#practice .practice__mark").innerText(), /数字是编的，填了不会发送，也不会保存/);
    const secret = "8317426";
    for (const name of names) await field(name).fill(secret);
    await check();
    await explained(names[0]);
    await field(names[0]).press("Enter");
    await page.locator("#next").tap();
    await page.waitForFunction(() => !document.querySelector("#practice"));
    await page.waitForTimeout(3_500); // what the first page put off is asked for by now
    assert.deepEqual(asked.filter((request) => !request.startsWith("GET ") || request.includes(secret)), []);
    const stores = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, location.href]));
    assert.ok(!stores.includes(secret), stores);
  });
}

test("what is typed into a practice form stays when something else on the page changes", async () => {
  await practise(PRACTICE["credit-refund"]);
  await page.route("**/unclear", (route) => route.fulfill({ status: 201, json: { id: route.request().postDataJSON().id } }));
  await field("credit").fill("86420.50");
  await page.locator("#unclear").tap();
  await page.getByText("知道了，我们会把这一步写得更清楚。").waitFor();
  assert.equal(await field("credit").inputValue(), "86420.50");
});

test("checking a practice form by keyboard keeps the focus in the form", async () => {
  await practise(PRACTICE["credit-refund"]);
  await page.locator("#practice .button--main").focus();
  await page.keyboard.press("Enter");
  await explained("credit");
  assert.ok(await page.evaluate(() => document.querySelector("#practice").contains(document.activeElement)));
});

test("a practice form that is open follows the language", async () => {
  await practise(PRACTICE["credit-refund"]);
  await page.locator("#language").tap();
  await at("application", "en");
  if (await page.locator("#practise").isHidden()) {
    assert.doesNotMatch(await page.locator("#practice").innerText(), /练习|检查|照着这些填/);
  }
});

// Not understood

const UNCLEAR = "知道了，我们会把这一步写得更清楚。";
/** An endpoint that takes what is not understood; `sent` fills with it. Not reached where `cut` is. */
const unclearEndpoint = async () => {
  const endpoint = { sent: [], cut: false };
  await page.route("**/unclear", (route) => {
    if (endpoint.cut) return route.abort("internetdisconnected");
    const { id, ...more } = route.request().postDataJSON();
    endpoint.sent.push(`${route.request().method()} ${new URL(route.request().url()).pathname} ${JSON.stringify(more)}`);
    return route.fulfill({ status: 201, json: { id } });
  });
  return endpoint;
};
const POSTED = "POST /api/v1/guides/vat-credit-refund/application/unclear {}";
// A service worker in between would hide requests from the test.
const DIRECT = { options: { ...PHONE, serviceWorkers: "block" } };

test("“not understood” is said once per phone and step, and nothing but that", async () => {
  await start(address(refund, "application"), DIRECT);
  const endpoint = await unclearEndpoint();
  await page.locator("#unclear").tap();
  await page.getByText(UNCLEAR).waitFor();
  assert.ok(await page.locator("#unclear").isHidden());
  await until(() => kept(page), (count) => count === 0);
  assert.deepEqual(endpoint.sent, [POSTED]);
  await page.reload();
  await inCharge(page);
  await page.getByText(UNCLEAR).waitFor();
  assert.ok(await page.locator("#unclear").isHidden(), "offered again");
  await page.locator("#language").tap();
  await at("application", "en");
  assert.ok(await page.locator("#unclear").isHidden(), "offered again in English");
  await page.locator("#next").tap();
  await at("review", "en");
  assert.ok(await page.locator("#unclear").isVisible(), "not offered on another step");
  assert.deepEqual(endpoint.sent, [POSTED]);
});

test("“not understood” without a network is kept, called what it is, and sent later, once", async () => {
  await start(address(refund, "application"), DIRECT);
  const endpoint = await unclearEndpoint();
  endpoint.cut = true;
  gateway.cut();
  await page.locator("#unclear").tap();
  await page.getByText(UNCLEAR).waitFor();
  assert.equal(await kept(page), 1);
  await page.waitForTimeout(500);
  const banner = page.locator("[data-live=banner]");
  if (await banner.isVisible()) assert.doesNotMatch(await banner.innerText(), /评价|号窗口/, "it is no rating");
  gateway.mend();
  endpoint.cut = false;
  await page.evaluate(() => window.dispatchEvent(new Event("online")));
  assert.equal(await until(() => kept(page), (count) => count === 0, 20_000), 0);
  await page.evaluate(() => window.dispatchEvent(new Event("online")));
  await page.waitForTimeout(300);
  assert.deepEqual(endpoint.sent, [POSTED]);
});

test("“not understood” is taken by the real endpoint, and sending it twice is once", async () => {
  await start(address(refund, "application"));
  const answered = page.waitForResponse((response) => response.url().endsWith("/unclear"));
  await page.locator("#unclear").tap();
  const answer = await answered;
  const body = answer.request().postDataJSON();
  assert.equal(answer.status(), 201);
  assert.equal((await answer.json()).id, body.id);
  assert.equal(await until(() => kept(page), (count) => count === 0), 0);
  assert.ok(await page.locator("[data-live=banner]").isHidden());
  const again = await context.request.post(answer.url(), { data: body });
  assert.equal(again.status(), 200);
  const unknown = await context.request.post(`${gateway.base}/api/v1/guides/vat-credit-refund/nowhere/unclear`, { data: body });
  assert.equal(unknown.status(), 404);
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

// Without a network

const withoutWorker = () => delete Navigator.prototype.serviceWorker;
for (const worker of [true, false]) {
  test(`a guide opened once goes on without a network ${worker ? "and opens again" : "where there is no service worker"}`, async () => {
    await start(address(refund), { before: (page) => worker || page.addInitScript(withoutWorker) });
    if (worker) await served(page);
    await until(() => keptUnder(page, "zb.data./guides/"), (keys) => keys.length > 0);
    await page.locator("#tick-return").tap();
    gateway.cut();
    for (const step of refund.steps) {
      await page.locator("#next").tap();
      await at(step.id);
      assert.ok(await page.getByText(step.text.zh).isVisible());
    }
    await page.goBack();
    await at("application");
    await page.locator("#tick-application\\.phone").tap();
    if (worker) {
      await page.reload();
      await inCharge(page);
      await at("application");
      await page.locator("#practise").tap();
      await page.locator("#practice").waitFor();
    } else {
      await page.locator("#next").tap();
      await at("review");
      await page.goBack();
      await at("application");
    }
    assert.ok(await page.locator("#tick-application\\.phone").isChecked());
    await page.locator(".rail__step").first().tap();
    await at("file-return");
    await page.locator("#previous").tap();
    await at("");
    assert.ok(await page.locator("#tick-return").isChecked());
    const loud = problems.filter((said) => !/ERR_|Failed to load|Failed to fetch/.test(said));
    assert.deepEqual(loud, []);
  });
}

test("the list seen once is sifted without a network", async () => {
  await start("/guides");
  await served(page);
  await until(() => keptUnder(page, "zb.data./guides"), (keys) => keys.length > 0);
  gateway.cut();
  await go("/guides");
  await page.fill("#guide-q", "开公司");
  await becomes(listed, [guide("new-taxpayer").short.zh]);
  await page.locator("#elder").tap();
  await page.locator("html.elder").waitFor();
  await drawn(page);
  assert.deepEqual(await listed(), [guide("new-taxpayer").short.zh]);
});

test("a guide never opened says without a network that it did not come, and comes later", async () => {
  await start("/guides");
  await served(page);
  gateway.cut();
  await page.locator("#guides a", { hasText: refund.short.zh }).first().tap();
  await page.locator("#retry").waitFor();
  gateway.mend();
  await page.locator("#retry").tap();
  await at("");
});

test("the other language without a network: what cannot be had does not take away what is there", async () => {
  await start(address(refund, "application"));
  await served(page);
  await until(() => keptUnder(page, "zb.data./guides/"), (keys) => keys.length > 0);
  gateway.cut();
  await page.locator("#language").tap();
  await page.waitForTimeout(1_000);
  assert.ok(await page.locator(".guide--step").isVisible(), "the step is gone");
});

// Every part of every guide, in both languages

const reads = async (options, guide, way, measure) => {
  await start(address(guide, "", way), { options, before: (page) => page.emulateMedia({ reducedMotion: "reduce" }) });
  const found = await walk(page, guide, way, measure);
  found.push(...problems.map((said) => `console: ${said}`));
  await context.close();
  return found;
};

test("every part of every guide: axe, sizes, drawings, width, and what is not certain says so", async (t) => {
  const found = { axe: [], "text ≥ 16 px, targets ≥ 44 px": [], "nothing spills out of a drawing": [], "320 px scroll one way only": [], doubts: [], console: [] };
  for (const guide of guides) {
    for (const lang of LANGS) {
      const note = (name, at, said) => found[name].push(...said.map((problem) => `${guide.id}/${at} ${lang}: ${problem}`));
      const all = await reads(PHONE, guide, { lang }, async (page, part) => {
        note("axe", part, await violations(page));
        note("text ≥ 16 px, targets ≥ 44 px", part, await tooSmall(page, { text: 16, target: 44 }));
        note("nothing spills out of a drawing", part, await spilled(page));
        const text = await page.locator("main").innerText();
        const mark = lang === "zh" ? "未核实" : "Not verified";
        note("doubts", part, doubts(guide, part, lang).filter((doubt) => !text.includes(`${mark} ${doubt}`)));
        await page.setViewportSize(SMALL.viewport);
        note("320 px scroll one way only", part, await sideways(page));
        await page.setViewportSize(PHONE.viewport);
        return [];
      });
      note("console", "", all);
    }
  }
  for (const [name, problems] of Object.entries(found)) await t.test(name, () => none(problems));
});

test("elder mode: axe at 7:1, text ≥ 20 px, targets ≥ 60 px, nothing spills or scrolls sideways", async () => {
  const found = [];
  for (const guide of [refund, settlement]) {
    for (const lang of LANGS) {
      found.push(
        ...(await reads(PHONE, guide, { lang, elder: true }, async (page) => {
          assert.ok(await page.locator("html.elder").count());
          const here = [
            ...(await violations(page, { elder: true })),
            ...(await tooSmall(page, { text: 20, target: 60 })),
            ...(await spilled(page)),
          ];
          await page.setViewportSize(SMALL.viewport);
          here.push(...(await sideways(page)));
          await page.setViewportSize(PHONE.viewport);
          return here;
        })),
      );
    }
  }
  none(found);
});

test("the dark: colours stand out on every kind of part", async () => {
  await start(address(refund), { before: (page) => page.emulateMedia({ colorScheme: "dark" }) });
  const found = await walk(page, refund, { lang: "zh" }, async (page) => {
    if (await page.locator("#practise").isVisible()) {
      await page.locator("#practise").tap();
      await check();
      await explained("credit");
    }
    return (await violations(page)).filter((problem) => problem.startsWith("color-contrast"));
  });
  none(found);
});

test("a practice form, judged, passes axe in both languages and modes", async () => {
  const found = [];
  for (const lang of LANGS) {
    for (const elder of [false, true]) {
      await start(address(refund, "application", { lang, elder }));
      await page.locator("#practise").tap();
      await check();
      await explained("credit");
      found.push(...(await violations(page, { elder })), ...(await tooSmall(page, elder ? { text: 20, target: 60 } : { text: 16, target: 44 })));
      await page.setViewportSize(SMALL.viewport);
      found.push(...(await sideways(page)));
      await context.close();
    }
  }
  none(found);
});
