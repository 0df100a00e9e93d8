// What the printed poster says, read by an independent reader (zbar).
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Prints an HTML sheet to PDF in Chromium as an office would; answers the PDF's path and its pages. */
export async function print(html, pdf) {
  const quiet = ["--headless=new", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"];
  await run(process.env.CHROMIUM, [...quiet, `--print-to-pdf=${pdf}`, `file://${html}`]);
  const { stdout } = await run("pdfinfo", [pdf]);
  return { pages: Number(stdout.match(/Pages:\s+(\d+)/)[1]), size: stdout.match(/Page size:\s+(.+)/)[1] };
}

/** Makes the window's sheet, prints it, and decodes the code on the first page. */
export async function addressOf(server, window) {
  const folder = await mkdtemp(join(tmpdir(), "zuoban-poster-"));
  try {
    await server.command("poster", "--base-url", server.base, "--window", window, "--out", folder);
    const pdf = join(folder, "sheet.pdf");
    const printed = await print(join(folder, `window-${window}.html`), pdf);
    await run("pdftoppm", ["-r", "100", "-png", "-singlefile", pdf, join(folder, "sheet")]);
    const { stdout } = await run("zbarimg", ["--quiet", "--raw", join(folder, "sheet.png")]);
    return { stdout: stdout.trim(), ...printed };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
