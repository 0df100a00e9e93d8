// A code as somebody's phone reads it: from a picture, by an independent reader (zbar).
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

async function inFolder(work) {
  const folder = await mkdtemp(join(tmpdir(), "zuoban-scan-"));
  try {
    return await work((name) => join(folder, name));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const decoded = async (picture) => (await run("zbarimg", ["--quiet", "--raw", picture])).stdout.trim();

/** What the code on the screen says. */
export async function scan(page) {
  await page.locator("#code svg").waitFor();
  return inFolder(async (at) => {
    await writeFile(at("code.png"), await page.locator("#code").screenshot());
    return decoded(at("code.png"));
  });
}

/** Prints the page on A4: how many sheets it takes, what is written and what the code on the first says. */
export async function printed(page) {
  const pdf = await page.pdf({ format: "A4", margin: { top: "12mm", bottom: "12mm", left: "12mm", right: "12mm" } });
  return inFolder(async (at) => {
    await writeFile(at("sheet.pdf"), pdf);
    const { stdout: about } = await run("pdfinfo", [at("sheet.pdf")]);
    const { stdout: text } = await run("pdftotext", [at("sheet.pdf"), "-"]);
    await run("pdftoppm", ["-r", "150", "-png", "-singlefile", at("sheet.pdf"), at("sheet")]);
    const says = await decoded(at("sheet.png")).catch(() => "no code");
    return { pages: Number(about.match(/Pages:\s+(\d+)/)[1]), size: about.match(/Page size:\s+(.+)/)[1], text, says };
  });
}
