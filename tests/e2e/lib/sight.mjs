// What is measured of a page for eyes and hands that need more: zoom, large text, forced colours, no motion.
import { SIZES } from "./walk.mjs";

/** What stands out of the screen or of its own box, in words. */
const clipped = (page) =>
  page.evaluate(() => {
    const problems = [];
    // What is off the screen is laid out only when it is scrolled to: here all of it is.
    for (const row of document.querySelectorAll(".rows li")) row.style.contentVisibility = "visible";
    const wide = document.documentElement.clientWidth;
    // A phone makes its layout wider instead of scrolling: `innerWidth` would tell nothing.
    if (document.documentElement.scrollWidth > wide) problems.push(`sideways: ${document.documentElement.scrollWidth} of ${wide}`);
    const box = (style) =>
      parseFloat(style.borderTopWidth) > 0 || style.overflowX !== "visible" || !/, 0\)$|transparent/.test(style.backgroundColor);
    const walk = document.createTreeWalker(document.querySelector(".frame"), NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    while (walk.nextNode()) {
      const { parentElement: element, data } = walk.currentNode;
      if (!data.trim() || element.closest(".skip, .hidden, option, textarea, svg")) continue;
      // What is there for screen readers alone is a dot.
      if (!element.checkVisibility({ visibilityProperty: true }) || element.getBoundingClientRect().width <= 2) continue;
      range.selectNodeContents(walk.currentNode);
      let holder = element;
      while (holder !== document.body && !box(getComputedStyle(holder))) holder = holder.parentElement;
      const around = holder.getBoundingClientRect();
      // Ink stays well inside a line's own height.
      const slack = parseFloat(getComputedStyle(element).fontSize) * 0.25;
      for (const { left, right, top, bottom, width } of range.getClientRects()) {
        if (width === 0) continue;
        const out = left < -1 || right > wide + 1 || left < around.left - 1 || right > around.right + 1;
        const cut = holder !== document.body && (top < around.top - slack || bottom > around.bottom + slack);
        if (out || cut) problems.push(`${out ? "out of" : "cut by"} .${holder.className}: ${data.trim().slice(0, 30)}`);
      }
    }
    return [...new Set(problems)];
  });

/** A phone 320 wide, and a desk's screen at 400 %. */
export async function narrow(page) {
  const found = [];
  for (const size of ["small", "zoomed"]) {
    await page.setViewportSize(SIZES[size]);
    found.push(...(await clipped(page)).map((problem) => `${size}: ${problem}`));
  }
  return found;
}

/** The system's font size (the root's), and WeChat's on iOS and Android (text-size-adjust). */
export async function largeText(page) {
  await page.setViewportSize(SIZES.phone);
  const root = (name, value) => page.evaluate(([name, value]) => (document.documentElement.style[name] = value), [name, value]);
  const height = () => page.locator("h1").evaluate((h1) => h1.getBoundingClientRect().height);
  const before = await height();
  const found = [];
  for (const [name, value] of [["fontSize", "24px"], ["webkitTextSizeAdjust", "140%"]]) {
    await root(name, value);
    // Chromium lays out with another text size only when the new width has reached its compositor.
    const larger = page.waitForFunction((before) => document.querySelector("h1").getBoundingClientRect().height > before, before, { timeout: 5000 });
    await larger.catch(() => found.push(`${name} changes nothing`));
    found.push(...(await clipped(page)).map((problem) => `${name} ${value}: ${problem}`));
    await root(name, "");
  }
  return found;
}

/** Without the page's own colours every control still has an edge, and what is chosen looks it. */
export async function forcedColors(page) {
  await page.emulateMedia({ forcedColors: "active" });
  const found = await page.evaluate(() => {
    const problems = [];
    const all = (selector) => [...document.querySelectorAll(selector)].filter((element) => element.checkVisibility());
    const edge = (element) => {
      const style = getComputedStyle(element);
      const shown = style.borderTopStyle !== "none" && style.borderTopColor !== style.backgroundColor;
      return shown ? parseFloat(style.borderTopWidth) : 0;
    };
    const name = (element) => `.${element.className || element.parentElement.className}: ${element.textContent.trim().slice(0, 20)}`;
    const boxes = "button, a.button, .chip, .tile, a.row, .find, .pick span, .week__day, .wait, .say, .code, .pill, .figure";
    for (const element of all(boxes)) if (edge(element) < 1) problems.push(`no edge: ${name(element)}`);
    const look = (element) => `${edge(element)} ${getComputedStyle(element).textDecorationLine}`;
    for (const [chosen, other] of [
      [".chip--on", ".chip:not(.chip--on)"],
      [".pick input:checked + span", ".pick input:not(:checked) + span"],
      [".week__day[aria-current]", ".week__day:not([aria-current])"],
      [".dock__link[aria-current]", ".dock__link:not([aria-current])"],
    ]) {
      const plain = all(other)[0];
      for (const element of all(chosen)) if (plain && look(element) === look(plain)) problems.push(`looks like any: ${name(element)}`);
    }
    return problems;
  });
  await page.emulateMedia({ forcedColors: null });
  return found;
}

/** Nothing moves for longer than a hundredth of a millisecond where no motion is wanted. */
export async function stillness(page) {
  await page.emulateMedia({ reducedMotion: "reduce" });
  const found = await page.evaluate(() => {
    const ms = (list) => Math.max(...list.split(",").map((one) => parseFloat(one) * (one.trim().endsWith("ms") ? 1 : 1000)));
    const problems = [];
    for (const element of document.querySelectorAll("*")) {
      for (const part of [null, "::before", "::after"]) {
        const style = getComputedStyle(element, part);
        const longest = Math.max(ms(style.animationDuration), ms(style.transitionDuration));
        if (longest > 0.01 || style.scrollBehavior === "smooth") problems.push(`moves ${longest} ms: ${element.outerHTML.slice(0, 60)}`);
      }
    }
    return problems;
  });
  await page.emulateMedia({ reducedMotion: null });
  return found;
}
