// `cargo xtask bench postgres [SECONDS] [ROUNDS]`: ratings over HTTP into PostgreSQL, everything on, beside
// pgbench's single-row inserts by as many clients into the same cluster, by turns.
import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { promisify } from "node:util";
import { startCluster } from "./lib/cluster.mjs";
import { load } from "./lib/load.mjs";
import { judge, median, serveZuoban } from "./lib/zuoban.mjs";

const CLIENTS = 64;
const SECONDS = Number(process.argv[2] ?? 5);
const ROUNDS = Number(process.argv[3] ?? 5);

const run = promisify(execFile);
const HOUR = Math.floor(Date.now() / 3_600_000);

/** An id as a page has it: it begins with the moment. */
function pageId() {
  const moment = Date.now().toString(16).padStart(12, "0");
  return `${moment.slice(0, 8)}-${moment.slice(8)}-7${randomUUID().slice(15)}`;
}

/** Window 07 has always had as many ratings as are sent: else nearly all would be put aside as a burst. */
const ACCUSTOM = `
  insert into pace (window_id, hour, from_page, past, weeks, taken)
  select '07', hour, from_page, 2000000000, 4, 0
  from generate_series(${HOUR}, ${HOUR + 2}) hour, (values (true), (false)) pages (from_page)`;

/** Both by turns, and what is in the database then. */
async function measure(cluster, zuoban) {
  const insert = await cluster.file(
    "insert.sql",
    "insert into single.rating (id, window_id, satisfied, rated_at) values (gen_random_uuid(), '07', true, 1795485600000);",
  );
  const single = async () => {
    const { stdout } = await run(cluster.program("pgbench"), [
      "-n", "-f", insert, "-c", CLIENTS, "-j", 2, "-T", SECONDS, "-M", "prepared", "-h", cluster.folder, "-U", "zuoban", "postgres",
    ].map(String));
    return Number(stdout.match(/tps = ([\d.]+)/)[1]);
  };
  const rating = () => JSON.stringify({ id: pageId(), window: "07", satisfied: true });
  const ratings = (seconds) => load(zuoban.base, "/api/v1/ratings", rating, { connections: CLIENTS, seconds });

  await cluster.sql(ACCUSTOM);
  await ratings(1);
  const seen = { single: [], ratings: [], p50: [], p99: [] };
  for (let round = 0; round < ROUNDS; round++) {
    seen.single.push(await single());
    const { rate, p50, p99, failed } = await ratings(SECONDS);
    if (failed > 0) throw new Error(`${failed} ratings were refused`);
    seen.ratings.push(rate);
    seen.p50.push(p50);
    seen.p99.push(p99);
  }
  const count = async (query) => Number(await cluster.sql(query));
  return {
    seen,
    stored: await count("select count(*) from rating"),
    counted: await count("select sum(counted) from tally"),
    aside: await count("select sum(counted) from tally where source = 'held'"),
    linked: await count("select count(*) from link where kind = 1"),
  };
}

/** Ends what it started, also where it fails. */
async function within(cluster) {
  let zuoban;
  try {
    await cluster.sql("create schema single; create table single.rating (seq bigint generated always as identity primary key, id uuid not null unique, window_id text not null, satisfied boolean not null, rated_at bigint not null)");
    zuoban = await serveZuoban({ database: cluster.address });
    return await measure(cluster, zuoban);
  } finally {
    await zuoban?.close();
    await cluster.close();
  }
}

const { seen, stored, counted, aside, linked } = await within(await startCluster());
const [one, many] = [median(seen.single), median(seen.ratings)];
const show = (name, rates) => process.stdout.write(`${name.padEnd(34)} ${rates.map((rate) => rate.toFixed(0).padStart(7)).join("")}\n`);
process.stdout.write(`\n${CLIENTS} clients, ${ROUNDS} rounds of ${SECONDS} s by turns, a second each; the generator takes a core of its own\n`);
show("pgbench, one row a transaction", seen.single);
show("zuoban, ratings over HTTP", seen.ratings);
process.stdout.write(`p50 ${median(seen.p50).toFixed(1)} ms, p99 ${median(seen.p99).toFixed(1)} ms; ${stored} stored, ${counted} counted (${aside} of them apart, as a burst), ${linked} linked\n`);
const held = judge([
  [`${many.toFixed(0)} ratings/s >= 1.5 × ${one.toFixed(0)} rows/s (${(many / one).toFixed(2)} ×)`, many >= 1.5 * one],
  ["stored, counted and linked are the same", stored === counted && stored === linked],
]);
process.exitCode = held ? 0 : 1;
