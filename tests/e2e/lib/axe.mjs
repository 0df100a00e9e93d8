// What axe finds on a page at every size and in both schemes, in words; and texts and targets that are too small.
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { tooSmall } from "./fits.mjs";
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

/** Both, on every screen. */
export async function audit(page, { elder }) {
  await page.evaluate(axe);
  const least = { ...(elder ? { text: 20, target: 60 } : { text: 16, target: 44 }), inline: true };
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
