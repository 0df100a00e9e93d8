// The guides that are built in, as their files say; and ways through one, on the phone and on the tablet.
import { mkdir, mkdtemp, readdir, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const FOLDER = new URL("../../../public/guides/", import.meta.url);

const names = (await readdir(FOLDER)).filter((name) => name.endsWith(".json") && !name.includes(".schema."));
export const guides = await Promise.all(names.map(async (name) => JSON.parse(await readFile(new URL(name, FOLDER), "utf8"))));
export const guide = (id) => guides.find((guide) => guide.id === id);
export const LANGS = ["zh", "en"];

/** What the heading of a part says: the overview (blank), a step, the handout. */
export function titled(guide, part, lang) {
  const at = guide.steps.findIndex((step) => step.id === part);
  if (at < 0) return guide.title[lang];
  return lang === "zh" ? `第 ${at + 1} 步 · ${guide.steps[at].title.zh}` : `Step ${at + 1} · ${guide.steps[at].title.en}`;
}

/** Waits for the heading of a part. */
export const shows = (page, guide, part, lang = "zh") =>
  page.locator("h1", { hasText: titled(guide, part, lang) }).first().waitFor();

/** An address of a part: on the tablet where it is presented. */
export function address(guide, part = "", { lang = "zh", present = false, elder = false } = {}) {
  const query = [present && "present=1", lang !== "zh" && `lang=${lang}`, elder && "elder=1"].filter(Boolean);
  return `/guides/${guide.id}${part && `/${part}`}${query.length ? `?${query.join("&")}` : ""}`;
}

/** The notes in a guide's file that say what is not certain, on the page of this part. */
export function doubts(guide, part, lang) {
  const of = (things) => [things].flat().flatMap((thing) => thing?.unverified?.[lang] ?? []);
  const step = guide.steps.find((step) => step.id === part);
  if (step) return of(step);
  const where = guide.where ?? [];
  const common = [...of(guide.bring), ...of(where), ...of(guide.time), ...of(guide.fee), ...of(guide.basis)];
  if (guide.effective_unverified) common.push(guide.effective_unverified[lang]);
  return part === "handout" ? [...common, ...of(guide.steps)] : [...common, ...of(guide.conditions), ...of(guide.flow)];
}

/** Goes through overview, steps and (on the phone) handout as a reader does, and measures each part. */
export async function walk(page, guide, { lang, present = false }, measure) {
  const found = [];
  for (const part of ["", ...guide.steps.map((step) => step.id)]) {
    if (part) await page.locator("#next").click();
    await shows(page, guide, part, lang);
    found.push(...(await measure(page, part)).map((problem) => `${guide.id}/${part} ${lang}: ${problem}`));
  }
  if (present) return found;
  await page.locator("#next").click();
  await shows(page, guide, "", lang);
  await page.locator(`a[href*="/handout"]`).click();
  await page.locator(".handout #title").waitFor();
  found.push(...(await measure(page, "handout")).map((problem) => `${guide.id}/handout ${lang}: ${problem}`));
  return found;
}

/** A data folder with a guide of the centre's own, made from a built-in one. */
export async function dataWith(...own) {
  const data = await mkdtemp(join(tmpdir(), "zuoban-guides-"));
  await mkdir(join(data, "guides"));
  for (const guide of own) await writeFile(join(data, "guides", `${guide.id}.json`), JSON.stringify(guide));
  return data;
}

/** What the phone keeps under keys that begin with this. */
export const keptUnder = (page, prefix) =>
  page.evaluate((prefix) => Object.keys(localStorage).filter((key) => key.startsWith(prefix)), prefix);

/** Waits until the service worker serves this page. */
export const served = (page) => page.waitForFunction(() => navigator.serviceWorker.controller);
