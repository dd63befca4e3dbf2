import { connect } from "node:net";
import { expect, test } from "vitest";
import { createApp } from "../../src/http/app.ts";
import { eventually } from "../support/eventually.ts";
import { listen, openTestApp } from "../support/kit.ts";
import { longestTurn } from "../support/checks/loopTurns.ts";

const MB = 1024 * 1024;
const STALL_MS = 200;
const AVA = "ava@callboard.demo";

const filled = (part: string, bytes = 20 * MB): string => part.repeat(Math.floor(bytes / part.length));
/** JSON with the right fields, plus something that takes long to parse. */
const SHAPES: Record<string, string> = {
  "nested lists": `${filled("[", 10 * MB)}${filled("]", 10 * MB)}`,
  "empty lists": `[${filled("[],")}[]]`,
  "empty objects": `[${filled("{},")}{}]`,
  "many numbers": `[${filled("1e308,")}1]`,
  "a long number": filled("9"),
  "many names": `{${Array.from({ length: MB }, (_, at) => `"k${at.toString(36)}":1`).join()}}`,
  "characters after escaped quotation marks": `["\\\\","\\"",${filled('"\\"[",')}1]`,
};

test.each(Object.entries(SHAPES))("%s next to a file block nobody, whoever sends them", async (_, extra) => {
  const app = await openTestApp();
  const httpApp = createApp(app.services, null);
  const headers = {
    "content-type": "application/json",
    authorization: `Bearer ${app.sessions[AVA]}`,
    "x-callboard-account": app.account("northwind"),
  };
  const body = `{"name":"x","text":"Number\\n1","more":${extra}}`;
  const answers: unknown[] = [];
  const ms = await longestTurn(async () => {
    const response = await httpApp.request("/trpc/numbers.import", { method: "POST", headers, body });
    answers.push([response.status, ((await response.json()) as { error: { message: string } }).error.message]);
  });
  for (const one of answers)
    expect(one).toEqual([400, "The request has more than a name and the file’s text. Send the file as one text."]);
  expect(ms).toBeLessThan(STALL_MS);
});

test("a file may contain any characters", async () => {
  const app = await openTestApp();
  const server = await listen(app);
  const who = { secret: app.sessions["dana@callboard.demo"]!, account: "northwind" };
  const text = `Number,Name\n+15125550143,"{[""a"":\\ ,]}"\n${"[{,:".repeat(200)}`;
  const response = await server.post("numbers.import", { name: 'a"[{,:\\', text }, who);
  expect(((await response.json()) as { result: { data: unknown } }).result.data).toMatchObject({ total: 2, ready: 1 });
});

test("a chunked body isn't read before its sender is known", async () => {
  const app = await openTestApp();
  const httpApp = createApp(app.services, null);
  for (const path of ["/trpc/numbers.import", "/trpc/agents.setStatus", "/nowhere", "/export/numbers.csv"]) {
    let chunksRead = 0;
    const body = new ReadableStream(
      {
        pull(controller) {
          controller.enqueue(new Uint8Array(1024));
          if ((chunksRead += 1) > 100) controller.close();
        },
      },
      { highWaterMark: 0 },
    );
    const headers = { "content-type": "application/json" };
    const response = await httpApp.request(path, { method: "POST", headers, body, duplex: "half" } as RequestInit);
    expect(response.status, path).toBeGreaterThanOrEqual(401);
    expect(chunksRead, path).toBe(0);
  }
});

test("a caller who disconnects in the middle of a body causes no error in the log", async () => {
  const app = await openTestApp();
  const { url } = await listen(app);
  const { port } = new URL(url);
  const paths = ["/trpc/numbers.import", "/trpc/access.requestReset", "/payments/sandbox", "/nowhere"];
  let ended = 0;
  for (const path of paths)
    for (const length of ["content-length: 1000\r\n\r\n{", "transfer-encoding: chunked\r\n\r\n10\r\n{"]) {
      const secret = `authorization: Bearer ${app.sessions[AVA]}\r\nx-callboard-account: ${app.account("northwind")}\r\n`;
      const socket = connect(Number(port), "127.0.0.1", () =>
        socket.write(
          `POST ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\n${secret}content-type: application/json\r\n${length}`,
          () => socket.destroy(),
        ),
      );
      socket.on("error", () => {}).on("close", () => (ended += 1));
    }
  await eventually(() => ended === paths.length * 2);
  // Requests after them are answered.
  for (let round = 0; round < 20; round += 1) await (await fetch(`${url}/health`)).text();
  expect(app.bugs).toEqual([]);
});
