// Every state a citizen can be in: where it begins and what is done there.

const refusal = { status: 404, contentType: "application/problem+json", body: '{"code":"unknown_window"}' };

export const states = {
  question: { path: "/w/07" },
  thanks: {
    path: "/w/07",
    act: async (page) => {
      await page.tap("#good");
      await page.locator("[data-live=close]").waitFor();
    },
  },
  chosen: {
    path: "/w/07",
    act: async (page) => {
      await page.tap("#bad");
      await page.locator(".pick").first().tap();
      await page.locator("label.pick--round").first().tap();
      await page.fill("#comment", "好".repeat(501));
      await page.locator("#more button").tap();
    },
  },
  added: {
    path: "/w/07",
    act: async (page) => {
      await page.tap("#good");
      await page.locator(".pick").first().tap();
      await page.locator("#more button").tap();
      await page.locator("[data-live=said]").waitFor();
    },
  },
  kept: {
    path: "/w/07",
    act: async (page, context) => {
      await context.setOffline(true);
      await page.tap("#good");
      await page.locator("main .wait").waitFor();
    },
  },
  refused: {
    path: "/w/07",
    act: async (page) => {
      await page.route("**/api/v1/ratings", (route) => route.fulfill(refusal));
      await page.tap("#good");
      await page.locator("main .wait").waitFor();
    },
  },
  "refused before": {
    path: "/w/07",
    act: async (page) => {
      await page.route("**/api/v1/ratings", (route) => route.fulfill(refusal));
      await page.tap("#good");
      await page.locator("main .wait").waitFor();
      await page.locator("#again").tap();
      await page.locator(".banner button").waitFor();
    },
  },
  finder: { path: "/" },
  "nothing found": { path: "/", act: (page) => page.fill("#q", "火星") },
  "unknown window": { path: "/w/999", app: false },
  "wrong code": { path: "/w/07?k=000000000000", app: false },
  "not found": { path: "/nowhere", app: false },
};

/** The address of a state, read in this language and mode. */
export function address(state, { lang, elder }) {
  const joint = state.path.includes("?") ? "&" : "?";
  return `${state.path}${joint}lang=${lang}${elder ? "&elder=1" : ""}`;
}
