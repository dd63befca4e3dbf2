import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A page of a customer's website. */
interface WebPage {
  html: string;
  /** The Content-Security-Policy header. */
  policy?: string;
}

export interface Website {
  /** Such as `http://localhost:1234`. */
  origin: string;
  close: () => Promise<void>;
}

/** Serves a customer's website on a port of its own, so that it's another origin than Callboard's. */
export async function openWebsite(pages: Readonly<Record<string, WebPage>>): Promise<Website> {
  const server = createServer((request, response) => {
    const page = pages[new URL(request.url!, "http://localhost").pathname];
    // Browsers ask for an icon, which is missing here without being an error.
    response.writeHead(page ? 200 : 204, {
      "content-type": "text/html; charset=utf-8",
      ...(page?.policy ? { "content-security-policy": page.policy } : {}),
    });
    response.end(page?.html ?? "");
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    origin: `http://localhost:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
