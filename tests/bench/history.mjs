// `cargo xtask bench history [SIZES] [ROUNDS]`: whether an answer takes longer the more was ever rated. SIZES are
// numbers of ratings with commas between; by default 10,000 and 1,000,000. 10,000,000 take 1.4 GB of disk and three
// minutes to make.
//
// One server for each size, all running at once and asked in turn, so that whatever else this machine does falls on
// all of them. Each has the same two last months, which is what is asked for; what differs is how many ratings lie
// in the three years before. One request at a time over a connection that stays open: it is the work for one answer
// that is measured, not how much fits in a second. A rating's time holds the sync of its commit.
import { execFile, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { stat, mkdtemp, rm } from "node:fs/promises";
import { Agent, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { judge } from "./lib/zuoban.mjs";

const SIZES = (process.argv[2] ?? "10000,1000000").split(",").map(Number);
const ROUNDS = Number(process.argv[3] ?? 40);
/** So many of each question in a row, of which the first warms up what the others were in. */
const IN_A_ROW = 11;
const MOST = 1.3;

const run = promisify(execFile);
const seconds = (since) => (performance.now() - since) / 1000;

/** A server with that many ratings, and how long it took to make them, to verify them and to start. */
async function serve(size) {
  const data = await mkdtemp(join(tmpdir(), "zuoban-history-"));
  const zuoban = (...args) => run(process.env.ZUOBAN_BIN, [...args, "--data", data]);
  let since = performance.now();
  await zuoban("demo", "bulk", "--ratings", String(size));
  const made = seconds(since);
  since = performance.now();
  await zuoban("verify");
  const verified = seconds(since);
  const bytes = (await stat(join(data, "zuoban.db"))).size;
  since = performance.now();
  const child = spawn(process.env.ZUOBAN_BIN, ["serve", "--listen", "127.0.0.1:0", "--data", data], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  const base = await new Promise((go) =>
    createInterface({ input: child.stdout }).on("line", (line) => /http:\S+/.test(line) && go(line.match(/http:\S+/)[0])),
  );
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const server = { size, base, agent, made, verified, bytes, times: new Map() };
  await ask(server, "GET", "/healthz");
  server.started = seconds(since);
  server.close = async () => {
    agent.destroy();
    child.kill();
    await new Promise((go) => child.once("exit", go));
    await rm(data, { recursive: true, force: true });
  };
  return server;
}

/** Asks once; answers the milliseconds until the whole answer was there. */
function ask({ base, agent }, method, path, body) {
  return new Promise((go, fail) => {
    const since = performance.now();
    const headers = body ? { "content-type": "application/json", "content-length": Buffer.byteLength(body) } : {};
    const asked = request(base + path, { method, agent, headers }, (answer) => {
      answer.resume();
      answer.once("end", () => {
        if (answer.statusCode >= 300) fail(new Error(`${method} ${path}: ${answer.statusCode}`));
        else go(performance.now() - since);
      });
    });
    asked.once("error", fail);
    asked.end(body);
  });
}

const day = (date) => date.toISOString().slice(0, 10);
const now = new Date(Date.now() + 8 * 3_600_000);
const lastMonth = day(new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 1, 1))).slice(0, 7);
const QUESTIONS = {
  results: (server) => ask(server, "GET", `/api/v1/results?month=${lastMonth}`),
  duty: (server) => ask(server, "GET", `/api/v1/duty?from=${day(now)}&to=${day(new Date(+now + 6 * 86_400_000))}`),
  rating: (server) =>
    ask(server, "POST", "/api/v1/ratings", JSON.stringify({ id: randomUUID(), window: "07", satisfied: true })),
};

const servers = [];
for (const size of SIZES) servers.push(await serve(size));
for (let round = -2; round < ROUNDS; round++) {
  // Whoever comes first in one round comes last in the next.
  const order = round % 2 === 0 ? servers : [...servers].reverse();
  for (const [name, question] of Object.entries(QUESTIONS)) {
    for (const server of order) {
      const times = [];
      for (let turn = 0; turn < IN_A_ROW; turn++) times.push(await question(server));
      if (!server.times.has(name)) server.times.set(name, []);
      if (round >= 0) server.times.get(name).push(...times.slice(1));
    }
  }
}
for (const server of servers) await server.close();

/** The time that a share of the answers stayed under. */
function under(times, share) {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

const out = (text) => process.stdout.write(`${text}\n`);
const cell = (text, width = 14) => String(text).padStart(width);
const each = (row) => servers.map(row).map((text) => cell(text)).join("");
out(`\n${"ratings".padEnd(22)}${each(({ size }) => size.toLocaleString("en"))}`);
out(`${"made in".padEnd(22)}${each(({ made }) => `${made.toFixed(1)} s`)}`);
out(`${"verified in".padEnd(22)}${each(({ verified }) => `${verified.toFixed(1)} s`)}`);
out(`${"on disk".padEnd(22)}${each(({ bytes }) => `${(bytes / 1e6).toFixed(0)} MB`)}`);
out(`${"first answer after".padEnd(22)}${each(({ started }) => `${(started * 1000).toFixed(0)} ms`)}`);
const goals = [];
for (const name of Object.keys(QUESTIONS)) {
  for (const [percent, share] of [["p50", 0.5], ["p99", 0.99]]) {
    const times = servers.map((server) => under(server.times.get(name), share));
    const ratio = times.at(-1) / times[0];
    out(`${`${name} ${percent}`.padEnd(22)}${times.map((time) => cell(`${time.toFixed(2)} ms`)).join("")}${cell(`× ${ratio.toFixed(2)}`, 10)}`);
    if (percent === "p50") goals.push([`${name}: × ${ratio.toFixed(2)} from first to last, at most ${MOST}`, ratio <= MOST]);
  }
}
out(`(${servers[0].times.get("rating").length} answers each, asked in turn)\n`);
process.exitCode = judge(goals) ? 0 : 1;
