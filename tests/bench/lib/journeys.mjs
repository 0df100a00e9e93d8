// What `bench interaction` does on every page: each step a tap or a key that a citizen makes.

/** Both switches, there and back: the whole page is made anew. */
async function switches(finger, where) {
  for (const id of ["language", "elder"]) {
    await finger.tap(`${where}: ${id}`, `#${id}`);
    await finger.tap(`${where}: ${id} back`, `#${id}`);
  }
}

/** Another page of the bar; what it fetches is waited for before the next step. */
async function go(finger, from, to) {
  await finger.tap(`bar: ${from} to ${to}`, `.dock__link[href="${to}"]`);
  await finger.page.waitForFunction((path) => location.pathname === path && document.querySelector("h1 small, .search, .rate"), to);
}

const BAR = ["/duty", "/suggest", "/guides"];

export const journeys = [
  [
    "/w/07",
    async (finger) => {
      await switches(finger, "window");
      await finger.tap("window: rate", "#bad");
      await finger.page.locator("[data-live=close]").waitFor();
      for (const at of [1, 4]) await finger.tap("thanks: level", `.picks--levels .pick:nth-of-type(${at})`);
      for (const at of [1, 3]) await finger.tap("thanks: aspect", `.pick--round:nth-of-type(${at})`);
      await finger.type("thanks: comment, a key", "#comment", "abc");
      await switches(finger, "thanks");
      await finger.tap("thanks: more", "#more button");
      await finger.page.locator("[data-live=said]").waitFor();
      await finger.tap("thanks: rate again", "#again");
      await finger.tap("window: rate", "#good");
      await finger.tap("thanks: undo", "#undo button");
      await finger.tap("window: later", "#later");
    },
  ],
  [
    "/",
    async (finger) => {
      await switches(finger, "home");
      await finger.type("home: find, a key", "#q", "gsrd");
      for (let times = 0; times < 4; times++) await finger.press("home: find, a key back", "#q", "Backspace");
      await finger.type("home: find, a key", "#q", "7");
      await finger.tap("home: open what is found", "[data-live=found] .row");
    },
  ],
  [
    "/duty",
    async (finger) => {
      await switches(finger, "duty");
      await finger.tap("duty: a day", ".week__day:not([aria-current])");
      await finger.tap("duty: the week", "#whole");
      await switches(finger, "duty, week");
      await finger.tap("duty: next week", "#otherweek");
      await finger.press("duty: unit", "#unit", "ArrowDown");
      await finger.press("duty: unit", "#unit", "ArrowDown");
      await finger.tap("duty: clear", "#clear");
      await finger.type("duty: matter, a key", "#matter", "gsrd");
      await finger.tap("duty: open a sitting", "main .row");
    },
  ],
  [
    "/suggest",
    async (finger) => {
      await switches(finger, "suggest");
      await finger.tap("suggest: kind", ".pick:nth-of-type(2)");
      await finger.tap("suggest: send, too short", "#suggest .button--main");
      await finger.type("suggest: a key", "#text", "call 13812345678");
      await finger.type("suggest: contact, a key", "#contact", "ab");
      await finger.tap("suggest: send", "#suggest .button--main");
      await finger.page.locator(".code").waitFor();
      await finger.tap("suggest: copy", "#copy");
      await finger.tap("suggest: follow", "a.button--main");
      await finger.page.locator(".line").waitFor();
      await switches(finger, "follow");
    },
  ],
  [
    "/guides",
    async (finger) => {
      await switches(finger, "guides");
      await finger.type("guides: find, a key", "#guide-q", "ldts");
      await finger.tap("guides: open one", "#guides > li:not([hidden]) a");
      await finger.page.locator("#next").waitFor();
      await switches(finger, "guide");
      await finger.tap("guide: tick", ".check");
      for (const step of ["application", "submit"]) {
        await finger.tap("guide: next step", "#next");
        await finger.page.locator("#previous").waitFor();
      }
      await finger.tap("guide: previous step", "#previous");
      await switches(finger, "step");
      await finger.tap("step: unclear", "#unclear button");
    },
  ],
  [
    "/guides/vat-credit-refund?present=1",
    async (finger) => {
      await finger.page.setViewportSize({ width: 1180, height: 820 });
      await finger.page.locator("#code svg").waitFor();
      await finger.tap("tablet: tick", ".check");
      for (let step = 0; step < 3; step++) await finger.press("tablet: next step, a key", "#next", "PageDown");
      await finger.tap("tablet: next step", "#next");
      await finger.tap("tablet: a step of the rail", ".rail__step:not([aria-current])");
      await finger.tap("tablet: large code", "#code");
    },
  ],
  [
    "/near",
    async (finger) => {
      await switches(finger, "near");
      await finger.press("near: a town", "#town", "ArrowDown");
      await finger.tap("near: show", ".search__button");
      await finger.page.locator("main summary").first().waitFor();
      await finger.tap("near: how to go there", "main summary");
    },
  ],
  [
    "/results",
    async (finger) => {
      await switches(finger, "results");
      await finger.tap("results: month", "main .chip:not(.chip--on)");
      await finger.tap("results: how", "summary");
    },
  ],
  [
    "/",
    async (finger) => {
      for (const from of ["/", ...BAR]) {
        for (const to of ["/", ...BAR]) {
          if (to === from) continue;
          await go(finger, from, to);
          await go(finger, to, from);
        }
        const next = BAR[["/", ...BAR].indexOf(from)];
        if (next) await go(finger, from, next);
      }
    },
  ],
];
