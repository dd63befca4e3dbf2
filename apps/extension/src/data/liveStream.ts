import { currentHeaders } from "./api.ts";
import { liveFailure, type LiveState, liveState, notifyLocally, type ClientEvent } from "./live.ts";
import { session } from "./session.ts";
import { expireSession } from "./signInOut.ts";
import { readStream, StreamEnded } from "./eventStream.ts";

interface StreamState {
  state: LiveState;
  why: string | null;
}
type ChannelMessage = { account: string } & ({ told: ClientEvent } | StreamState | { ask: true });

const RETRY_MS = [500, 1000, 2000, 5000];
/** The server has too many streams open: one has to close first. */
const REFUSED_RETRY_MS = 30_000;

/**
 * One stream for all pages of this browser: the page that holds the lock reads it and passes events on to the others.
 * Over HTTP/1.1 a browser opens six connections per server; a stream per page would block all other requests.
 */
export function followLive(server: string, account: string): () => void {
  const channel = new BroadcastChannel("callboard.live");
  const over = new AbortController();
  let leading = false;
  const say = (word: ChannelMessage) => channel.postMessage(word);
  const stand = ({ state, why }: StreamState) => {
    liveFailure.value = why;
    liveState.value = state;
  };
  const setState = (state: LiveState, why: string | null = null) => {
    stand({ state, why });
    say({ account, state, why });
  };
  channel.onmessage = ({ data }: MessageEvent<ChannelMessage>) => {
    if (data.account !== account) return;
    if ("told" in data) notifyLocally(data.told);
    else if ("state" in data) stand(data);
    else if (leading) say({ account, state: liveState.value, why: liveFailure.value });
  };
  say({ account, ask: true });
  const tell = (told: ClientEvent) => {
    notifyLocally(told);
    say({ account, told });
  };
  void navigator.locks
    .request(`callboard.live ${server} ${account}`, { signal: over.signal }, async () => {
      leading = true;
      await readLive(server, tell, setState, over.signal);
    })
    .catch(() => {});
  return () => {
    over.abort();
    channel.close();
  };
}

/** Reads the stream until aborted; after a break it resumes from the last event received. */
async function readLive(
  server: string,
  tell: (told: ClientEvent) => void,
  setState: (state: LiveState, why?: string) => void,
  over: AbortSignal,
): Promise<void> {
  let last: string | undefined;
  for (let failures = 0; !over.aborted; failures += 1) {
    const input = JSON.stringify(last === undefined ? {} : { lastEventId: last });
    const secret = session.peek()?.secret;
    const url = `${server}/trpc/feed.changes?input=${encodeURIComponent(input)}`;
    try {
      await readStream(url, currentHeaders(), over, (id, data) => {
        last = id;
        failures = 0;
        setState("live");
        tell(data as ClientEvent);
      });
    } catch (error) {
      if (over.aborted) return;
      const refusal = error instanceof StreamEnded ? error.refusal : null;
      if (refusal?.code === "signed-out") return void expireSession(secret);
      if (refusal?.code === "busy") {
        setState("refused", refusal.message);
        await wait(REFUSED_RETRY_MS);
        continue;
      }
      // The server answered without a stream: pages have to check who is signed in and where.
      if (refusal) tell({ kind: "member", id: "", version: 0 });
      setState(refusal ? "connecting" : "offline");
    }
    await wait(RETRY_MS[Math.min(failures, RETRY_MS.length - 1)]!);
  }
}

const wait = (ms: number): Promise<void> => new Promise((later) => setTimeout(later, ms));
