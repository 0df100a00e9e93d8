// Every part of every guide on the phone, for everyone.
import assert from "node:assert/strict";
import { test } from "node:test";
import { none, sideways, spilled, tooSmall, violations } from "./lib/fits.mjs";
import { address, doubts, guide, guides, LANGS, walk } from "./lib/guides.mjs";
import { check, explained } from "./lib/practice.mjs";
import { context, page, problems, refund, setUpReader, start } from "./lib/reader.mjs";
import { PHONE, SMALL } from "./lib/zuoban.mjs";

const settlement = guide("income-tax-settlement");

setUpReader();

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
