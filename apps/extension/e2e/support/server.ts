import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, copyFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { AppRouter } from "@callboard/server/http/router";
import { createTRPCClient, httpLink, type TRPCClient } from "@trpc/client";
import { DEMO_ACCOUNTS, DEMO_PASSWORD, type DemoAccount } from "../../../server/src/features/demo/people.ts";
import { DEMO_KEY, type Prepared } from "./prepared.ts";
import type { ServeOptions } from "./serve.ts";

export type Client = TRPCClient<AppRouter>;

/** A person signed in over HTTP, like a program. */
export interface Caller {
  api: Client;
  person: string;
  secret: string;
  account: string;
}

export interface TestServer {
  port: number;
  address: string;
  now: () => Promise<number>;
  signInAs: (email: string, account?: DemoAccount) => Promise<Caller>;
  clientFor: (secret: string | null, account?: string) => Client;
  /** Platform staff, in no account. */
  operator: () => Promise<Client>;
  /** The versions of a person's status record, in the log's own order. */
  versions: (person: string, account: string) => { version: number; status: string; cause: string }[];
  /** Moves the server's clock ahead. */
  advanceClock: (ms: number) => Promise<void>;
  /** Like a power cut: no shutdown, nothing flushed. */
  kill: () => Promise<void>;
  start: (options?: { jobs?: boolean }) => Promise<void>;
}

let copies = 0;

/** A real server in its own process, on a copy of the prepared database. */
export async function startServer(prepared: Prepared, options: { jobs?: boolean } = {}): Promise<TestServer> {
  const port = await freePort();
  const address = `http://127.0.0.1:${port}`;
  const file = join(prepared.dir, `server-${process.pid}-${(copies += 1)}.db`);
  copyFileSync(prepared.database, file);
  let child: ChildProcess | null = null;

  const start: TestServer["start"] = async ({ jobs = true } = {}) => {
    const serving: ServeOptions = { file, port, pages: prepared.extension, jobs, aheadMs: prepared.aheadMs };
    const next = fork(join(import.meta.dirname, "serve.ts"), [JSON.stringify(serving)], { execArgv: [], silent: true });
    child = next;
    for (const stream of [next.stdout!, next.stderr!])
      stream.on("data", (line: Buffer) => {
        process.stderr.write(line);
        appendFileSync(`${file}.log`, line);
      });
    await Promise.race([
      once(next, "message"),
      once(next, "exit").then(([code]) => Promise.reject(new Error(`The server exited with code ${code}.`))),
    ]);
  };
  const kill = async () => {
    const last = child;
    child = null;
    if (!last || last.exitCode !== null) return;
    const gone = once(last, "exit");
    last.kill("SIGKILL");
    await gone;
  };
  const client = (secret: string | null, account?: string): Client =>
    createTRPCClient<AppRouter>({
      links: [
        httpLink({
          url: `${address}/trpc`,
          headers: () => ({
            ...(secret === null ? {} : { authorization: `Bearer ${secret}` }),
            ...(account === undefined ? {} : { "x-callboard-account": account }),
            "x-callboard-demo": DEMO_KEY,
          }),
        }),
      ],
    });
  const signInAs: TestServer["signInAs"] = async (email, account = "northwind") => {
    const { secret, person } = await client(null).access.signIn.mutate({ email, password: DEMO_PASSWORD });
    const { accounts } = await client(secret).access.me.query();
    const { name } = DEMO_ACCOUNTS[account];
    const { id } = accounts.find((one) => one.name === name)!;
    return { api: client(secret, id), person, secret, account: id };
  };

  await start(options);
  return {
    port,
    address,
    start,
    kill,
    clientFor: client,
    now: async () => (await client(null).demo.clock.query()).now,
    operator: async () => {
      const signIn = { email: "otto@callboard.demo", password: DEMO_PASSWORD };
      return client((await client(null).access.signIn.mutate(signIn)).secret);
    },
    signInAs: signInAs,
    versions: (person, account) => {
      const db = new DatabaseSync(file, { readOnly: true });
      const rows = db
        .prepare(
          "SELECT version, data ->> '$.statusName' AS status, data ->> '$.cause.key' AS cause FROM changes WHERE kind = 'agent' AND id = ? AND account = ? ORDER BY seq",
        )
        .all(person, account);
      db.close();
      return rows as { version: number; status: string; cause: string }[];
    },
    advanceClock: async (ms) => void (await client(null).demo.moveClock.mutate({ ms })),
  };
}

export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address() as { port: number };
  probe.close();
  await once(probe, "close");
  return port;
}
