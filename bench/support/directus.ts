import { execFile, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { Agent, request } from "node:http";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
/** If a version doesn't install or start, the previous one is tried. */
const VERSIONS_TO_TRY = 6;
const INSTALL_MS = 15 * 60_000;
const START_MS = 120_000;
const ADMIN = { email: "bench@example.com", password: "for-this-benchmark-alone" };

export interface Subject {
  /** Changes one field of the writer's own record. */
  update(writer: number, turn: number): Promise<void>;
  /** Reads its newest fifty versions. */
  page(writer: number): Promise<void>;
  /** Reverts to the previous version. */
  revert(writer: number): Promise<void>;
}

interface Directus {
  version: string;
  createSubject: (writers: number, record: (writer: number, turn: number) => object) => Promise<Subject>;
  stop: () => void;
}

/**
 * The newest Directus that installs and starts here, on a SQLite file in a temporary folder. It is only a comparison
 * and not part of this product.
 */
export async function startDirectus(): Promise<Directus> {
  const { stdout } = await run("npm", ["view", "directus", "versions", "--json"]);
  const versions = (JSON.parse(stdout) as string[]).filter((version) => /^[\d.]+$/.test(version)).reverse();
  for (const version of versions.slice(0, VERSIONS_TO_TRY)) {
    try {
      return await startVersion(version);
    } catch (error) {
      console.log(JSON.stringify({ directus: version, passedOver: String((error as Error).message).slice(-300) }));
    }
  }
  throw new Error(`none of the ${VERSIONS_TO_TRY} newest Directus versions installs and starts here`);
}

async function startVersion(version: string): Promise<Directus> {
  const home = mkdtempSync(join(tmpdir(), "callboard-directus-"));
  writeFileSync(join(home, "package.json"), JSON.stringify({ name: "beside", private: true }));
  const install = ["install", `directus@${version}`, "--no-audit", "--no-fund", "--loglevel=error"];
  await run("npm", install, { cwd: home, timeout: INSTALL_MS, maxBuffer: 1e8 });
  const port = await freePort();
  const env = { ...process.env, ...settings(home, port) };
  const command = join(home, "node_modules/.bin/directus");
  await run(command, ["bootstrap"], { cwd: home, env, timeout: START_MS, maxBuffer: 1e8 });
  const child = spawn(command, ["start"], { cwd: home, env, stdio: "ignore" });
  const stop = () => {
    child.kill("SIGKILL");
    rmSync(home, { recursive: true, force: true });
  };
  try {
    const call = await callerAt(port);
    return { version, stop, createSubject: (writers, record) => subjectOf(call, writers, record) };
  } catch (error) {
    stop();
    throw error;
  }
}

const settings = (home: string, port: number) => ({
  DB_CLIENT: "sqlite3",
  DB_FILENAME: join(home, "beside.db"),
  KEY: "0123456789abcdef0123456789abcdef",
  SECRET: "fedcba9876543210fedcba9876543210",
  ADMIN_EMAIL: ADMIN.email,
  ADMIN_PASSWORD: ADMIN.password,
  LOG_LEVEL: "fatal",
  TELEMETRY: "false",
  HOST: "127.0.0.1",
  PORT: String(port),
  PUBLIC_URL: `http://127.0.0.1:${port}`,
  RATE_LIMITER_ENABLED: "false",
  CACHE_ENABLED: "false",
  EXTENSIONS_PATH: join(home, "extensions"),
  STORAGE_LOCAL_ROOT: join(home, "uploads"),
  ACCESS_TOKEN_TTL: "1d",
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

type Call = (method: string, path: string, body?: object) => Promise<any>;

/** Waits until it responds, and signs in. */
async function callerAt(port: number): Promise<Call> {
  const agent = new Agent({ keepAlive: true });
  let token = "";
  const call: Call = (method, path, body) =>
    new Promise((resolve, reject) => {
      const text = body === undefined ? undefined : JSON.stringify(body);
      const headers = {
        ...(token === "" ? {} : { authorization: `Bearer ${token}` }),
        ...(text === undefined
          ? {}
          : { "content-type": "application/json", "content-length": Buffer.byteLength(text) }),
      };
      const outgoing = request({ host: "127.0.0.1", port, method, path, agent, headers }, (answer) => {
        let received = "";
        answer.setEncoding("utf8").on("data", (piece) => (received += piece));
        answer.on("end", () => {
          if (answer.statusCode! >= 300) return reject(new Error(`${method} ${path}: ${received.slice(0, 200)}`));
          resolve(received === "" ? null : JSON.parse(received).data);
        });
      });
      outgoing.on("error", reject);
      outgoing.end(text);
    });
  const deadline = performance.now() + START_MS;
  for (;;) {
    try {
      token = (await call("POST", "/auth/login", ADMIN)).access_token;
      return call;
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}

/** The same record with its history, and the same three operations on it. */
async function subjectOf(
  call: Call,
  writers: number,
  record: (writer: number, turn: number) => object,
): Promise<Subject> {
  const field = (name: string, type: string, options: object = {}) => ({ field: name, type, schema: {}, ...options });
  await call("POST", "/collections", {
    collection: "sources",
    schema: {},
    meta: { accountability: "all" },
    fields: [
      field("id", "integer", { schema: { is_primary_key: true, has_auto_increment: true } }),
      field("name", "string"),
      field("description", "text"),
      field("site", "string"),
      field("ruleGroups", "json", { meta: { special: ["cast-json"] } }),
    ],
  });
  const ids: number[] = [];
  for (let writer = 0; writer < writers; writer += 1)
    ids.push((await call("POST", "/items/sources", record(writer, 0))).id);
  const newest = (writer: number, limit: number) => {
    const filter = `filter[collection][_eq]=sources&filter[item][_eq]=${ids[writer]}`;
    return call("GET", encodeURI(`/revisions?${filter}&sort=-id&limit=${limit}`));
  };
  return {
    update: (writer, turn) => call("PATCH", `/items/sources/${ids[writer]}`, record(writer, turn)),
    async page(writer) {
      if ((await newest(writer, 50)).length === 0) throw new Error("no revisions");
    },
    async revert(writer) {
      const [, previous] = await newest(writer, 2);
      await call("POST", `/utils/revert/${previous.id}`);
    },
  };
}
