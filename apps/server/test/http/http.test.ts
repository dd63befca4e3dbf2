import { describe, expect, test } from "vitest";
import { EXTENSION_ORIGIN } from "../../src/http/extensionCalls.ts";
import { DAY, listen, openTestApp, type TestServer, type TestApp } from "../support/kit.ts";

const dana = "dana@callboard.demo";

async function open() {
  const app = await openTestApp();
  const server = await listen(app);
  const who = { secret: app.sessions[dana]!, account: "northwind" };
  const counts = async () =>
    (
      await app.selectRows(
        "SELECT (SELECT count(*) FROM changes) AS changes, (SELECT count(*) FROM commands) AS commands, (SELECT count(*) FROM people) AS people, (SELECT count(*) FROM mails) AS mails",
      )
    )[0];
  return { app, server, who, counts };
}

interface ErrorAnswer {
  message: string;
  data: { code: string; key: string; field: string | null; httpStatus: number; request: string };
}

/** One sentence for people without internals: no stack, no SQL, no file path. */
async function errorAnswerOf(response: Response): Promise<ErrorAnswer> {
  const text = await response.text();
  expect(text).not.toMatch(/node_modules|\.ts\b|at \w+ \(|SELECT|INSERT|SQLITE|stack|\/src\//);
  const { error } = JSON.parse(text) as { error: ErrorAnswer };
  expect(error.message).toMatch(/^[^\n{}]+[.!?]$/);
  expect(error.data.httpStatus).toBe(response.status);
  expect(Object.keys(error.data).toSorted()).toEqual(["code", "field", "httpStatus", "key", "request"]);
  return error;
}

type SendRequest = (context: {
  app: TestApp;
  server: TestServer;
  who: { secret: string; account: string };
}) => Promise<Response>;
const INVALID_REQUESTS: [
  title: string,
  status: number,
  field: string | null,
  sentence: string | RegExp,
  send: SendRequest,
][] = [
  [
    "a body beyond 1 MB",
    413,
    null,
    "The request is too large: at most 1 MB.",
    ({ server, who }) => server.post("agents.setStatus", { status: "x".repeat(1024 * 1024) }, who),
  ],
  [
    "a chunked body beyond 1 MB",
    413,
    null,
    "The request is too large: at most 1 MB.",
    ({ app, server, who }) => {
      const pieces = Array.from({ length: 20 }, () => "x".repeat(64 * 1024));
      const body = ReadableStream.from(pieces).pipeThrough(new TextEncoderStream());
      const headers = {
        "content-type": "application/json",
        authorization: `Bearer ${who.secret}`,
        "x-callboard-account": app.account(who.account),
      };
      return server.fetch("/trpc/agents.setStatus", { method: "POST", headers, body, duplex: "half" } as RequestInit);
    },
  ],
  [
    "more than 20 calls in one",
    400,
    null,
    "Too many calls in one request: at most 20.",
    ({ server, who }) => server.post(`${Array(21).fill("agents.clearNext").join(",")}?batch=1`, {}, who),
  ],
  [
    "a body that isn't JSON",
    400,
    null,
    "The request is not valid JSON.",
    ({ server, who }) => server.post("agents.setStatus", "{status:", who),
  ],
  [
    "an unknown call",
    404,
    null,
    "There is no procedure named agents.vanish.",
    ({ server, who }) => server.post("agents.vanish", {}, who),
  ],
  [
    "a mutation by GET",
    405,
    null,
    "There is no procedure named agents.clearNext.",
    ({ server, who, app }) =>
      server.fetch("/trpc/agents.clearNext", {
        headers: { authorization: `Bearer ${who.secret}`, "x-callboard-account": app.account("northwind") },
      }),
  ],
  ["no token", 401, null, "Sign in first.", ({ server }) => server.post("agents.setStatus", { status: "offline" })],
  [
    "an expired token",
    401,
    null,
    "You were signed out. Sign in again.",
    ({ server, who, app }) => {
      app.advance(31 * DAY);
      return server.post("agents.setStatus", { status: "offline" }, who);
    },
  ],
  [
    "no account",
    400,
    "x-callboard-account",
    "Choose an account first.",
    ({ server, who }) => server.post("agents.setStatus", { status: "offline" }, { secret: who.secret }),
  ],
  [
    "a number instead of a text",
    400,
    "status",
    "Status must be a text.",
    ({ server, who }) => server.post("agents.setStatus", { status: 7 }, who),
  ],
  [
    "a fraction of a minute",
    400,
    "minutes",
    "Minutes must be a whole number.",
    ({ server, who }) => server.post("agents.setStatus", { status: "offline", minutes: 0.5 }, who),
  ],
  [
    "no input",
    400,
    null,
    /^The input must be a form\.$/,
    ({ server, who }) => server.post("agents.setStatus", undefined, who),
  ],
  [
    "a list instead of a form",
    400,
    null,
    "The input must be a form.",
    ({ server, who }) => server.post("agents.setStatus", [], who),
  ],
  [
    "a name of 65 characters",
    400,
    "name",
    "Name is too long: at most 64 characters.",
    ({ server, who }) => server.post("agents.defineStatus", { name: "x".repeat(65), color: "teal" }, who),
  ],
  [
    "an unknown choice",
    400,
    "color",
    /^Color must be one of: teal, blue, /,
    ({ server, who }) => server.post("agents.defineStatus", { name: "Tea", color: "plaid" }, who),
  ],
  [
    "a field inside a field",
    400,
    "billTo.company",
    "Bill to company must be a text.",
    ({ server, who }) =>
      server.post(
        "account.save",
        { version: 1, name: "N", zone: "UTC", idleRule: null, billTo: { company: 1, name: "", address: "" } },
        who,
      ),
  ],
  [
    "an invalid time zone",
    400,
    "zone",
    "Zone is not a time zone. Use a name such as Europe/London.",
    ({ server, who }) =>
      server.post(
        "account.save",
        { version: 1, name: "N", zone: "Mars/Base", idleRule: null, billTo: { company: "", name: "", address: "" } },
        who,
      ),
  ],
  [
    "an outdated version",
    409,
    "version",
    /^Somebody else changed Lunch in the meantime \(now version \d+\)\. Review it, then save again\.$/,
    ({ server, who, app }) =>
      server.post("agents.archiveStatus", { id: app.statuses["northwind/Lunch"], version: 99 }, who),
  ],
  [
    "another tenant's record",
    404,
    "id",
    "There is no such status in this account.",
    ({ server, who, app }) => server.post("agents.archiveStatus", { id: app.statuses["mason/Lunch"], version: 1 }, who),
  ],
  [
    "a role without the permission",
    403,
    null,
    "Your role doesn’t allow this. Ask an administrator of the account.",
    ({ server, app }) =>
      server.post(
        "agents.defineStatus",
        { name: "Tea", color: "teal" },
        { secret: app.sessions["ben@callboard.demo"]!, account: "northwind" },
      ),
  ],
  [
    "a key of 201 characters",
    400,
    "idempotency-key",
    "The idempotency key must have 1 to 200 characters.",
    ({ server, who }) => server.post("agents.setStatus", { status: "offline" }, { ...who, key: "x".repeat(201) }),
  ],
];

test.each(INVALID_REQUESTS)(
  "%s is refused with %s, one sentence, and nothing written",
  async (_what, status, field, sentence, send) => {
    const context = await open();
    const before = await context.counts();
    const response = await send(context);
    const error = await errorAnswerOf(response);
    expect(response.status).toBe(status);
    expect(error.data.field).toBe(field);
    expect(error.message).toEqual(typeof sentence === "string" ? sentence : expect.stringMatching(sentence));
    expect(await context.counts()).toEqual(before);
  },
);

describe("another tenant's account", () => {
  const paths = ["agents.setStatus", "agents.clearNext", "access.removeMember", "account.save", "calls.phoneEvent"];

  test.each(paths)("answers %s exactly as if it didn't exist", async (path) => {
    const { app, server, who } = await open();
    const [theirs, missing] = await Promise.all(
      [app.account("solo"), "acc_nothing"].map(async (account) => {
        const response = await server.post(path, { status: "offline" }, { ...who, account });
        const error = await errorAnswerOf(response);
        return { ...error, data: { ...error.data, request: "" }, headers: [...response.headers.keys()] };
      }),
    );
    expect(theirs).toEqual(missing);
    expect(theirs!.data).toMatchObject({ httpStatus: 404, key: "api.notFound" });
  });
});

test("a bug is shown only with its request id, and logged completely", async () => {
  const { app, server, who } = await open();
  await app.services.db.runScript([{ sql: "DROP TABLE mails", args: [] }]);
  const response = await server.fetch("/trpc/mail.list", {
    headers: { authorization: `Bearer ${who.secret}`, "x-callboard-account": app.account("northwind") },
  });
  const error = await errorAnswerOf(response);
  expect(response.status).toBe(500);
  expect(error.message).toContain(error.data.request);
  const [line] = app.bugs.splice(0);
  expect(line).toContain("no such table: mails");
  expect(line).toContain(error.data.request);
});

test("twenty calls in one request are answered one by one", async () => {
  const { server, who } = await open();
  const paths = Array(20).fill("agents.clearNext").join(",");
  const response = await server.post(`${paths}?batch=1`, {}, who);
  expect(response.status).toBe(200);
  expect(await response.json()).toHaveLength(20);
});

test("other origins than the extension's get no CORS headers", async () => {
  const { server, app, who } = await open();
  const request = (origin: string, method: string) =>
    server.fetch("/trpc/agents.statuses", {
      method,
      headers: {
        origin,
        ...(method === "OPTIONS"
          ? { "access-control-request-method": "POST", "access-control-request-headers": "authorization" }
          : { authorization: `Bearer ${who.secret}`, "x-callboard-account": app.account("northwind") }),
      },
    });
  for (const method of ["GET", "OPTIONS"]) {
    expect((await request(EXTENSION_ORIGIN, method)).headers.get("access-control-allow-origin")).toBe(EXTENSION_ORIGIN);
    for (const origin of [
      "https://example.com",
      "chrome-extension://otherotherotherotherotherotheroth",
      "null",
      `${EXTENSION_ORIGIN}.example.com`,
    ])
      expect((await request(origin, method)).headers.get("access-control-allow-origin"), origin).toBeNull();
  }
});
