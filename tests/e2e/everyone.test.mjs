// For everyone: axe on every state, sizes and contrast measured, small screens, keyboard alone.
import assert from "node:assert/strict";
import { test } from "node:test";
import axe from "axe-core";
import { address, states } from "./lib/states.mjs";
import { heading, open, PHONE, setUp, SMALL, TABLET, until } from "./lib/zuoban.mjs";

const up = setUp();

async function visit(name, { lang, elder, options }) {
  const state = states[name];
  const opened = await open(up.browser, up.server.base, address(state, { lang, elder }), { options, app: state.app });
  await state.act?.(opened.page, opened.context, up.server);
  return opened;
}

/** Violations in words, so that a failure says what and where. */
async function violations(page, elder) {
  await page.evaluate(axe.source);
  const found = await page.evaluate(async (elder) => {
    const rules = elder ? { "color-contrast-enhanced": { enabled: true } } : {};
    return (await window.axe.run(document, { rules })).violations;
  }, elder);
  return found.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 120)).join(" | ")}`);
}

/** Texts and targets that are too small, in words. */
const tooSmall = (page, { text, target, main }) =>
  page.evaluate(
    ({ text, target, main }) => {
      const problems = [];
      const seen = (element) => element.checkVisibility() && element.getBoundingClientRect().width > 2;
      const walk = document.createTreeWalker(document.querySelector(".frame"), NodeFilter.SHOW_TEXT);
      while (walk.nextNode()) {
        const { parentElement: element, data } = walk.currentNode;
        if (!data.trim() || !seen(element) || element.closest(".skip, .hidden")) continue;
        const size = parseFloat(getComputedStyle(element).fontSize);
        if (size < text) problems.push(`${size}px: ${data.trim().slice(0, 20)}`);
      }
      for (const element of document.querySelectorAll("a, button, input:not([type=hidden]), textarea, select, summary")) {
        if (!seen(element) || element.matches(".skip")) continue;
        const { width, height } = element.getBoundingClientRect();
        const least = element.matches("a.link") ? target : Math.max(target, main);
        if (height < Math.min(least, target) || width < target) problems.push(`${width}×${height}: ${element.outerHTML.slice(0, 60)}`);
      }
      if (document.documentElement.scrollWidth > innerWidth) problems.push(`sideways: ${document.documentElement.scrollWidth}`);
      return problems;
    },
    { text, target, main },
  );

for (const elder of [false, true]) {
  for (const lang of ["zh", "en"]) {
    test(`axe, sizes and width on every state: ${lang}${elder ? ", elder mode" : ""}`, async () => {
      const problems = [];
      for (const name of Object.keys(states)) {
        for (const options of [PHONE, { ...SMALL, colorScheme: "dark" }, TABLET]) {
          const { page, context } = await visit(name, { lang, elder, options });
          const where = `${name}, ${options.viewport.width} px`;
          problems.push(...(await violations(page, elder)).map((problem) => `${where}: ${problem}`));
          const least = elder ? { text: 20, target: 60, main: 60 } : { text: 16, target: 44, main: 44 };
          problems.push(...(await tooSmall(page, least)).map((problem) => `${where}: ${problem}`));
          await context.close();
        }
      }
      assert.deepEqual(problems, []);
    });
  }
}

test("both buttons have equal weight in every mode", async () => {
  for (const lang of ["zh", "en"]) {
    for (const elder of [false, true]) {
      const { page, context } = await visit("question", { lang, elder, options: PHONE });
      const styles = await page.locator(".rate__button").evaluateAll((buttons) =>
        buttons.map((button) => {
          const style = getComputedStyle(button);
          const { width, height } = button.getBoundingClientRect();
          return [width, height, style.backgroundColor, style.borderTopWidth, style.fontSize, style.fontWeight].join();
        }),
      );
      assert.equal(styles[0], styles[1]);
      await context.close();
    }
  }
});

test("text at four times its size does not push the page sideways", async () => {
  const options = { ...PHONE, isMobile: false, viewport: { width: 320, height: 700 } };
  for (const name of ["question", "thanks", "home", "duty", "suggest", "results", "privacy"]) {
    const { page, context } = await visit(name, { lang: "en", elder: true, options });
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), name);
    await context.close();
  }
});

test("the keyboard alone rates, says more and finds a window", async () => {
  const options = { viewport: { width: 1000, height: 800 }, locale: "zh-CN" };
  const { page, context } = await open(up.browser, up.server.base, "/w/07", { options });
  const press = async (key, times = 1) => {
    for (let at = 0; at < times; at++) await page.keyboard.press(key);
  };
  const focused = () => page.evaluate(() => document.activeElement.id || document.activeElement.className);
  await press("Tab");
  assert.equal(await focused(), "skip");
  for (let steps = 0; steps < 8 && (await focused()) !== "bad"; steps++) await press("Tab");
  assert.equal(await focused(), "bad");
  await press("Enter");
  await until(() => heading(page), (text) => text === "收到了，谢谢您");
  assert.equal(await until(focused, (id) => id === "title"), "title");
  for (let steps = 0; steps < 12 && (await focused()) !== "comment"; steps++) await press("Tab");
  await page.keyboard.type("键盘写的");
  await press("Tab");
  await press("Enter");
  await page.getByText("补充已收到").waitFor();
  const rating = (await up.server.ratings()).at(-1);
  assert.deepEqual([rating.satisfied, rating.comment], [false, "键盘写的"]);
  await context.close();
});

test("on navigation the focus goes to the heading and the title changes; back works", async () => {
  const { page, context } = await open(up.browser, up.server.base, "/");
  await page.fill("#q", "gsrd");
  await page.locator(".row:visible", { hasText: "人社 12 号窗口" }).tap();
  assert.equal(await until(() => heading(page), (text) => text === "人社 12 号窗口"), "人社 12 号窗口");
  assert.match(await page.title(), /人社 12 号窗口/);
  assert.equal(await until(() => page.evaluate(() => document.activeElement.id), (id) => id === "title"), "title");
  await page.goBack();
  await until(() => heading(page), (text) => text === "您好，想办什么事？");
  assert.equal(await page.inputValue("#q"), "gsrd");
  await context.close();
});
