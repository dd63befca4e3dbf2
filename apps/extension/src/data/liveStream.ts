import { currentHeaders } from "./api.ts";
import { liveFailure, type LiveState, liveState, notifyLocally, type ClientEvent } from "./liveState.ts";
import { session } from "./session.ts";
import { expireSession } from "./signInOut.ts";
import { readStream, StreamEnded } from "./eventStream.ts";

interface StreamState {
  state: LiveState;
  reason: string | null;
}
/** What pages tell each other; a page that has just opened sends `ask` to get the current state. */
type ChannelMessage = { account: string } & ({ event: ClientEvent } | StreamState | { ask: true });

const RETRY_MS = [500, 1000, 2000, 5000];
/** For a server that has too many streams open: one has to close first. */
const REFUSED_RETRY_MS = 30_000;

/**
 * One stream for all pages of this browser: the page that holds the lock reads it and passes events on to the others.
 * Over HTTP/1.1 a browser opens six connections per server; a stream per page would block all other requests.
 */
export function followLive(server: string, account: string): () => void {
  const channel = new BroadcastChannel("callboard.live");
  const controller = new AbortController();
  let isLeader = false;
  const send = (message: ChannelMessage) => channel.postMessage(message);
  const show = ({ state, reason }: StreamState) => {
    liveFailure.value = reason;
    liveState.value = state;
  };
  const setState = (state: LiveState, reason: string | null = null) => {
    show({ state, reason });
    send({ account, state, reason });
  };
  channel.onmessage = ({ data }: MessageEvent<ChannelMessage>) => {
    if (data.account !== account) return;
    if ("event" in data) notifyLocally(data.event);
    else if ("state" in data) show(data);
    else if (isLeader) send({ account, state: liveState.value, reason: liveFailure.value });
  };
  send({ account, ask: true });
  const publish = (event: ClientEvent) => {
    notifyLocally(event);
    send({ account, event });
  };
  void navigator.locks
    .request(`callboard.live ${server} ${account}`, { signal: controller.signal }, async () => {
      isLeader = true;
      await readLive(server, publish, setState, controller.signal);
    })
    // Aborted before the lock was free.
    .catch(() => {});
  return () => {
    controller.abort();
    channel.close();
  };
}

/** Reads the stream until aborted; after a break it resumes from the last event received. */
async function readLive(
  server: string,
  publish: (event: ClientEvent) => void,
  setState: (state: LiveState, reason?: string) => void,
  signal: AbortSignal,
): Promise<void> {
  let lastEventId: string | undefined;
  for (let attempt = 0; !signal.aborted; attempt += 1) {
    const input = JSON.stringify(lastEventId === undefined ? {} : { lastEventId });
    // Read before the request: by the time it fails, another session may have started.
    const secret = session.peek()?.secret;
    const url = `${server}/trpc/feed.changes?input=${encodeURIComponent(input)}`;
    try {
      await readStream(url, currentHeaders(), signal, (id, data) => {
        lastEventId = id;
        attempt = 0;
        setState("live");
        publish(data as ClientEvent);
      });
    } catch (error) {
      if (signal.aborted) return;
      const failure = error instanceof StreamEnded ? error.failure : null;
      if (failure?.code === "signed-out") return void expireSession(secret);
      if (failure?.code === "busy") {
        setState("refused", failure.message);
        await wait(REFUSED_RETRY_MS);
        continue;
      }
      // The server answered without a stream: pages have to check who is signed in and where.
      if (failure) publish({ kind: "member", id: "", version: 0 });
      setState(failure ? "connecting" : "offline");
    }
    await wait(RETRY_MS[Math.min(attempt, RETRY_MS.length - 1)]!);
  }
}

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
