// Practice forms: made-up data, judged as the real form would, never sent anywhere.
import assert from "node:assert/strict";
import { test } from "node:test";
import { none, sideways, tooSmall, violations } from "./lib/fits.mjs";
import { address, guide, LANGS } from "./lib/guides.mjs";
import { check, explained, field, practise, press } from "./lib/practice.mjs";
import { at, context, page, problems, refund, setUpReader, start } from "./lib/reader.mjs";
import { SMALL } from "./lib/zuoban.mjs";

const settlement = guide("income-tax-settlement");
const invoices = guide("digital-invoice");

setUpReader();

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
