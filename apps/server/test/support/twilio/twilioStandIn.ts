import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { type HttpBindings, serve } from "@hono/node-server";
import { createEmulator, type Emulator } from "emulate";
import { type Context, Hono } from "hono";

/** Faults of Twilio itself, at a request that changes something. `before`, `after`: it was carried out, or not. */
export type TwilioFault = "down" | "timeout before" | "timeout after" | "failure" | "garbage" | "busy";

export const ACCOUNT_SID = `AC${"a1".repeat(16)}`;
export const AUTH_TOKEN = "token_of_the_stand_in";
/** Numbers for sale. */
const LOCAL = ["+15125550100", "+15125550107", "+12125550102", "+12125550103"];
const TOLL_FREE = ["+18885550100"];
/** Twilio wants an address for this one; the other one belongs to somebody else. */
export const ADDRESS_NEEDED = "+15125550191";
export const SOLD_ELSEWHERE = "+15125550190";
/** As Twilio's documentation lists them. */
const REFUSED: Record<string, [code: number, message: string]> = {
  [ADDRESS_NEEDED]: [21631, "Phone Number Requires an Address"],
  [SOLD_ELSEWHERE]: [21422, "PhoneNumber is not available"],
};

/**
 * Twilio's API over HTTP. The emulator, written by somebody else, answers for numbers, calls and signed webhooks. It
 * doesn't sell: what is for sale, refusals and faults come from here, after Twilio's documentation.
 */
export class TwilioStandIn {
  /** The fault of the next request that changes something; none after that. */
  nextFault: TwilioFault | null = null;
  url = "";
  private emulator: Emulator | null = null;
  private server: ReturnType<typeof serve> | null = null;
  private readonly silent = new Set<() => void>();

  async start(): Promise<void> {
    this.emulator = await createEmulator({
      service: "twilio",
      port: await freePort(),
      seed: { twilio: { account: { sid: ACCOUNT_SID, auth_token: AUTH_TOKEN }, phone_numbers: [] } },
    });
    const app = new Hono();
    app.get(`/2010-04-01/Accounts/${ACCOUNT_SID}/AvailablePhoneNumbers/:country/:kind`, (c) => this.offers(c));
    app.all("*", (c) => this.forward(c));
    this.server = serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" });
    await new Promise<void>((ready) => this.server!.once("listening", ready));
    this.url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    for (const release of this.silent) release();
    if (this.server && "closeAllConnections" in this.server) this.server.closeAllConnections();
    this.server?.close();
    await this.emulator?.close();
  }

  /** A list of ours at Twilio, such as `IncomingPhoneNumbers`. */
  async list(name: string): Promise<any[]> {
    const answer = await this.ask("GET", `/2010-04-01/Accounts/${ACCOUNT_SID}/${name}.json?PageSize=1000`);
    return Object.values(answer).find((value) => Array.isArray(value)) as any[];
  }

  /** Somebody calls a number of ours; answers the call's id, once our server was asked about it. */
  async call(from: string, to: string): Promise<string> {
    return (await this.ask("POST", "/_twilio/simulate/inbound-call", { From: from, To: to })).sid as string;
  }

  /** The whole call's status, as Twilio reports it. */
  setStatus = (CallSid: string, Status: string) =>
    this.ask("POST", "/_twilio/simulate/call-status", { CallSid, Status });

  async statusOf(callId: string): Promise<string> {
    return (await this.ask("GET", `/2010-04-01/Accounts/${ACCOUNT_SID}/Calls/${callId}.json`)).status as string;
  }

  private async ask(method: string, path: string, form?: Record<string, string>): Promise<any> {
    const headers = { authorization: `Basic ${btoa(`${ACCOUNT_SID}:${AUTH_TOKEN}`)}` };
    const body = form ? new URLSearchParams(form) : null;
    return (await fetch(`${this.emulator!.url}${path}`, { method, headers, body })).json();
  }

  private async offers(c: Context): Promise<Response> {
    const { country, kind } = c.req.param() as { country: string; kind: string };
    if (country !== "US")
      return c.json({ code: 20404, message: "The requested resource was not found", status: 404 }, 404);
    const { Contains: digits = "", PageSize: size = "50" } = c.req.query();
    const sold = new Set((await this.list("IncomingPhoneNumbers")).map((number) => number.phone_number as string));
    const numbers = (kind === "Local.json" ? LOCAL : TOLL_FREE)
      .filter((number) => number.includes(digits) && !sold.has(number))
      .slice(0, Number(size))
      .map((number) => ({
        phone_number: number,
        locality: "Austin",
        region: "TX",
        iso_country: "US",
        capabilities: {},
      }));
    return c.json({ available_phone_numbers: numbers, uri: c.req.path });
  }

  /** What changes something may meet a fault; everything else goes on to the emulator. */
  private async forward(c: Context): Promise<Response> {
    const { method, path } = c.req;
    const body = method === "GET" || method === "DELETE" ? null : await c.req.text();
    const fault = method === "GET" ? null : this.nextFault;
    if (method !== "GET") this.nextFault = null;
    if (fault === "down") (c.env as HttpBindings).incoming.socket.destroy();
    if (fault === "down") return c.body(null);
    if (fault === "busy") return c.json({ code: 20429, message: "Too Many Requests", status: 429 }, 429);
    if (fault === "failure") return c.json({ code: 20500, message: "An internal server error", status: 500 }, 500);
    if (fault === "timeout before") await this.silence();
    const refused =
      path.endsWith("/IncomingPhoneNumbers.json") && REFUSED[new URLSearchParams(body ?? "").get("PhoneNumber")!];
    if (refused) return c.json({ code: refused[0], message: refused[1], status: 400 }, 400);
    const { pathname, search } = new URL(c.req.url);
    const headers = {
      authorization: c.req.header("authorization") ?? "",
      "content-type": c.req.header("content-type") ?? "",
    };
    const answer = await fetch(`${this.emulator!.url}${pathname}${search}`, { method, headers, body });
    if (fault === "timeout after") await this.silence();
    if (fault === "garbage") return c.html("<h1>502</h1>");
    return new Response(answer.status === 204 ? null : await answer.text(), { status: answer.status });
  }

  private silence(): Promise<void> {
    return new Promise((resolve) => this.silent.add(resolve));
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
