import { createWriteStream } from "node:fs";
import { serve } from "@hono/node-server";
import { cardPages, type PageSettings } from "./page.ts";

// The card page's own process: told its settings first, it answers with its port.
let ahead = 0;

function run(settings: PageSettings): void {
  const file = settings.log === null ? null : createWriteStream(settings.log, { flags: "a", mode: 0o600 });
  let count = 0;
  const app = cardPages(settings, {
    now: () => Date.now() + ahead,
    wall: () => Date.now(),
    newId: () => `${process.pid.toString(36)}${Date.now().toString(36)}${(count += 1).toString(36)}`,
    log: (line) => void file?.write(`${JSON.stringify(line)}\n`),
  });
  const listen = (port: number) => {
    const server = serve({ fetch: app.fetch, port, hostname: "127.0.0.1" }, (info) =>
      process.send!({ port: info.port }),
    );
    server.once("error", () => (port === 0 ? process.exit(1) : listen(0)));
  };
  listen(settings.port);
}

process.once("message", (settings: PageSettings) => {
  // The demo's clock may be moved ahead: the page is told, so that its tickets and expiries agree.
  process.on("message", (moved: { ahead?: number }) => {
    if (moved.ahead !== undefined) ahead = moved.ahead;
  });
  run(settings);
});
process.once("disconnect", () => process.exit(0));
