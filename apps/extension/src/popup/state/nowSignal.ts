import { signal } from "@preact/signals";
import { serverNow } from "../../data/clock.ts";

/** The server's time, updated every second. */
export const nowSignal = signal(serverNow());
setInterval(() => (nowSignal.value = serverNow()), 1000);
