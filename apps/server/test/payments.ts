import { cardPages } from "../src/payments/sandbox/page.ts";
import type { SandboxPayments } from "../src/payments/sandbox/sandbox.ts";
import { createApp } from "../src/app.ts";
import type { TestApp } from "./kit.ts";

export const PAYING_CARD = "4242424242424242";
export const MASTERCARD = "5555555555554444";
export const AMEX = "378282246310005";

export const sandboxOf = (it: TestApp): SandboxPayments => it.world.payments as SandboxPayments;

const LOG_WRITES: object[] = [];
/** What the card page of this process has logged so far. */
export const pageLog = (): string => JSON.stringify(LOG_WRITES);

let count = 0;

/**
 * The card page with everything real but its process: the form is posted as a browser would, and what it tells goes
 * through the server's own door.
 */
export function cardPageOf(it: TestApp) {
  const sandbox = sandboxOf(it);
  const app = createApp(it.world, null);
  sandbox.pageAddress = "http://cards.test";
  const pages = cardPages(
    { secret: sandbox.secret, tell: "http://callboard.test/payments/sandbox" },
    { now: it.now, wall: () => Date.now(), newId: () => `${(count += 1)}`, log: (line) => LOG_WRITES.push(line) },
  );
  const told: { body: string; headers: Record<string, string> }[] = [];
  const deliver = (body: string, headers: Record<string, string>) =>
    app.request("/payments/sandbox", { method: "POST", body, headers });
  return {
    /** Every message that was sent, so that it can be sent again. */
    told,
    deliver,
    async enter(url: string, typed: Record<string, string> = {}): Promise<{ status: number; text: string }> {
      const path = new URL(url).pathname;
      const form = { number: PAYING_CARD, expiry: "05 / 29", code: "123", holder: "Dana Reyes", ...typed };
      const real = globalThis.fetch;
      globalThis.fetch = (async (_to: string, init: { body: string; headers: Record<string, string> }) => {
        told.push({ body: init.body, headers: init.headers });
        return deliver(init.body, init.headers);
      }) as never;
      try {
        const answer = await pages.request(path, {
          method: "POST",
          body: new URLSearchParams(form).toString(),
          headers: { "content-type": "application/x-www-form-urlencoded" },
        });
        return { status: answer.status, text: await answer.text() };
      } finally {
        globalThis.fetch = real;
      }
    },
    open: (url: string) => pages.request(new URL(url).pathname),
  };
}

/** Adds cards to an account, one after the other. Answers their ids, in the order in which they are tried. */
export async function addCards(
  it: TestApp,
  email: string,
  account: string,
  cards: readonly Record<string, string>[],
): Promise<string[]> {
  const caller = it.as(email, account);
  const page = cardPageOf(it);
  for (const [at, typed] of cards.entries()) {
    const { url } = await caller.cards.add();
    const { status, text } = await page.enter(url, { holder: `Card ${"abcdefgh"[at]}`, ...typed });
    if (status !== 200) throw new Error(`The card page answered ${status}: ${text}`);
  }
  return (await caller.cards.list()).cards.map(({ id }) => id);
}
