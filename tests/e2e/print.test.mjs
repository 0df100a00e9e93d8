// On paper: what is to be read, black on white, and nothing to be tapped.
import assert from "node:assert/strict";
import { test } from "node:test";
import { open, setUp } from "./lib/zuoban.mjs";

const up = setUp({ history: true });

/** Opens a page as a phone in the dark shows it, then as its printer gets it. */
async function paper(path, { most, elder = false }) {
  const options = { viewport: { width: 390, height: 844 }, locale: "zh-CN", colorScheme: "dark" };
  const joint = path.includes("?") ? "&" : "?";
  const { page, context } = await open(up.browser, up.server.base, `${path}${elder ? `${joint}elder=1` : ""}`, { options });
  await page.emulateMedia({ media: "print", colorScheme: "light" });
  const problems = await page.evaluate(() => {
    const problems = [];
    const seen = (selector) => [...document.querySelectorAll(selector)].filter((element) => element.checkVisibility());
    for (const element of seen(".dock, button, .chip, input, select, textarea, .skip")) {
      problems.push(`printed: ${element.outerHTML.slice(0, 80)}`);
    }
    const level = (color) => color.match(/[\d.]+/g).slice(0, 3).reduce((sum, part) => sum + Number(part), 0) / 3;
    const walk = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
      const { parentElement: element, data } = walk.currentNode;
      if (!data.trim() || !element.checkVisibility()) continue;
      const style = getComputedStyle(element);
      const onSeal = element.closest(".seal");
      if (!onSeal && level(style.color) > 90) problems.push(`pale: ${style.color} ${data.trim().slice(0, 20)}`);
    }
    if (level(getComputedStyle(document.documentElement).backgroundColor) < 255) problems.push("the paper is not white");
    return problems;
  });
  assert.deepEqual(problems, []);
  const pdf = (await page.pdf({ format: "A4", margin: { top: "15mm", bottom: "15mm", left: "15mm", right: "15mm" } })).toString("latin1");
  const pages = pdf.match(/\/Type\s*\/Page\b(?!s)/g).length;
  assert.ok(pages <= most, `${pages} pages`);
  const text = await page.locator("main").innerText();
  await context.close();
  return text;
}

test("the week's roster prints on a few sheets, moved and cancelled sittings too", async () => {
  const text = await paper("/duty?day=week", { most: 8 });
  assert.match(text, /税务/);
  await paper("/duty?day=week", { most: 8, elder: true });
});

test("a suggestion's page prints its code, its answer and what was written on one sheet", async () => {
  const { page, context } = await open(up.browser, up.server.base, "/suggest");
  await page.fill("#text", "取号机的字太小");
  await page.locator("#suggest .button--main").tap();
  const code = await page.locator(".code").innerText();
  await context.close();
  await up.server.command("reply", code, "--status", "answered", "--text", "已换大字界面");
  const text = await paper(`/s/${code}`, { most: 1 });
  for (const part of [code, "已换大字界面", "取号机的字太小"]) assert.ok(text.includes(part), part);
});

test("a month's results print on a few sheets", async () => {
  const text = await paper("/results", { most: 3 });
  assert.match(text, /%/);
});
