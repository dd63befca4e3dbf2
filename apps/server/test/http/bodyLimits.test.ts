import { expect, test } from "vitest";
import { createApp } from "../../src/http/app.ts";
import { cardPages } from "../../src/integrations/payments/sandbox/page.ts";
import { openTestApp } from "../support/kit.ts";

const CHUNK = 64 * 1024;
const MB = 1024 * 1024;

/** An endless body consisting of one text, and how much of it was read. */
function endless() {
  const taken = { bytes: 0 };
  const body = new ReadableStream(
    {
      pull(controller) {
        taken.bytes += CHUNK;
        if (taken.bytes > 100 * MB) return controller.close();
        const piece = new Uint8Array(CHUNK).fill(97);
        if (taken.bytes === CHUNK) piece[0] = 34;
        controller.enqueue(piece);
      },
    },
    { highWaterMark: 0 },
  );
  return { taken, body };
}

type App = { request: (path: string, init?: RequestInit) => Response | Promise<Response> };
async function sent(app: App, path: string, headers: Record<string, string> = {}) {
  const { taken, body } = endless();
  const answer = await app.request(path, { method: "POST", headers, body, duplex: "half" } as RequestInit);
  return { status: answer.status, taken: taken.bytes };
}

const AVA = "ava@callboard.demo";

test.each([
  ["/payments/sandbox", CHUNK],
  ["/export/numbers.csv", CHUNK],
  ["/health", CHUNK],
  ["/console.html", CHUNK],
  ["/nowhere", CHUNK],
  ["/trpc/agents.setStatus", MB],
  ["/trpc/numbers.import,agents.set", MB],
  ["/trpc/numbers.import", 24 * MB],
])("%s reads at most %i bytes of a body", async (path, most) => {
  const it = await openTestApp();
  const app = createApp(it.world, null);
  const headers = {
    "content-type": "application/json",
    authorization: `Bearer ${it.sessions[AVA]}`,
    "x-callboard-account": it.account("northwind"),
  };
  const pieces = await sent(app, path, headers);
  // A route without a body reads none of it, and answers as usual.
  if (pieces.taken > 0) expect(pieces.status).toBe(413);
  expect(pieces.taken > 0).toBe(/^\/(?:trpc|payments)\//.test(path) && !path.includes(","));
  expect(pieces.taken).toBeLessThanOrEqual(most + 2 * CHUNK);
  // A declared length is refused before anything is read.
  const told = await sent(app, path, { ...headers, "content-length": String(most + 1) });
  expect(told).toEqual({ status: 413, taken: 0 });
});

test("the card page's own process reads a form and nothing more", async () => {
  const app = cardPages(
    { secret: "s", tell: "http://127.0.0.1:1" },
    { now: () => 0, wall: () => 0, newId: () => "1", log: () => {} },
  );
  const { status, taken } = await sent(app, "/cards/ticket");
  expect(status).toBe(413);
  expect(taken).toBeLessThanOrEqual(2 * CHUNK);
  const { taken: elsewhere } = await sent(app, "/elsewhere");
  expect(elsewhere).toBeLessThanOrEqual(2 * CHUNK);
});
