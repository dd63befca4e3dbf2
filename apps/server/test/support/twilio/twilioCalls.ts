import { createHmac } from "node:crypto";
import type { Hono } from "hono";
import { createApp } from "../../../src/http/app.ts";
import { TwilioPlatform } from "../../../src/integrations/carrier/twilio/twilio.ts";
import type { TestApp } from "../kit.ts";
import { ACCOUNT_SID, AUTH_TOKEN } from "./twilioStandIn.ts";

type Params = Record<string, string>;
interface SentWebhook {
  target: string;
  params: Params;
  signature: string | null;
}

export const CALLER = "+15125550177";

/** Signs as Twilio's documentation says: the address and all parameters, sorted by name. */
export function sign(address: string, params: Params, token = AUTH_TOKEN): string {
  const names = Object.keys(params).toSorted();
  const text = address + names.map((name) => name + params[name]).join("");
  return createHmac("sha1", token).update(text).digest("base64");
}

/** Twilio, as far as it calls this server: it asks about a call, and reports what becomes of it. */
class TwilioCalls {
  readonly sent: SentWebhook[] = [];
  private readonly app: TestApp;
  private readonly http: Hono;
  private events = 0;

  constructor(app: TestApp, http: Hono) {
    this.app = app;
    this.http = http;
  }

  /** Sends a webhook; signed as it should be unless another signature is given. */
  async send(target: string, params: Params, signature?: string | null): Promise<Response> {
    const all = { AccountSid: ACCOUNT_SID, ...params };
    const used = signature === undefined ? sign(`${this.app.services.publicUrl}${target}`, all) : signature;
    this.sent.push({ target, params: all, signature: used });
    return this.repeat(this.sent.at(-1)!);
  }

  /** Sends the same bytes again. */
  repeat = async ({ target, params, signature }: SentWebhook): Promise<Response> =>
    this.http.request(target, {
      method: "POST",
      headers: {
        "content-type": "application/x-www-form-urlencoded",
        ...(signature === null ? {} : { "x-twilio-signature": signature }),
      },
      body: new URLSearchParams(params).toString(),
    });

  /** A call to a number of ours; answers the TwiML. */
  voice = async (CallSid: string, To: string, from = CALLER): Promise<string> =>
    (await this.send("/twilio/voice", { CallSid, From: from, To, CallStatus: "ringing", Direction: "inbound" })).text();

  /** Ringing has ended; answers the TwiML that follows. */
  next = async (twiml: string, CallSid: string, To: string, params: Params): Promise<string> =>
    (
      await this.send(this.addressIn(twiml, "action"), { CallSid, From: CALLER, To, CallStatus: "ringing", ...params })
    ).text();

  /** What becomes of the leg to somebody whom the TwiML rings. */
  async leg(twiml: string, call: string, to: string, status: string, more: Params = {}): Promise<void> {
    this.events += 1;
    const answer = await this.send(this.addressIn(twiml, "statusCallback"), {
      CallSid: `leg-${call}-${to}`,
      ParentCallSid: call,
      From: CALLER,
      To: to,
      CallStatus: status,
      Timestamp: new Date(this.app.now()).toUTCString().replace("GMT", "+0000"),
      SequenceNumber: String(this.events),
      ...more,
    });
    if (answer.status !== 204) throw new Error(`${status}: ${answer.status} ${await answer.text()}`);
  }

  /** The path and query of an address in the TwiML. */
  addressIn(twiml: string, attribute: string): string {
    const address = new RegExp(` ${attribute}="([^"]+)"`).exec(twiml)?.[1];
    if (address === undefined) throw new Error(`No ${attribute} in ${twiml}`);
    const { pathname, search } = new URL(address.replaceAll("&amp;", "&"));
    return pathname + search;
  }
}

/** The server with Twilio as its phone platform. */
export function openTwilio(app: TestApp, sipDomain?: string): TwilioCalls {
  app.services.carrier = new TwilioPlatform({
    accountSid: ACCOUNT_SID,
    authToken: AUTH_TOKEN,
    apiUrl: "http://127.0.0.1:1",
    sipDomain,
    publicUrl: app.services.publicUrl,
    wall: app.now,
  });
  return new TwilioCalls(app, createApp(app.services, null));
}

/** The verbs of a TwiML document with what matters of them, such as `Dial 25s: Client ava, then /twilio/next`. */
export const bodyOf = (twiml: string): string =>
  /^<\?xml version="1\.0" encoding="UTF-8"\?><Response>(.*)<\/Response>$/s.exec(twiml)?.[1] ?? `no TwiML: ${twiml}`;
