// `cargo xtask screenshots [DIR]`: every state on every size, in both languages, modes and schemes, to be
// looked at. Run by hand, states named after DIR are the only ones.
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { states } from "./lib/states.mjs";
import { SIZES, visit, WAYS } from "./lib/walk.mjs";
import { launch, PHONE, serve } from "./lib/zuoban.mjs";

const folder = process.argv[2] ?? "target/screenshots";
await mkdir(folder, { recursive: true });
const up = { server: await serve({ history: true }), browser: await launch() };
const options = { ...PHONE, deviceScaleFactor: 2 };

/** Every picture of one state, read in one way: whole pages. */
async function shoot(name, way) {
  const { page, context } = await visit(up, name, way, options);
  for (const size of ["phone", "small", "tablet"]) {
    for (const colorScheme of ["light", "dark"]) {
      await page.setViewportSize(SIZES[size]);
      await page.emulateMedia({ colorScheme });
      const words = [name.replaceAll(" ", "-"), size, way.lang, way.elder ? "elder" : "normal", colorScheme];
      // The dock sticks to the screen; on a whole page its place is the end.
      await page.locator(".dock").evaluate((dock) => (dock.style.position = "static"));
      await page.screenshot({ path: join(folder, `${words.join("_")}.png`), fullPage: true });
    }
  }
  await context.close();
}

const named = process.argv.slice(3);
const wanted = Object.keys(states).filter((name) => named.length === 0 || named.includes(name));
const all = wanted.flatMap((name) => WAYS.map((way) => [name, way]));
const photographer = async () => {
  for (let next = all.shift(); next; next = all.shift()) await shoot(...next);
};
await Promise.all([photographer(), photographer()]);

/** One screen as it is held in the hand, for the README. */
async function hold(name, way, colorScheme) {
  const { page, context } = await visit(up, name, way, { ...options, colorScheme });
  const image = (await page.screenshot()).toString("base64");
  await context.close();
  return `<img src="data:image/png;base64,${image}">`;
}
const zh = { lang: "zh", elder: false };
const shown = [
  await hold("question", zh),
  await hold("thanks", zh),
  await hold("question", { ...zh, elder: true }),
  await hold("duty", zh, "dark"),
];
const page = await up.browser.newPage({ viewport: { width: 1180, height: 640 } });
await page.setContent(`<style>body{margin:0;padding:20px;display:flex;gap:20px;background:#ccc8bb}
  img{width:270px;border-radius:22px;box-shadow:0 6px 20px #0003}</style>${shown.join("")}`);
await page.screenshot({ path: join(folder, "readme.png") });
await up.browser.close();
await up.server.stop();
process.stdout.write(`${folder}\n`);
