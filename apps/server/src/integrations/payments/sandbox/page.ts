import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { Webhook } from "standardwebhooks";
import { isOwnName } from "../../../hostNames.ts";
import { type CardField, readCard, type CardFormInput } from "./testCards.ts";
import { donePage, formPage, expiredPage } from "./pageHtml.ts";
import { readTicket, type Ticket } from "./ticket.ts";

/** The card page's settings. It shares only a secret with the server, no database or memory. */
export interface PageSettings {
  port: number;
  secret: string;
  /** Where it reports cards. */
  webhookUrl: string;
  /** The log file. */
  log: string | null;
}

const BODY_MAX = 8 * 1024;
/** How often it tries to report a card. */
const ATTEMPTS = 3;
const CARD_FIELDS: readonly CardField[] = ["number", "expiry", "code", "holder"];

/** The input, to be shown again after an error; empty if it could contain a card number or code. */
const safeToRedisplay = (text: string): string => (/\d{3}/.test(text) || text.length > 120 ? "" : text);

/** The payment provider's own page, in a separate process and on a separate port: card numbers never leave it. */
export function cardPages(
  { secret, webhookUrl }: Pick<PageSettings, "secret" | "webhookUrl">,
  {
    now,
    wall,
    newId,
    log,
  }: { now: () => number; wall: () => number; newId: () => string; log: (line: object) => void },
): Hono {
  const app = new Hono();
  const isOwnHost = isOwnName("http://127.0.0.1");
  app.use("*", async (c, next) => (isOwnHost(c) ? next() : c.text("This page is not served under that name.", 421)));
  app.use("*", async (c, next) => {
    await next();
    c.header(
      "content-security-policy",
      "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'",
    );
    c.header("cache-control", "no-store");
    c.header("referrer-policy", "no-referrer");
    c.header("x-content-type-options", "nosniff");
    // Logs neither the ticket nor any input.
    log({ at: new Date(now()).toISOString(), method: c.req.method, status: c.res.status });
  });
  const ticketOf = (c: Context): Ticket | null => readTicket(c.req.param("ticket") ?? "", secret, now());
  app.get("/cards/:ticket", (c) => {
    const ticket = ticketOf(c);
    if (!ticket) return c.html(expiredPage(), 410);
    return c.html(formPage({ account: ticket.account, values: { expiry: "", holder: "" }, error: null }));
  });
  const rejectLongBody = (c: Context) => {
    const ticket = ticketOf(c);
    if (!ticket) return c.html(expiredPage(), 413);
    const error = { field: null, why: "That is longer than any card. Please enter it again." };
    return c.html(formPage({ account: ticket.account, values: { expiry: "", holder: "" }, error }), 413);
  };
  app.post("/cards/:ticket", bodyLimit({ maxSize: BODY_MAX, onError: rejectLongBody }), async (c) => {
    const ticket = ticketOf(c);
    if (!ticket) return c.html(expiredPage(), 410);
    const form = await c.req.parseBody().catch(() => ({}) as Record<string, unknown>);
    const values = Object.fromEntries(
      CARD_FIELDS.map((name) => [name, String((form as Record<string, unknown>)[name] ?? "")]),
    ) as unknown as CardFormInput;
    const showAgain = (error: { field: CardField | null; why: string }) =>
      c.html(
        formPage({
          account: ticket.account,
          values: { expiry: safeToRedisplay(values.expiry), holder: safeToRedisplay(values.holder) },
          error,
        }),
        422,
      );
    const result = readCard(values, newId(), { now: now(), zone: ticket.zone });
    if (!("card" in result)) return showAgain(result);
    const event = { is: "card added", customer: ticket.customer, by: ticket.by, card: result.card };
    const failure = await reportCard(`msg_${ticket.id}`, event);
    if (failure !== null) return showAgain({ field: null, why: failure });
    return c.html(donePage(`${result.card.brand} ${result.card.last4}`, ticket.account));
  });
  app.notFound((c) => c.html(expiredPage(), 404));
  app.onError((_error, c) => c.html(expiredPage(), 500));

  /**
   * Reports a card to the server. Null if it was accepted, otherwise an error message. `id` comes from the ticket: one
   * page adds one card, however often it is submitted.
   */
  async function reportCard(id: string, event: object): Promise<string | null> {
    const body = JSON.stringify(event);
    // The server checks the timestamp against real time, not the demo's clock.
    const sentAt = new Date(wall());
    const webhook = new Webhook(secret, { format: "raw" });
    const headers = {
      "content-type": "application/json",
      "webhook-id": id,
      "webhook-timestamp": String(Math.floor(sentAt.getTime() / 1000)),
      "webhook-signature": webhook.sign(id, sentAt, body),
    };
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const answer = await fetch(webhookUrl, { method: "POST", headers, body }).catch(() => null);
      if (answer?.ok) return null;
      if (answer && answer.status < 500) {
        const reply = (await answer.json().catch(() => null)) as { error?: { message?: string } } | null;
        return reply?.error?.message ?? "Callboard did not take the card. Ask for a new page there.";
      }
    }
    return "Callboard cannot be reached just now. Nothing was kept; please try again.";
  }
  return app;
}
