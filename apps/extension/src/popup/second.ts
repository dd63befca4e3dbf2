import { signal } from "@preact/signals";
import { serverNow } from "../clock.ts";

/** The server's time, told anew each second. */
export const second = signal(serverNow());
setInterval(() => (second.value = serverNow()), 1000);
