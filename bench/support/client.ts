import { Agent, request } from "node:http";
import type { ServerInfo } from "./server.ts";

/** Calls a measured server over HTTP with persistent connections. */
export interface Client {
  server: ServerInfo;
  post: (path: string, input: unknown, secret?: string) => Promise<any>;
  get: (path: string, input: unknown) => Promise<any>;
  stop: () => void;
}

export function createClient({ server, stop }: { server: ServerInfo; stop: () => void }): Client {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const call = (method: string, path: string, secret: string, body?: string): Promise<any> =>
    new Promise((resolve, reject) => {
      const headers = {
        authorization: `Bearer ${secret}`,
        "x-callboard-account": server.account,
        ...(body === undefined
          ? {}
          : { "content-type": "application/json", "content-length": Buffer.byteLength(body) }),
      };
      const outgoing = request(`${server.address}/trpc/${path}`, { method, agent, headers }, (answer) => {
        let text = "";
        answer.setEncoding("utf8").on("data", (piece) => (text += piece));
        answer.on("end", () =>
          answer.statusCode === 200 ? resolve(JSON.parse(text).result.data) : reject(new Error(`${path}: ${text}`)),
        );
      });
      outgoing.on("error", (error: NodeJS.ErrnoException) =>
        // The server closed the connection at the moment it was reused.
        outgoing.reusedSocket && error.code === "ECONNRESET"
          ? call(method, path, secret, body).then(resolve, reject)
          : reject(error),
      );
      outgoing.end(body);
    });
  return {
    server,
    post: (path, input, secret = server.owner) => call("POST", path, secret, JSON.stringify(input)),
    get: (path, input) => call("GET", `${path}?input=${encodeURIComponent(JSON.stringify(input))}`, server.owner),
    stop: () => {
      agent.destroy();
      stop();
    },
  };
}
