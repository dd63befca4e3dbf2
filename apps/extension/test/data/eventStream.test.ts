import { afterEach, expect, test, vi } from "vitest";
import { readStream, StreamEnded } from "../../src/data/eventStream.ts";

afterEach(() => vi.unstubAllGlobals());

const SENTENCE = "You already have 30 windows open. Close one, then open this one again.";
const shape = {
  message: SENTENCE,
  code: -32603,
  data: { code: "busy", key: "api.tooManyOwnStreams", httpStatus: 503 },
};

test.each([
  [
    "in the stream",
    () => new Response(`event: connected\ndata: {}\n\nevent: serialized-error\ndata: ${JSON.stringify(shape)}\n\n`),
  ],
  ["before it", () => Response.json({ error: shape }, { status: 503 })],
])("a failure %s has its sentence", async (_where, answer) => {
  vi.stubGlobal("fetch", async () => answer());
  const tell = vi.fn();
  const ended = await readStream("http://x", {}, new AbortController().signal, tell).catch((error: unknown) => error);
  expect(ended).toBeInstanceOf(StreamEnded);
  expect((ended as StreamEnded).failure).toEqual({ code: "busy", message: SENTENCE });
  expect(tell).not.toHaveBeenCalled();
});
