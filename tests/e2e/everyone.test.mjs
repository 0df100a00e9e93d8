// For everyone: what is measured in every state there is, in both languages and modes, each reached once.
import assert from "node:assert/strict";
import { test } from "node:test";
import { audit } from "./lib/axe.mjs";
import { forcedColors, largeText, narrow, stillness } from "./lib/sight.mjs";
import { called, everywhere, visit, WAYS } from "./lib/walk.mjs";
import { setUp } from "./lib/zuoban.mjs";

const up = setUp();

const MEASURED = {
  "axe, text and target sizes on every size in both schemes": audit,
  "320 px and 400 % zoom scroll one way only": narrow,
  "large text of the system and of WeChat is not cut": largeText,
  "forced colours leave an edge on controls and a mark on what is chosen": forcedColors,
  "nothing moves where no motion is wanted": stillness,
};

for (const way of WAYS) {
  test(`every state: ${called(way)}`, async (t) => {
    const found = await everywhere(up, way, Object.values(MEASURED));
    for (const [at, name] of Object.keys(MEASURED).entries()) {
      await t.test(name, () => assert.deepEqual(found[at], []));
    }
  });
}

test("both buttons have equal weight in every mode", async () => {
  for (const way of WAYS) {
    const { page, context } = await visit(up, "question", way);
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
});
