import { effect } from "@preact/signals";
import { liveFailure, liveState } from "./liveState.ts";
import { session } from "./session.ts";

/** Follows the server's feed for the session's account. The code that reads it is loaded after the first render. */
export function startLive(): void {
  let stop: (() => void) | undefined;
  effect(() => {
    const current = session.value;
    stop?.();
    stop = undefined;
    if (!current?.account) return;
    const { server, account } = current;
    liveState.value = "connecting";
    liveFailure.value = null;
    void import("./liveStream.ts").then((module) => {
      if (session.peek() === current) stop = module.followLive(server, account);
    });
  });
}
