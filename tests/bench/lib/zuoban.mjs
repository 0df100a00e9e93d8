// The release binary with its own data, and a browser without background traffic.
import { execFile, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";

export const CHROMIUM = process.env.CHROMIUM ?? "chromium";
export const ARGS = [
  "--headless=new",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Serves the demo centre, with months of ratings where there shall be a history; answers the window's address. */
export async function serveZuoban({ history = false } = {}) {
  const data = await mkdtemp(join(tmpdir(), "zuoban-bench-"));
  if (history) await promisify(execFile)(process.env.ZUOBAN_BIN, ["demo", "history", "--data", data]);
  const child = spawn(process.env.ZUOBAN_BIN, ["serve", "--listen", "127.0.0.1:0", "--data", data], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  const base = await new Promise((go) =>
    createInterface({ input: child.stdout }).on("line", (line) => /http:\S+/.test(line) && go(line.match(/http:\S+/)[0])),
  );
  return {
    base,
    address: `${base}/w/07`,
    async close() {
      child.kill();
      await new Promise((go) => child.once("exit", go));
      await rm(data, { recursive: true, force: true });
    },
  };
}

export const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

/** Prints what was to be reached; answers whether all was. */
export function judge(goals) {
  for (const [what, holds] of goals) process.stdout.write(`${holds ? "PASS" : "FAIL"}  ${what}\n`);
  return goals.every(([, holds]) => holds);
}
