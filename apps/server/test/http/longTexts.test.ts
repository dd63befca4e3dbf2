import { truncateText } from "@callboard/domain/core/text/text";
import { expect, test } from "vitest";
import { createApp } from "../../src/http/app.ts";
import { readImport } from "../../src/features/numbers/importFile.ts";
import { openTestApp } from "../support/kit.ts";
import { scopeOf } from "../support/scopes.ts";
import { textFields } from "../support/checks/textFields.ts";
import { SHAPES, shaped } from "../support/checks/textShapes.ts";
import { longestTurn, workedMs } from "../support/checks/loopTurns.ts";

const MB = 1_000_000;
/** Nobody waits longer than this for somebody else's text. */
const STALL_MS = 100;
const dana = "dana@callboard.demo";

test("a megabyte of any shape in any field of any call is checked in a moment", () => {
  const fields = textFields();
  expect(fields.length).toBeGreaterThan(150);
  const slow: string[] = [];
  for (const shape of Object.keys(SHAPES)) {
    const text = shaped(shape, MB);
    for (const { procedure, path, schema, inputWith } of fields) {
      const input = inputWith(text);
      const before = process.threadCpuUsage();
      schema.safeParse(input);
      const ms = workedMs(before);
      if (ms >= STALL_MS) slow.push(`${procedure} ${path}: ${shape}: ${Math.round(ms)} ms`);
    }
  }
  expect(slow).toEqual([]);
});

test("a megabyte is truncated as quickly as a line", () => {
  for (const shape of Object.keys(SHAPES)) {
    const text = shaped(shape, MB);
    const before = process.threadCpuUsage();
    for (let times = 0; times < 20; times += 1) truncateText(text, 300);
    expect(workedMs(before), shape).toBeLessThan(STALL_MS);
  }
});

test("a list's length is checked before its entries", () => {
  const slow = textFields().flatMap(({ procedure, path, schema, inputWith }) => {
    if (!/\b(?:0|value)\b/.test(path)) return [];
    const input = repeated(inputWith("4"), 250_000);
    const before = process.threadCpuUsage();
    schema.safeParse(input);
    const ms = workedMs(before);
    return ms >= STALL_MS ? [`${procedure} ${path}: ${Math.round(ms)} ms`] : [];
  });
  expect(slow).toEqual([]);
});

/** The same input with the only entry of its first list repeated. */
function repeated(input: unknown, times: number): unknown {
  if (Array.isArray(input)) return Array(times).fill(input[0]);
  if (typeof input !== "object" || input === null) return input;
  const entries = Object.entries(input);
  if (entries[0]?.[0] === "a")
    return Object.fromEntries(Array.from({ length: times / 10 }, (_, at) => [`a${at}`, entries[0]![1]]));
  return Object.fromEntries(entries.map(([name, value]) => [name, repeated(value, times)]));
}

test("a long text sent over HTTP is answered in a moment too, and never with a server error", async () => {
  const app = await openTestApp();
  const httpApp = createApp(app.services, null);
  const shapes = Object.keys(SHAPES);
  const headers = {
    "content-type": "application/json",
    authorization: `Bearer ${app.sessions[dana]}`,
    "x-callboard-account": app.account("northwind"),
    "idempotency-key": "k",
  };
  const problems: string[] = [];
  for (const [index, { procedure, path, inputWith }] of textFields().entries()) {
    const shape = shapes[index % shapes.length]!;
    const body = JSON.stringify(inputWith(shaped(shape, MB / 8)));
    const ms = await longestTurn(async () => {
      const response = await httpApp.request(`/trpc/${procedure}`, { method: "POST", headers, body });
      if (response.status >= 500 && response.status !== 503)
        problems.push(`${procedure} ${path}: ${shape}: ${response.status}`);
    });
    if (ms >= STALL_MS) problems.push(`${procedure} ${path}: ${shape}: ${Math.round(ms)} ms`);
  }
  expect(problems).toEqual([]);
});

test("importing a file with ten megabytes of any shape blocks nobody", async () => {
  const app = await openTestApp();
  const scope = scopeOf(app.services, app.account("northwind"));
  const slow: string[] = [];
  for (const shape of Object.keys(SHAPES))
    for (const text of [shaped(shape, 10 * MB), `Number,Name\n+15125550143,${shaped(shape, 9 * MB)}`]) {
      const ms = await longestTurn(() => readImport(scope, "US", text).catch(() => null));
      if (ms >= STALL_MS) slow.push(`${shape}: ${Math.round(ms)} ms`);
    }
  expect(slow).toEqual([]);
}, 240_000);
