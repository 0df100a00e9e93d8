// `cargo xtask screenshots [DIR]`: every state on every size, in both languages and modes, to be looked at.
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { address, states } from "./lib/states.mjs";
import { launch, open, PHONE, serve, SMALL, TABLET } from "./lib/zuoban.mjs";

const folder = process.argv[2] ?? "target/screenshots";
const sizes = { phone: PHONE, small: SMALL, tablet: TABLET };
await mkdir(folder, { recursive: true });
const server = await serve({ history: true });
const browser = await launch();

/** One picture; answers where it is. */
async function shoot(name, size, { lang = "zh", elder = false, dark = false } = {}) {
  const state = states[name];
  const options = { ...sizes[size], deviceScaleFactor: 2, colorScheme: dark ? "dark" : "light" };
  const opened = await open(browser, server.base, address(state, { lang, elder }), { options, app: state.app });
  await state.act?.(opened.page, opened.context, server);
  await opened.page.waitForTimeout(200);
  const words = [name.replaceAll(" ", "-"), size, lang, elder && "elder", dark && "dark"].filter(Boolean);
  const path = join(folder, `${words.join("_")}.png`);
  await opened.page.screenshot({ path });
  await opened.context.close();
  return path;
}

for (const name of Object.keys(states)) {
  for (const size of Object.keys(sizes)) {
    for (const lang of ["zh", "en"]) {
      for (const elder of [false, true]) await shoot(name, size, { lang, elder });
    }
    await shoot(name, size, { dark: true });
  }
}

// The README's picture: three phones side by side.
const shown = [
  await shoot("question", "phone"),
  await shoot("thanks", "phone"),
  await shoot("question", "phone", { elder: true }),
  await shoot("duty", "phone", { dark: true }),
];
const images = await Promise.all(
  shown.map(async (path) => `<img src="data:image/png;base64,${(await readFile(path)).toString("base64")}">`),
);
const page = await browser.newPage({ viewport: { width: 1180, height: 640 } });
await page.setContent(`<style>body{margin:0;padding:20px;display:flex;gap:20px;background:#ccc8bb}
  img{width:270px;border-radius:22px;box-shadow:0 6px 20px #0003}</style>${images.join("")}`);
await page.screenshot({ path: join(folder, "readme.png") });
await browser.close();
await server.stop();
process.stdout.write(`${folder}\n`);
