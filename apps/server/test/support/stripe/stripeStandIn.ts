import { createHash } from "node:crypto";
import { type HttpBindings, serve } from "@hono/node-server";
import { type Context, Hono } from "hono";
import { parse } from "node:querystring";
import type { AddressInfo } from "node:net";
import Stripe from "stripe";
import { type Answer, type Call, CARD, nowSeconds, error, type Form, StripeBooks } from "./stripeBooks.ts";

/** Faults of Stripe itself, apart from what a card does. */
export type Fault = "down" | "timeout-before" | "timeout-after" | "failure" | "garbage" | "empty" | "busy";
const WEBHOOK_SECRET = "whsec_of_the_stand_in";

/**
 * Stripe as far as we use it, over real HTTP, written from its documentation: idempotency keys that replay, declines as
 * errors that contain the intent, lists by customer. No existing simulator does these.
 */
export class StripeStandIn extends StripeBooks {
  readonly webhookSecret = WEBHOOK_SECRET;
  readonly key = "sk_test_stand_in";
  faulty: (call: Call) => Fault | null = () => null;
  readonly calls: Call[] = [];
  private readonly replays = new Map<string, { digest: string; answer: Answer }>();
  private server: ReturnType<typeof serve> | null = null;
  private readonly pending = new Set<() => void>();

  async start(): Promise<string> {
    const app = new Hono();
    app.all("*", (c) => this.answer(c));
    this.server = serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" });
    await new Promise<void>((ready) => this.server!.once("listening", ready));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  stop(): void {
    for (const release of this.pending) release();
    if (this.server && "closeAllConnections" in this.server) this.server.closeAllConnections();
    this.server?.close();
  }

  /** A cardholder enters a card on the page with this address; answers the message that Stripe sends. */
  enter(url: string, behavior: string, { last4 = "4242", name = "Dana Reyes" } = {}): Message {
    const id = url.split("/").at(-1)!;
    const session = this.sessions.get(id)!;
    session.method = this.card(session.customer, behavior, { last4, name });
    return this.message("checkout.session.completed", {
      id,
      object: "checkout.session",
      mode: "setup",
      customer: session.customer,
      setup_intent: `seti_${id}`,
      metadata: { by: session.by },
    });
  }

  card(customer: string, behavior: string, { last4 = "4242", name = "Dana Reyes" } = {}): string {
    const id = `pm_${behavior}_${(this.count += 1)}`;
    this.methods.set(id, { customer, last4, name, exp_year: CARD.exp_year });
    return id;
  }

  lastCard(): string {
    return [...this.methods.keys()].at(-1)!;
  }

  /** A card is removed at Stripe itself. */
  drop(id: string): void {
    this.methods.get(id)!.customer = null;
  }

  /** The bank reverses a decline, or the cardholder approves the payment after all. */
  settle(key: string): Message {
    const intent = this.intents.find(({ metadata }) => metadata.callboard_key === key)!;
    intent.status = "succeeded";
    intent.last_payment_error = null;
    return this.message("payment_intent.succeeded", intent);
  }

  /** The bank reissues a card. */
  renew(id: string, exp_year: number): Message {
    this.methods.get(id)!.exp_year = exp_year;
    return this.message("payment_method.automatically_updated", this.method(id));
  }

  /** The cardholder's bank rejects a refund, days later. */
  failRefund(key: string): Message {
    const refund = this.refunds.find(({ metadata }) => metadata.callboard_key === key)!;
    refund.status = "failed";
    return this.message("refund.failed", refund);
  }

  message(type: string, object: unknown): Message {
    const id = `evt_${(this.count += 1)}`;
    const body = JSON.stringify({ id, object: "event", type, created: nowSeconds(), data: { object } });
    const signature = new Stripe(this.key).webhooks.generateTestHeaderString({ payload: body, secret: WEBHOOK_SECRET });
    return { body, headers: { "stripe-signature": signature } };
  }

  private async answer(c: Context): Promise<Response> {
    const { pathname: path, searchParams } = new URL(c.req.url);
    const key = c.req.header("idempotency-key") ?? null;
    const call = { method: c.req.method, path, key };
    this.calls.push(call);
    const fault = this.faulty(call);
    const body = await c.req.text();
    if (c.req.header("authorization") !== `Bearer ${this.key}`)
      return c.json({ error: { type: "invalid_request_error", message: "Invalid API Key provided" } }, 401);
    if (fault === "down") (c.env as HttpBindings).incoming.socket.destroy();
    if (fault === "down") return c.body(null);
    if (fault === "garbage") return c.html("<h1>It will be back soon</h1>");
    if (fault === "empty") return c.json({ message: "no route" }, 404);
    if (fault === "failure") return c.json({ error: { type: "api_error", message: "An error on our side" } }, 500);
    if (fault === "busy") return c.json({ error: { type: "invalid_request_error", code: "rate_limit" } }, 429);
    if (fault === "timeout-before") await this.silence();
    const answer = this.replayed(call, body, () => this.handle(call, parse(body) as Form, searchParams));
    if (fault === "timeout-after") await this.silence();
    return c.json(answer.body as object, answer.status as 200);
  }

  private silence(): Promise<void> {
    return new Promise((resolve) => this.pending.add(resolve));
  }

  /** The same key gets the same answer; with another body it is refused. Invalid requests aren't stored. */
  private replayed({ method, path, key }: Call, body: string, work: () => Answer): Answer {
    if (method !== "POST" || key === null) return work();
    const digest = createHash("sha256").update(path).update(body).digest("hex");
    const stored = this.replays.get(key);
    if (stored && stored.digest !== digest)
      return error(400, { type: "idempotency_error", message: "Keys are for one request only" });
    if (stored) return stored.answer;
    const answer = structuredClone(work());
    if (answer.status !== 400) this.replays.set(key, { digest, answer });
    return answer;
  }
}

export interface Message {
  body: string;
  headers: Record<string, string>;
}
