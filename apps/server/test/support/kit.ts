import { copyFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { serve } from "@hono/node-server";
import { Failure, type FailureCode } from "@callboard/domain/core/failure";
import { TRPCError } from "@trpc/server";
import { pino } from "pino";
import { expect, inject, onTestFinished } from "vitest";
import { contextOf, createApp } from "../../src/http/app.ts";
import type { SandboxCarrier } from "../../src/integrations/carrier/sandbox/sandbox.ts";
import { type Row, stmt } from "../../src/store/database/port.ts";
import { runDueJobs } from "../../src/jobs/queue.ts";
import { randomId } from "../../src/store/randomId.ts";
import { appRouter } from "../../src/http/router.ts";
import { DEMO_PASSWORD, type DemoAccount } from "../../src/features/demo/people.ts";
import { openServices } from "../../src/start/openServices.ts";
import { callerFactory } from "../../src/rpc/procedures.ts";
import type { Services } from "../../src/services.ts";
import { cardNumbersIn, findCardNumbers } from "./checks/cardNumbers.ts";
import { DEMO_KEY, envFor, type Prepared, SECRET, START } from "./prepared.ts";
import { watchSqlTexts } from "./checks/sqlTexts.ts";

export { DAY, HOUR, MINUTE, SECOND } from "@callboard/domain/core/time";
export { START } from "./prepared.ts";

/** Messages that can follow a person's name; tests that write directly use `cause.chosen`. */
const ACTION_KEYS = /\.did(?:[A-Z]|-)|^cause\.chosen$/;

const callers = callerFactory(appRouter);
export type TestCaller = ReturnType<typeof callers>;

export interface TestAppOptions {
  smtpUrl?: string;
  tries?: number;
  demo?: boolean;
  /** For a second server on the same file: opens this file instead of a copy. */
  file?: string;
}

export interface CallOptions {
  account?: DemoAccount | (string & {}) | undefined;
  key?: string | undefined;
  from?: string | undefined;
  asOf?: number | undefined;
  demoKey?: string | undefined;
  /** The time zone and the language of the reader. */
  zone?: string | undefined;
  language?: string | undefined;
  signal?: AbortSignal | undefined;
}

export interface TestApp extends Pick<Prepared, "accounts" | "people" | "statuses" | "sessions" | "keys"> {
  world: Services;
  file: string;
  now(): number;
  /** Moves the clock forward. */
  pass(ms: number): void;
  as(email: string, account?: CallOptions["account"], more?: Omit<CallOptions, "account">): TestCaller;
  /** Signs in again: a session unused for 30 days has expired. */
  anew(email: string, account?: CallOptions["account"]): Promise<TestCaller>;
  /** With any secret: a session, an API key, or none. */
  with(secret: string | null, more?: CallOptions): TestCaller;
  account(name: string): string;
  rows(sql: string, ...args: (string | number | null)[]): Promise<Row[]>;
  /** The carrier's sandbox with short delays and timeouts; `faulty` chooses its faults. */
  carrier: SandboxCarrier;
  /** The secret in the newest link that was mailed to this address. */
  link(email: string): Promise<string>;
  /** The bugs logged so far; a test that leaves any behind fails. */
  bugs: string[];
  close(): Promise<void>;
}

/**
 * A server on its own copy of the prepared database, with a clock that only moves when told to. Closes with the test.
 */
export async function openTestApp(options: TestAppOptions = {}): Promise<TestApp> {
  const prepared = inject("prepared");
  const dir = mkdtempSync(join(tmpdir(), "callboard-test-"));
  const file = options.file ?? join(dir, "callboard.db");
  if (!options.file) copyFileSync(prepared.file, file);
  let now = START;
  const opened = await openServices(
    { ...envFor(`file:${file}`, options.smtpUrl), demo: options.demo ?? true },
    {
      wall: () => now,
      newId: () => randomId(now),
      secret: SECRET,
      publicUrl: "http://callboard.test",
      demoKey: DEMO_KEY,
      tries: options.tries,
    },
  );
  const { world: services } = opened;
  const bugs: string[] = [];
  const leaks: string[] = [];
  const texts: string[] = [];
  watchSqlTexts(services.db, texts);
  const odd: string[] = [];
  services.log = pino({ level: "error" }, { write: (line) => void bugs.push(line) });
  const carrier = services.carrier as SandboxCarrier;
  carrier.latencyMs = 0;
  carrier.patienceMs = 250;
  const account = (name: string) => prepared.accounts[name as DemoAccount] ?? name;
  const rows: TestApp["rows"] = async (sql, ...args) => (await services.db.read([stmt(sql, ...args)]))[0]!;
  const test: TestApp = {
    ...prepared,
    world: services,
    file,
    now: services.now,
    pass: (ms) => (now += ms),
    with: (secret, { account: name, key, from = "test", signal, asOf, zone, language, demoKey } = {}) => {
      const headers = new Headers({ "user-agent": "test", host: "127.0.0.1" });
      if (secret !== null) headers.set("authorization", `Bearer ${secret}`);
      if (name !== undefined) headers.set("x-callboard-account", account(name));
      if (asOf !== undefined) headers.set("x-callboard-as-of", String(asOf));
      if (demoKey !== undefined) headers.set("x-callboard-demo", demoKey);
      if (key !== undefined) headers.set("idempotency-key", key);
      if (zone !== undefined) headers.set("x-callboard-zone", zone);
      if (language !== undefined) headers.set("x-callboard-language", language);
      return watchForCardNumbers(callers(contextOf(services, headers, from), signal ? { signal } : {}), leaks);
    },
    as: (email, name, more) => test.with(prepared.sessions[email]!, { ...more, account: name }),
    anew: async (email, name) => {
      const { secret } = await test.with(null, { from: email }).access.signIn({ email, password: DEMO_PASSWORD });
      return test.with(secret, { account: name });
    },
    account,
    rows,
    carrier,
    link: async (email) => {
      // The job that sends the link runs after the call that asked for it.
      await runDueJobs(services, "others");
      const [mail] = await rows("SELECT secret FROM mails WHERE recipient = ? ORDER BY rowid DESC LIMIT 1", email);
      return services.seal.open(mail!.secret);
    },
    bugs,
    close: once(async () => {
      const said = await rows("SELECT DISTINCT action ->> '$.key' AS key FROM changes");
      odd.push(...said.map(({ key }) => String(key)).filter((key) => !ACTION_KEYS.test(key)));
      await opened.close();
      leaks.push(...findCardNumbers(file));
      rmSync(dir, { recursive: true, force: true });
    }),
  };
  onTestFinished(async () => {
    await test.close();
    expect(bugs, "unexpected errors in the log").toEqual([]);
    expect(texts, "statements whose text depends on a count").toEqual([]);
    expect(odd, "actions that do not say what somebody did").toEqual([]);
    expect(leaks, "card numbers in the database, its log or an answer").toEqual([]);
  });
  return test;
}

/** A caller whose answers are all searched for card numbers. */
function watchForCardNumbers<T extends object>(caller: T, leaks: string[]): T {
  return new Proxy(caller, {
    get(target, name, self) {
      const found: unknown = Reflect.get(target, name, self);
      return typeof found === "function" ? watchForCardNumbers(found, leaks) : found;
    },
    apply(target, self, args) {
      const answer: unknown = Reflect.apply(target as never, self, args);
      if (!(answer instanceof Promise)) return answer;
      return answer.then((told: unknown) => {
        leaks.push(...cardNumbersIn(JSON.stringify(told) ?? ""));
        return told;
      });
    },
  });
}

function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => (done ??= work());
}

