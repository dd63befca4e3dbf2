import { createHmac, timingSafeEqual } from "node:crypto";

/** What a link to the card page contains. It is signed, so the page stores nothing. */
export interface Ticket {
  /** Identifies the page, on which one card can be added. */
  id: string;
  customer: string;
  /** The person who asked for the page. */
  by: string;
  /** Shown on the page. */
  account: string;
  /** The zone for card expiry. */
  zone: string;
  /** When the link expires. */
  until: number;
}

/** An HMAC of the text. */
const sign = (text: string, secret: string): string => createHmac("sha256", secret).update(text).digest("base64url");

export function writeTicket(ticket: Ticket, secret: string): string {
  const text = Buffer.from(JSON.stringify(ticket)).toString("base64url");
  return `${text}.${sign(text, secret)}`;
}

/** Null if the signature is wrong or it has expired. */
export function readTicket(ticketText: string, secret: string, now: number): Ticket | null {
  const [text = "", signature = ""] = ticketText.split(".");
  const expected = Buffer.from(sign(text, secret));
  const actual = Buffer.from(signature);
  if (expected.length !== actual.length || !timingSafeEqual(expected, actual)) return null;
  const ticket = JSON.parse(Buffer.from(text, "base64url").toString("utf8")) as Ticket;
  return ticket.until > now ? ticket : null;
}
