import { expect, test } from "vitest";
import { createApp } from "../../src/http/app.ts";
import { cardPages } from "../../src/integrations/payments/sandbox/page.ts";
import { openTestApp } from "../support/kit.ts";

const CHUNK = 64 * 1024;
const MB = 1024 * 1024;

/** An endless body consisting of one text, and how much of it was read. */
function endless() {
  const bytesRead = { bytes: 0 };
  const body = new ReadableStream(
    {
      pull(controller) {
        bytesRead.bytes += CHUNK;
        if (bytesRead.bytes > 100 * MB) return controller.close();
        const piece = new Uint8Array(CHUNK).fill(97);
        if (bytesRead.bytes === CHUNK) piece[0] = 34;
        controller.enqueue(piece);
      },
    },
    { highWaterMark: 0 },
  );
  return { taken: bytesRead, body };
}

type App = { request: (path: string, init?: RequestInit) => Response | Promise<Response> };
async function send(app: App, path: string, headers: Record<string, string> = {}) {
  const { taken: bytesRead, body } = endless();
  const response = await app.request(path, { method: "POST", headers, body, duplex: "half" } as RequestInit);
  return { status: response.status, bytesRead: bytesRead.bytes };
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
  const app = await openTestApp();
  const httpApp = createApp(app.services, null);
  const headers = {
    "content-type": "application/json",
    authorization: `Bearer ${app.sessions[AVA]}`,
    "x-callboard-account": app.account("northwind"),
  };
  const result = await send(httpApp, path, headers);
  // A route without a body reads none of it, and answers as usual.
  if (result.bytesRead > 0) expect(result.status).toBe(413);
  expect(result.bytesRead > 0).toBe(/^\/(?:trpc|payments)\//.test(path) && !path.includes(","));
  expect(result.bytesRead).toBeLessThanOrEqual(most + 2 * CHUNK);
  // A declared length is refused before anything is read.
  const declared = await send(httpApp, path, { ...headers, "content-length": String(most + 1) });
  expect(declared).toEqual({ status: 413, bytesRead: 0 });
});

test("the card page's own process reads a form and nothing more", async () => {
  const httpApp = cardPages(
    { secret: "s", webhookUrl: "http://127.0.0.1:1" },
    { now: () => 0, wall: () => 0, newId: () => "1", log: () => {} },
  );
  const { status, bytesRead } = await send(httpApp, "/cards/ticket");
  expect(status).toBe(413);
  expect(bytesRead).toBeLessThanOrEqual(2 * CHUNK);
  const { bytesRead: elsewhere } = await send(httpApp, "/elsewhere");
  expect(elsewhere).toBeLessThanOrEqual(2 * CHUNK);
});