/** The failure of a call; other errors are rethrown, and an answer fails the test. */
export async function failureOf(asked: Promise<unknown>): Promise<{ code: FailureCode; key: string; field?: string }> {
  try {
    await asked;
  } catch (error) {
    const failure = error instanceof TRPCError ? error.cause : error;
    if (!(failure instanceof Failure)) throw error;
    return { code: failure.code, key: failure.key, ...(failure.field === undefined ? {} : { field: failure.field }) };
  }
  throw new Error("Expected a failure, but the call succeeded");
}

/** Checks again until it is true. Waits until the deadline, never for a fixed time. */
export async function eventually<T>(look: () => T | Promise<T>, ms = 5000): Promise<Exclude<NonNullable<T>, false>> {
  const giveUp = performance.now() + ms;
  for (;;) {
    const found = await look();
    if (found) return found as Exclude<NonNullable<T>, false>;
    if (performance.now() > giveUp) throw new Error(`Not true within ${ms} ms: ${look}`);
    await new Promise((next) => setTimeout(next, 5));
  }
}

export interface TestServer {
  url: string;
  fetch(path: string, init?: RequestInit): Promise<Response>;
  /** A mutation over HTTP by a person, in an account. */
  post(path: string, input: unknown, who?: { secret?: string; account?: string; key?: string }): Promise<Response>;
}

/** The same server over HTTP, on a free port. */
export async function listen({ world: services, account }: TestApp): Promise<TestServer> {
  const server = serve({ fetch: createApp(services, null).fetch, port: 0, hostname: "127.0.0.1" });
  if (!server.listening) await new Promise((ready) => server.once("listening", ready));
  onTestFinished(async () => {
    if ("closeAllConnections" in server) server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    fetch: (path, init) => fetch(`${url}${path}`, init),
    post: (path, input, who = {}) =>
      fetch(`${url}/trpc/${path}`, {
        method: "POST",
        headers: {
          "content-type": "application/json",
          ...(who.secret ? { authorization: `Bearer ${who.secret}` } : {}),
          ...(who.account ? { "x-callboard-account": account(who.account) } : {}),
          ...(who.key ? { "idempotency-key": who.key } : {}),
        },
        ...(input === undefined ? {} : { body: typeof input === "string" ? input : JSON.stringify(input) }),
      }),
  };
}

/** Every byte that the database keeps on disk, including the write-ahead log. */
export function bytesOnDisk(file: string): string {
  const parts = [file, `${file}-wal`].map((path) => {
    try {
      return readFileSync(path, "latin1");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return "";
      throw error;
    }
  });
  return parts.join("");
}
