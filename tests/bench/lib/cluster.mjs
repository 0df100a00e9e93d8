// A PostgreSQL of its own on a socket in a temporary folder, as Debian delivers it: what it answers is on the disk.
import { execFile } from "node:child_process";
import { chown, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const DEBIAN = "/usr/lib/postgresql";
const NOBODY = 65534;

/** Starts one; `program` names its tools. */
export async function startCluster() {
  const versions = existsSync(DEBIAN) ? await readdir(DEBIAN) : [];
  const programs = versions.sort((a, b) => b - a).map((version) => join(DEBIAN, version, "bin"));
  const program = (name) => programs.map((folder) => join(folder, name)).find(existsSync) ?? name;
  const folder = await mkdtemp(join(tmpdir(), "pg-bench-"));
  const root = process.getuid() === 0;
  // PostgreSQL refuses to be root.
  if (root) await chown(folder, NOBODY, NOBODY);
  const as = (name, args) =>
    root
      ? run("runuser", ["-u", "nobody", "--", program(name), ...args], { cwd: folder })
      : run(program(name), args, { cwd: folder });
  const data = join(folder, "data");
  await as("initdb", ["-D", data, "-U", "zuoban", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"]);
  const options = `-c listen_addresses= -c unix_socket_directories=${folder} -c max_connections=200`;
  await as("pg_ctl", ["-D", data, "-w", "-l", join(folder, "log"), "-o", options, "start"]);
  const address = `postgres:///postgres?host=${folder}&user=zuoban`;
  return {
    folder,
    address,
    program,
    async file(name, text) {
      await writeFile(join(folder, name), text);
      return join(folder, name);
    },
    async sql(statements) {
      const { stdout } = await run(program("psql"), ["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-c", statements, address]);
      return stdout.trim();
    },
    async close() {
      await as("pg_ctl", ["-D", data, "-m", "fast", "-w", "stop"]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
