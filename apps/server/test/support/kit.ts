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

/** Messages that can follow a person's name; tests that write directly use `agents.cause.chosen`. */
const ACTION_KEYS = /\.did(?:[A-Z]|-)|^agents\.cause\.chosen$/;

const callers = callerFactory(appRouter);
export type TestCaller = ReturnType<typeof callers>;

export interface TestAppOptions {
  smtpUrl?: string;
  freeAttempts?: number;
  demo?: boolean;
  /** For a second server on the same file: opens this file instead of a copy. */
  file?: string;
  /** The clock goes on by itself, whole seconds away from the real one: for programs that keep their own time. */
  ticking?: boolean;
}

export interface CallOptions {
  account?: DemoAccount | (string & {}) | undefined;
  key?: string | undefined;
  network?: string | undefined;
  asOf?: number | undefined;
  demoKey?: string | undefined;
  /** The time zone and the language of the reader. */
  zone?: string | undefined;
  language?: string | undefined;
  signal?: AbortSignal | undefined;
}

export interface TestApp extends Pick<Prepared, "accounts" | "people" | "statuses" | "sessions" | "keys"> {
  services: Services;
  file: string;
  now(): number;
  /** Moves the clock forward. */
  advance(ms: number): void;
  callerFor(email: string, account?: CallOptions["account"], options?: Omit<CallOptions, "account">): TestCaller;
  /** Signs in again: a session unused for 30 days has expired. */
  signInAgain(email: string, account?: CallOptions["account"]): Promise<TestCaller>;
  /** With any secret: a session, an API key, or none. */
  callerWith(secret: string | null, options?: CallOptions): TestCaller;
  account(name: string): string;
  selectRows(sql: string, ...args: (string | number | null)[]): Promise<Row[]>;
  /** The carrier's sandbox with short delays and timeouts; `faulty` chooses its faults. */
  carrier: SandboxCarrier;
  /** The secret in the newest link that was mailed to this address. */
  mailedLink(email: string): Promise<string>;
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
  const ahead = Math.ceil((START - Date.now()) / 1000) * 1000;
  const opened = await openServices(
    { ...envFor(`file:${file}`, options.smtpUrl), demo: options.demo ?? true },
    {
      wallClock: () => (options.ticking ? Date.now() + ahead + now - START : now),
      newId: () => randomId(now),
      secret: SECRET,
      publicUrl: "http://callboard.test",
      demoKey: DEMO_KEY,
      freeAttempts: options.freeAttempts,
    },
  );
  const { services } = opened;
  const bugs: string[] = [];
  const leaks: string[] = [];
  const varyingSql: string[] = [];
  watchSqlTexts(services.db, varyingSql);
  const wrongActions: string[] = [];
  services.log = pino({ level: "error" }, { write: (line) => void bugs.push(line) });
  const carrier = services.carrier as SandboxCarrier;
  carrier.latencyMs = 0;
  carrier.timeoutMs = 250;
  const account = (name: string) => prepared.accounts[name as DemoAccount] ?? name;
  const selectRows: TestApp["selectRows"] = async (sql, ...args) => (await services.db.read([stmt(sql, ...args)]))[0]!;
  const app: TestApp = {
    ...prepared,
    services,
    file,
    now: services.now,
    advance: (ms) => (now += ms),
    callerWith: (secret, { account: name, key, network = "test", signal, asOf, zone, language, demoKey } = {}) => {
      const headers = new Headers({ "user-agent": "test", host: "127.0.0.1" });
      if (secret !== null) headers.set("authorization", `Bearer ${secret}`);
      if (name !== undefined) headers.set("x-callboard-account", account(name));
      if (asOf !== undefined) headers.set("x-callboard-as-of", String(asOf));
      if (demoKey !== undefined) headers.set("x-callboard-demo", demoKey);
      if (key !== undefined) headers.set("idempotency-key", key);
      if (zone !== undefined) headers.set("x-callboard-zone", zone);
      if (language !== undefined) headers.set("x-callboard-language", language);
      return watchForCardNumbers(callers(contextOf(services, headers, network), signal ? { signal } : {}), leaks);
    },
    callerFor: (email, name, callOptions) =>
      app.callerWith(prepared.sessions[email]!, { ...callOptions, account: name }),
    signInAgain: async (email, name) => {
      const { secret } = await app
        .callerWith(null, { network: email })
        .access.signIn({ email, password: DEMO_PASSWORD });
      return app.callerWith(secret, { account: name });
    },
    account,
    selectRows,
    carrier,
    mailedLink: async (email) => {
      // The job that sends the link runs after the call that asked for it.
      await runDueJobs(services, "others");
      const [mail] = await selectRows(
        "SELECT secret FROM mails WHERE recipient = ? ORDER BY rowid DESC LIMIT 1",
        email,
      );
      return services.seal.decrypt(mail!.secret);
    },
    bugs,
    close: once(async () => {
      const rows = await selectRows("SELECT DISTINCT action ->> '$.key' AS key FROM changes");
      wrongActions.push(...rows.map(({ key }) => String(key)).filter((key) => !ACTION_KEYS.test(key)));
      await opened.close();
      leaks.push(...findCardNumbers(file));
      rmSync(dir, { recursive: true, force: true });
    }),
  };
  onTestFinished(async () => {
    await app.close();
    expect(bugs, "unexpected errors in the log").toEqual([]);
    expect(varyingSql, "statements whose text depends on a count").toEqual([]);
    expect(wrongActions, "actions that don't say what somebody did").toEqual([]);
    expect(leaks, "card numbers in the database, its log or an answer").toEqual([]);
  });
  return app;
}

/** A caller whose answers are all searched for card numbers. */
function watchForCardNumbers<T extends object>(caller: T, leaks: string[]): T {
  return new Proxy(caller, {
    get(target, name, self) {
      const member: unknown = Reflect.get(target, name, self);
      return typeof member === "function" ? watchForCardNumbers(member, leaks) : member;
    },
    apply(target, self, args) {
      const answer: unknown = Reflect.apply(target as never, self, args);
      if (!(answer instanceof Promise)) return answer;
      return answer.then((answer: unknown) => {
        leaks.push(...cardNumbersIn(JSON.stringify(answer) ?? ""));
        return answer;
      });
    },
  });
}

function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => (done ??= work());
}

/** The failure of a call; other errors are rethrown, and an answer fails the test. */
export async function failureOf(call: Promise<unknown>): Promise<{ code: FailureCode; key: string; field?: string }> {
  try {
    await call;
  } catch (error) {
    const failure = error instanceof TRPCError ? error.cause : error;
    if (!(failure instanceof Failure)) throw error;
    return { code: failure.code, key: failure.key, ...(failure.field === undefined ? {} : { field: failure.field }) };
  }
  throw new Error("Expected a failure, but the call succeeded");
}

export interface TestServer {
  url: string;
  fetch(path: string, init?: RequestInit): Promise<Response>;
  /** A mutation over HTTP by a person, in an account. */
  post(path: string, input: unknown, who?: { secret?: string; account?: string; key?: string }): Promise<Response>;
}

/** The same server over HTTP, on a free port. */
export async function listen({ services, account }: TestApp): Promise<TestServer> {
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
