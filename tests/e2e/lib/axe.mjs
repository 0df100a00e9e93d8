// What axe finds on a page, in words; and texts and targets that are too small.
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { SIZES } from "./walk.mjs";

const axe = await readFile(fileURLToPath(import.meta.resolve("axe-core/axe.min.js")), "utf8");

/** Every size, both schemes; the rules that only read the markup are asked once. */
const SCREENS = [
  { size: "phone", colorScheme: "light", all: true },
  { size: "small", colorScheme: "dark" },
  { size: "tablet", colorScheme: "light" },
  { size: "desktop", colorScheme: "dark" },
];
/** 7:1 in elder mode, which holds 4.5:1 as well. */
const contrast = (elder) => (elder ? "color-contrast-enhanced" : "color-contrast");
/** The other rules whose answer depends on the screen: what reads sizes, colours, or can be scrolled. */
const OF_THE_SCREEN = [
  "css-orientation-lock",
  "link-in-text-block",
  "scrollable-region-focusable",
];

/** Violations in words, so that a failure says what and where. */
async function violations(page, all, elder) {
  const found = await page.evaluate(
    async ({ all, elder, screen }) => {
      const own = { "color-contrast-enhanced": { enabled: elder }, "color-contrast": { enabled: !elder } };
      const which = all ? { rules: own } : { runOnly: { type: "rule", values: screen } };
      return (await window.axe.run(document, { ...which, resultTypes: ["violations"], preload: false })).violations;
    },
    { all, elder, screen: [contrast(elder), ...OF_THE_SCREEN] },
  );
  return found.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 120)).join(" | ")}`);
}

/** Texts and targets that are too small, in words. */
const tooSmall = (page, least) =>
  page.evaluate(({ text, target }) => {
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
      if (height < target || width < target) problems.push(`${width}×${height}: ${element.outerHTML.slice(0, 60)}`);
    }
    return problems;
  }, least);

/** Both, on every screen. */
export async function audit(page, { elder }) {
  await page.evaluate(axe);
  const least = elder ? { text: 20, target: 60 } : { text: 16, target: 44 };
  const found = [];
  for (const { size, colorScheme, all } of SCREENS) {
    await page.setViewportSize(SIZES[size]);
    await page.emulateMedia({ colorScheme });
    const here = [...(await violations(page, all, elder)), ...(await tooSmall(page, least))];
    found.push(...here.map((problem) => `${size}, ${colorScheme}: ${problem}`));
  }
  await page.emulateMedia({ colorScheme: null });
  return found;
}
