// `cargo xtask bench lighthouse [RUNS]`: Lighthouse's mobile defaults on the page behind the code, the
// roster and the suggestion; the first beside the static form. The scores are of Lighthouse's default,
// which models a slow network from a fast one; what is fetched beside the page then counts as if the
// paint had waited for it. LCP is therefore also taken with the same figures applied for real
// (`devtools`), and judged there.
import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";
import { servePages } from "./lib/pages.mjs";
import { ARGS, CHROMIUM, judge, median, serveZuoban } from "./lib/zuoban.mjs";

const RUNS = Number(process.argv[2] ?? 3);
const CATEGORIES = ["performance", "accessibility", "best-practices", "seo"];
/** The least score: all of it, but that the pages which come after the first may be a little slower. */
const least = (name, id) => (id === "performance" && name !== "/w/07" ? 98 : 100);
const METHODS = ["simulate", "devtools"];

/** One audit; asked again where the trace could not be recorded. */
async function audit(address, throttlingMethod) {
  for (let attempt = 1; ; attempt++) {
    const chrome = await launch({ chromePath: CHROMIUM, chromeFlags: ARGS });
    try {
      const { lhr } = await lighthouse(address, {
        port: chrome.port,
        onlyCategories: CATEGORIES,
        throttlingMethod,
        logLevel: "silent",
      });
      if (!lhr.runtimeError || attempt === 4) return lhr;
    } finally {
      chrome.kill();
    }
  }
}

const zuoban = await serveZuoban();
const others = await servePages(zuoban.address);
const pages = [
  { name: "/w/07", address: zuoban.address, methods: METHODS },
  { name: "static", address: others.pages.find(({ name }) => name === "static").address, methods: METHODS },
  { name: "/duty", address: `${zuoban.base}/duty`, methods: ["simulate"] },
  { name: "/suggest", address: `${zuoban.base}/suggest`, methods: ["simulate"] },
];
const own = pages.filter(({ name }) => name !== "static");
const seen = new Map();
for (let run = 0; run < RUNS; run++) {
  for (const { name, address, methods } of pages) {
    for (const method of methods) {
      const key = `${method} ${name}`;
      seen.set(key, [...(seen.get(key) ?? []), await audit(address, method)]);
    }
  }
}
others.close();
await zuoban.close();

const number = (key, id) => median(seen.get(key).map((lhr) => lhr.audits[id]?.numericValue ?? NaN));
const score = (key, id) => median(seen.get(key).map((lhr) => Math.round((lhr.categories[id].score ?? 0) * 100)));
/** What keeps a category from 100, so that a failure says what to mend. */
const faults = (key, id) => {
  const [lhr] = seen.get(key);
  const refs = lhr.categories[id].auditRefs.filter((ref) => ref.weight > 0 && (lhr.audits[ref.id].score ?? 1) < 0.9);
  return refs.length ? ` (${refs.map((ref) => ref.id).join(", ")})` : "";
};
process.stdout.write(`\nLighthouse mobile, median of ${RUNS}\n`);
for (const key of seen.keys()) {
  const of = (id) => number(key, id).toFixed(0);
  process.stdout.write(
    `${key.padEnd(18)} FCP ${of("first-contentful-paint")} ms, LCP ${of("largest-contentful-paint")} ms, ` +
      `TBT ${of("total-blocking-time")} ms, CLS ${number(key, "cumulative-layout-shift").toFixed(3)}\n`,
  );
}
const [lcp, limit] = ["/w/07", "static"].map((name) => number(`devtools ${name}`, "largest-contentful-paint"));
const ours = [...seen.keys()].filter((key) => !key.endsWith("static"));
const blocked = Math.max(...ours.map((key) => number(key, "total-blocking-time")));
const shifted = Math.max(...ours.map((key) => number(key, "cumulative-layout-shift")));
const scores = own.flatMap(({ name }) => {
  const key = `simulate ${name}`;
  return CATEGORIES.map((id) => {
    const reached = score(key, id) >= least(name, id);
    return [`${name} ${id} ${score(key, id)}, at least ${least(name, id)}${reached ? "" : faults(key, id)}`, reached];
  });
});
const reached = judge([
  ...scores,
  [`LCP applied ${(lcp / limit).toFixed(2)} × the static form's, at most 1.15`, lcp <= 1.15 * limit],
  [`TBT ${blocked.toFixed(0)} ms, at most 50`, blocked <= 50],
  [`CLS ${shifted}`, shifted === 0],
]);
process.exitCode = reached ? 0 : 1;
