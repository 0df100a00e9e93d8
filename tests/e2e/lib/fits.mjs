// What is too small, cut or off the screen, and what axe finds, in words: on the screen as it is.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

const axe = await readFile(fileURLToPath(import.meta.resolve("axe-core/axe.min.js")), "utf8");

/** All of what was found, where `deepEqual` would cut a long list. */
export const none = (found) => assert.ok(found.length === 0, `${found.length} found:\n${found.join("\n")}`);

/** Every rule of axe, with the contrast of the mode. */
export async function violations(page, { elder = false } = {}) {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe);
  const found = await page.evaluate(async (elder) => {
    const rules = { "color-contrast-enhanced": { enabled: elder }, "color-contrast": { enabled: !elder } };
    return (await window.axe.run(document, { rules, resultTypes: ["violations"], preload: false })).violations;
  }, elder);
  return found.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 120)).join(" | ")}`);
}

/** Texts and targets that are too small; a drawing's texts as large as they are drawn. `inline`: links in a sentence too. */
export const tooSmall = (page, least) =>
  page.evaluate(({ text, target, inline }) => {
    const problems = new Set();
    const seen = (element) => element.checkVisibility({ visibilityProperty: true }) && element.getBoundingClientRect().width > 2;
    const walk = document.createTreeWalker(document.querySelector(".frame"), NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
      const { parentElement: element, data } = walk.currentNode;
      if (!data.trim() || !seen(element) || element.closest(".skip, .hidden")) continue;
      const scale = element.getScreenCTM?.().a ?? 1;
      const size = parseFloat(getComputedStyle(element).fontSize) * scale;
      if (size < text - 0.05) problems.add(`${size.toFixed(1)}px: ${data.trim().slice(0, 20)}`);
    }
    for (const element of document.querySelectorAll("a, button, input:not([type=hidden]), textarea, select, summary")) {
      if (!seen(element) || element.matches(inline ? ".skip" : ".skip, p > a.link, li > a.link")) continue;
      // A box is tapped by its label.
      const { width, height } = (element.closest("label") ?? element).getBoundingClientRect();
      if (height < target - 0.5 || width < target - 0.5) problems.add(`${Math.round(width)}×${Math.round(height)}: ${element.outerHTML.slice(0, 70)}`);
    }
    return [...problems];
  }, least);

/** Scrolls sideways. */
export const sideways = (page) =>
  page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return scrollWidth > clientWidth ? [`sideways: ${scrollWidth} of ${clientWidth}`] : [];
  });

/** Texts of drawings that stand out of their box or their drawing. */
export const spilled = (page) =>
  page.evaluate(() => {
    const problems = [];
    for (const text of document.querySelectorAll("svg.screen text, svg.path text")) {
      const box = text.parentElement.querySelector("rect, path") ?? text.ownerSVGElement;
      const [inner, outer] = [text.getBoundingClientRect(), box.getBoundingClientRect()];
      if (inner.width && (inner.left < outer.left || inner.right > outer.right || inner.top < outer.top || inner.bottom > outer.bottom)) {
        problems.push(`${Math.round(inner.width)} in a box of ${Math.round(outer.width)}: ${text.textContent}`);
      }
    }
    return problems;
  });

/** What of a presented part is not on the screen, or lies over something else. */
export const offScreen = (page) =>
  page.evaluate(() => {
    const problems = new Set();
    const { innerWidth: wide, innerHeight: high } = window;
    const root = document.documentElement;
    if (root.scrollHeight > high || root.scrollWidth > wide) problems.add(`scrolls: ${root.scrollWidth}×${root.scrollHeight} of ${wide}×${high}`);
    for (const name of [".guide__stage", ".rail"]) {
      const { scrollWidth, scrollHeight, clientWidth, clientHeight } = document.querySelector(name);
      if (scrollWidth > clientWidth + 1 || scrollHeight > clientHeight + 1) {
        problems.add(`${name} holds ${scrollWidth}×${scrollHeight} in ${clientWidth}×${clientHeight}`);
      }
    }
    const seen = (element) => element.checkVisibility({ visibilityProperty: true });
    const walk = document.createTreeWalker(document.querySelector(".guide"), NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    while (walk.nextNode()) {
      const { parentElement: element, data } = walk.currentNode;
      if (!data.trim() || !seen(element) || element.closest("details:not([open]) > :not(summary)")) continue;
      range.selectNodeContents(walk.currentNode);
      const out = ({ left, top, right, bottom, width }) => width > 0 && (left < -1 || top < -1 || right > wide + 1 || bottom > high + 1);
      if ([...range.getClientRects()].some(out)) problems.add(`off the screen: ${data.trim().slice(0, 30)}`);
    }
    for (const name of [".guide__stage", ".rail"]) {
      const parts = [...document.querySelector(name).children].filter((part) => seen(part) && getComputedStyle(part).position !== "fixed");
      const boxes = parts.map((part) => part.getBoundingClientRect()).filter(({ width, height }) => width && height);
      for (const [at, a] of boxes.entries()) {
        for (const b of boxes.slice(at + 1)) {
          const over = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1 && Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1;
          if (over) problems.add(`parts of ${name} lie over each other`);
        }
      }
    }
    return [...problems];
  });
