import { createWriteStream, mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { serve } from "@hono/node-server";
import { cardPages, type PageSettings } from "./page.ts";

// The card page's process. The server's first message has the settings; the answer is the port.
/** How far the demo's clock is ahead of real time. */
let clockOffset = 0;

/** Writes a log. If the file can't be written, the page works without one. */
function openLog(path: string | null): (line: object) => void {
  if (path === null) return () => {};
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  } catch {
    return () => {};
  }
  const file = createWriteStream(path, { flags: "a", mode: 0o600 });
  let isBroken = false;
  file.on("error", () => (isBroken = true));
  return (line) => void (isBroken || file.write(`${JSON.stringify(line)}\n`));
}

function startPage(settings: PageSettings): void {
  let count = 0;
  const app = cardPages(settings, {
    now: () => Date.now() + clockOffset,
    wall: () => Date.now(),
    newId: () => `${process.pid.toString(36)}${Date.now().toString(36)}${(count += 1).toString(36)}`,
    log: openLog(settings.log),
  });
  // Tries the preferred port, then any free one.
  const listen = (port: number) => {
    const server = serve({ fetch: app.fetch, port, hostname: "127.0.0.1" }, (info) =>
      process.send?.({ port: info.port }, () => {}),
    );
    server.once("error", () => (port === 0 ? process.exit(1) : listen(0)));
  };
  listen(settings.port);
}

process.once("message", (settings: PageSettings) => {
  // The demo's clock may be moved ahead: the page follows, so that tickets and expiry dates agree.
  process.on("message", (update: { clockOffset?: number }) => {
    if (update.clockOffset !== undefined) clockOffset = update.clockOffset;
  });
  startPage(settings);
});
process.once("disconnect", () => process.exit(0));
