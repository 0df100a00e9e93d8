// Every state a citizen can be in: where it begins and what is done there.

const refusal = { status: 404, contentType: "application/problem+json", body: '{"code":"unknown_window"}' };

const SUGGEST = "/suggest?window=07";

/** Writes a suggestion and sends it. */
async function suggest(page) {
  await page.fill("#text", "取号机的字太小，老人看不清");
  await page.locator("#suggest .button--main").tap();
}

/** Sends one and goes to its page. */
async function follow(page) {
  await suggest(page);
  await page.locator(".code").waitFor();
  await page.locator("a.button--main").tap();
  await page.locator(".line").waitFor();
}

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
      await page.locator("[data-live=banner] button").waitFor();
    },
  },
  later: {
    path: "/w/07",
    act: async (page) => {
      await page.locator("#later").tap();
      await page.locator("#now").waitFor();
    },
  },
  reminded: {
    path: "/w/07",
    act: async (page) => {
      await page.locator("#later").tap();
      await page.locator("#now").waitFor();
      await page.locator(".dock__link").nth(1).tap();
      await page.locator("[data-live=remind] .button").first().waitFor();
    },
  },
  home: { path: "/" },
  "nothing found": { path: "/", act: (page) => page.fill("#q", "火星") },
  duty: { path: "/duty" },
  week: { path: "/duty?day=week" },
  matter: { path: "/duty?matter=gsrd" },
  "no matter": { path: "/duty?matter=%E7%81%AB%E6%98%9F" },
  suggest: { path: SUGGEST },
  private: {
    path: SUGGEST,
    act: async (page) => {
      await page.fill("#text", "请打 13812345678");
      await page.locator("#keep").waitFor();
    },
  },
  "too short": {
    path: SUGGEST,
    act: async (page) => {
      await page.locator("#suggest .button--main").tap();
      await page.locator(".problem:not([hidden])").waitFor();
    },
  },
  suggested: {
    path: SUGGEST,
    act: async (page) => {
      await suggest(page);
      await page.locator(".code").waitFor();
    },
  },
  "suggestion kept": {
    path: SUGGEST,
    act: async (page, context) => {
      await context.setOffline(true);
      await suggest(page);
      await page.locator("main .wait").waitFor();
    },
  },
  follow: { path: SUGGEST, act: follow },
  answered: {
    path: SUGGEST,
    act: async (page, _, server) => {
      await follow(page);
      const code = await page.locator(".code").innerText();
      await server.command("reply", code, "--status", "answered", "--text", "已换大字界面", "--changed", "取号机换大字");
      await page.reload();
      await page.locator("html[data-app=on]").waitFor();
      await page.locator("summary").first().tap();
    },
  },
  "no such code": { path: "/s/K7M4-9TQX-B", app: false },
  guides: { path: "/guides" },
  "no guide": { path: "/guides", act: (page) => page.fill("#guide-q", "火星") },
  guide: { path: "/guides/vat-credit-refund" },
  step: { path: "/guides/vat-credit-refund/application" },
  practice: {
    path: "/guides/vat-credit-refund/application",
    act: async (page) => {
      await page.locator("#practise").tap();
      await page.locator("#practice .button--main").tap();
      await page.locator("#practice .problem").first().waitFor();
    },
  },
  staff: { path: "/guides/present" },
  near: { path: "/near?town=city" },
  "near, no town": { path: "/near" },
  results: { path: "/results" },
  privacy: { path: "/privacy" },
  "unknown window": { path: "/w/999", app: false },
  "wrong code": { path: "/w/07?k=000000000000", app: false },
  "not found": { path: "/nowhere", app: false },
};

/** The address of a state, read in this language and mode. */
export function address(state, { lang, elder }) {
  const joint = state.path.includes("?") ? "&" : "?";
  return `${state.path}${joint}lang=${lang}${elder ? "&elder=1" : ""}`;
}
