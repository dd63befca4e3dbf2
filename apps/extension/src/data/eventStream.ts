import type { Failure } from "./api.ts";

/** One event of a tRPC subscription as it is transmitted. */
interface StreamEvent {
  event: string;
  id: string | null;
  data: string;
}

/** The server pings every ten seconds; a connection that is silent for longer than this is dead. */
const SILENCE_MS = 25_000;

type StreamFailure = Pick<Failure, "code"> & { message: string };
type ErrorShape = { message: string; data?: Pick<Failure, "code"> } | undefined;
const streamFailureOf = (error: ErrorShape): StreamFailure | null =>
  error?.data ? { code: error.data.code, message: error.message } : null;

/** The server ended or rejected the stream; `failure` is its reason, if it gave one. */
export class StreamEnded extends Error {
  readonly failure: StreamFailure | null;
  constructor(failure: StreamFailure | null) {
    super("stream ended");
    this.failure = failure;
  }
}

/**
 * Reads a tRPC subscription with `fetch`, because an EventSource sends no headers. tRPC's own client for it
 * would take seven kilobytes of the popup, a quarter of its budget.
 */
export async function readStream(
  url: string,
  headers: Record<string, string>,
  signal: AbortSignal,
  onEvent: (id: string, data: unknown) => void,
): Promise<never> {
  const controller = new AbortController();
  const abort = () => controller.abort();
  signal.addEventListener("abort", abort);
  let silenceTimer = setTimeout(abort, SILENCE_MS);
  try {
    const response = await fetch(url, {
      headers: { ...headers, accept: "text/event-stream" },
      cache: "no-store",
      signal: controller.signal,
    });
    if (!response.ok || !response.body) throw new StreamEnded(await readFailure(response));
    for await (const streamEvent of readEvents(response.body)) {
      clearTimeout(silenceTimer);
      silenceTimer = setTimeout(abort, SILENCE_MS);
      if (streamEvent.event === "serialized-error")
        throw new StreamEnded(streamFailureOf(JSON.parse(streamEvent.data)));
      if (streamEvent.event === "message" && streamEvent.id !== null)
        onEvent(streamEvent.id, JSON.parse(streamEvent.data));
    }
    throw new StreamEnded(null);
  } finally {
    clearTimeout(silenceTimer);
    signal.removeEventListener("abort", abort);
    controller.abort();
  }
}

async function readFailure(response: Response): Promise<StreamFailure | null> {
  const body = (await response.json().catch(() => null)) as { error?: ErrorShape } | null;
  return streamFailureOf(body?.error);
}

/** The events of a response in the `text/event-stream` format; a blank line ends each. */
async function* readEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<StreamEvent> {
  const reader = body.pipeThrough(new TextDecoderStream() as TransformStream<Uint8Array, string>).getReader();
  let unfinished = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const blocks = (unfinished + value).split("\n\n");
    unfinished = blocks.pop()!;
    for (const block of blocks) yield parseEvent(block);
  }
}

/** Parses one event: lines such as `id: 12` and `data: {…}`. */
export function parseEvent(block: string): StreamEvent {
  const streamEvent: StreamEvent = { event: "message", id: null, data: "" };
  for (const line of block.split("\n")) {
    const [, name, value = ""] = /^(\w*): ?(.*)$/.exec(line) ?? [];
    if (name === "event") streamEvent.event = value;
    else if (name === "id") streamEvent.id = value;
    else if (name === "data") streamEvent.data += value;
  }
  return streamEvent;
}
