import { headersNow } from "./api.ts";
import { liveRefusal, type LiveState, liveState, tellHere, type Told } from "./live.ts";
import { session } from "./session.ts";
import { sessionEnded } from "./signedOut.ts";
import { readStream, StreamEnded } from "./stream.ts";

interface Standing {
  state: LiveState;
  why: string | null;
}
type Word = { account: string } & ({ told: Told } | Standing | { ask: true });

const RETRY_MS = [500, 1000, 2000, 5000];
/** Somebody has to close something first. */
const REFUSED_MS = 30_000;

/**
 * One stream for all pages of this browser: whoever holds the lock reads it and passes it on, the others listen.
 * A server reached by HTTP/1.1 allows six connections; pages that each held one would starve the rest.
 */
export function watch(server: string, account: string): () => void {
  const channel = new BroadcastChannel("callboard.live");
  const over = new AbortController();
  let leading = false;
  const say = (word: Word) => channel.postMessage(word);
  const stand = ({ state, why }: Standing) => {
    liveRefusal.value = why;
    liveState.value = state;
  };
  const setState = (state: LiveState, why: string | null = null) => {
    stand({ state, why });
    say({ account, state, why });
  };
  channel.onmessage = ({ data }: MessageEvent<Word>) => {
    if (data.account !== account) return;
    if ("told" in data) tellHere(data.told);
    else if ("state" in data) stand(data);
    else if (leading) say({ account, state: liveState.value, why: liveRefusal.value });
  };
  say({ account, ask: true });
  const tell = (told: Told) => {
    tellHere(told);
    say({ account, told });
  };
  void navigator.locks
    .request(`callboard.live ${server} ${account}`, { signal: over.signal }, async () => {
      leading = true;
      await read(server, tell, setState, over.signal);
    })
    .catch(() => {});
  return () => {
    over.abort();
    channel.close();
  };
}

/** Reads the stream until told to stop; after a break it goes on from the last event it had. */
async function read(
  server: string,
  tell: (told: Told) => void,
  setState: (state: LiveState, why?: string) => void,
  over: AbortSignal,
): Promise<void> {
  let last: string | undefined;
  for (let failures = 0; !over.aborted; failures += 1) {
    const input = JSON.stringify(last === undefined ? {} : { lastEventId: last });
    const secret = session.peek()?.secret;
    const url = `${server}/trpc/feed.changes?input=${encodeURIComponent(input)}`;
    try {
      await readStream(url, headersNow(), over, (id, data) => {
        last = id;
        failures = 0;
        setState("live");
        tell(data as Told);
      });
    } catch (error) {
      if (over.aborted) return;
      const refusal = error instanceof StreamEnded ? error.refusal : null;
      if (refusal?.code === "signed-out") return void sessionEnded(secret);
      if (refusal?.code === "busy") {
        setState("refused", refusal.message);
        await pause(REFUSED_MS);
        continue;
      }
      // The server answered, and not with a stream: whoever looks is to ask who they still are here.
      if (refusal) tell({ kind: "member", id: "", version: 0 });
      setState(refusal ? "connecting" : "offline");
    }
    await pause(RETRY_MS[Math.min(failures, RETRY_MS.length - 1)]!);
  }
}

const pause = (ms: number): Promise<void> => new Promise((later) => setTimeout(later, ms));
