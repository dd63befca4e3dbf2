import { setTimeout as wait } from "node:timers/promises";
import { NoAnswer } from "../../carrier/port.ts";
import { type Database, stmt } from "../../../store/database/port.ts";
import type { ChargeAnswer, ChargeOrder, ChargeLookup, RefundOrder } from "../port.ts";
import { type CardBehavior, behaviorOf } from "./testCards.ts";

const BUSY_TIMES = 2;
const PENDING_TIMES = 2;

/** Faults of the sandbox in addition to what the card does. `down`: no call arrives. */
export type PaymentFault = "down" | "timeout-before" | "timeout-after" | "failure" | "garbage" | "busy";
export interface PaymentCall {
  verb: "charge" | "ask" | "cancel" | "refund";
  key: string;
  /** How often this key came before. */
  came: number;
}

interface SandboxCharge {
  came: number;
  asked: number;
  manner: CardBehavior;
  outcome: ChargeAnswer | null;
}

/** The sandbox's own records: its charges are in a table that nothing else reads, and survive a restart. */
export class SandboxCharges {
  patienceMs = 10_000;
  latencyMs = 40;
  /** Tests and demos replace it. */
  faulty: (call: PaymentCall) => PaymentFault | null = () => null;
  private readonly db: Database;

  constructor(db: Database) {
    this.db = db;
  }

  async charge(order: ChargeOrder, signal: AbortSignal): Promise<ChargeAnswer> {
    await wait(this.latencyMs, undefined, { signal });
    const before = await this.noted(order.key);
    const came = before?.came ?? 0;
    const manner = behaviorOf(order.card);
    const fault = this.faulty({ verb: "charge", key: order.key, came }) ?? faultOf(manner, came);
    if (fault === "down" || fault === "garbage") throw new NoAnswer(fault === "down" ? "lost" : "unreadable");
    const isTaken = fault === null || fault === "timeout-after";
    const outcome = before?.outcome ?? (isTaken ? outcomeOf(manner) : null);
    await this.note(order, manner, outcome);
    if (fault === "busy") return { is: "busy" };
    if (fault === "failure") throw new NoAnswer("broken");
    if (fault !== null) await neverAnswer(signal);
    if (manner === "late" && came === 0) return { is: "pending" };
    return outcome ?? { is: "busy" };
  }

  async ask({ key }: ChargeLookup, signal: AbortSignal): Promise<ChargeAnswer> {
    await wait(this.latencyMs, undefined, { signal });
    const noted = await this.noted(key);
    const fault = this.faulty({ verb: "ask", key, came: noted?.asked ?? 0 });
    await this.spoilt(fault, signal);
    await this.write("UPDATE sandbox_charges SET asked = asked + 1 WHERE key = ?", key);
    if (!noted?.outcome) return { is: "unheard" };
    return noted.manner === "late" && noted.asked < PENDING_TIMES ? { is: "pending" } : noted.outcome;
  }

  async cancel({ key }: ChargeLookup, signal: AbortSignal): Promise<ChargeAnswer> {
    await wait(this.latencyMs, undefined, { signal });
    const noted = await this.noted(key);
    await this.spoilt(this.faulty({ verb: "cancel", key, came: noted?.came ?? 0 }), signal);
    if (noted?.outcome?.is !== "approval") return noted?.outcome ?? { is: "unheard" };
    await this.write("UPDATE sandbox_charges SET outcome = ? WHERE key = ?", JSON.stringify({ is: "canceled" }), key);
    return { is: "canceled" };
  }

  /** The same key refunds once, and never more than was charged. */
  async refund(order: RefundOrder, signal: AbortSignal): Promise<ChargeAnswer> {
    const { key, charge, cents } = order;
    await wait(this.latencyMs, undefined, { signal });
    const fault = this.faulty({ verb: "refund", key, came: 0 });
    if (fault !== "timeout-after") await this.spoilt(fault, signal);
    const given = `(SELECT coalesce(sum(cents), 0) FROM sandbox_refunds WHERE charge = ?2 AND failed = 0)`;
    await this.write(
      `INSERT INTO sandbox_refunds (key, charge, cents) SELECT ?1, ?2, ?3 FROM sandbox_charges
       WHERE key = ?2 AND outcome ->> '$.is' = 'done' AND cents >= ${given} + ?3 ON CONFLICT (key) DO NOTHING`,
      key,
      charge.key,
      cents,
    );
    if (fault === "timeout-after") await neverAnswer(signal);
    const told = await this.askRefund(order, signal);
    return told.is === "unheard" ? { is: "declined", reason: "declined" } : told;
  }

  async askRefund({ key }: RefundOrder, signal: AbortSignal): Promise<ChargeAnswer> {
    await this.spoilt(this.faulty({ verb: "ask", key, came: 0 }), signal);
    const [rows] = await this.db.read([stmt("SELECT failed FROM sandbox_refunds WHERE key = ?", key)]);
    if (!rows![0]) return { is: "unheard" };
    return rows![0].failed === 1 ? { is: "declined", reason: "declined" } : { is: "done" };
  }

  /** The cardholder's bank rejects a refund, which real providers report days later. */
  failRefund(key: string): Promise<void> {
    return this.write("UPDATE sandbox_refunds SET failed = 1 WHERE key = ?", key);
  }

  /** The bank reverses a decline, which happens now and then. */
  reverse(key: string): Promise<void> {
    return this.write("UPDATE sandbox_charges SET outcome = ? WHERE key = ?", JSON.stringify({ is: "done" }), key);
  }

  /** All successful charges, to check that each has its entry. */
  async taken(): Promise<{ key: string; customer: string; cents: number }[]> {
    const [rows] = await this.db.read([
      stmt("SELECT key, customer, cents FROM sandbox_charges WHERE outcome ->> '$.is' = 'done' ORDER BY key"),
    ]);
    return rows!.map(({ key, customer, cents }) => ({ key, customer, cents: Number(cents) }));
  }

  private async spoilt(fault: PaymentFault | null, signal: AbortSignal): Promise<void> {
    if (fault === "down") throw new NoAnswer("lost");
    if (fault === "failure") throw new NoAnswer("broken");
    if (fault === "garbage") throw new NoAnswer("unreadable");
    if (fault !== null && fault !== "busy") await neverAnswer(signal);
  }

  private async noted(key: string): Promise<SandboxCharge | null> {
    const [rows] = await this.db.read([
      stmt("SELECT came, asked, manner, outcome FROM sandbox_charges WHERE key = ?", key),
    ]);
    const row = rows![0];
    if (!row) return null;
    const outcome = row.outcome === null ? null : JSON.parse(row.outcome);
    return { came: Number(row.came), asked: Number(row.asked), manner: row.manner, outcome };
  }

  private note(
    { key, customer, card, cents, currency }: ChargeOrder,
    manner: CardBehavior,
    outcome: ChargeAnswer | null,
  ) {
    return this.write(
      `INSERT INTO sandbox_charges (key, customer, card, cents, currency, manner, came, asked, outcome) VALUES (?1, ?2, ?3, ?4, ?5, ?6, 1, 0, ?7)
       ON CONFLICT (key) DO UPDATE SET came = came + 1, outcome = coalesce(outcome, ?7)`,
      key,
      customer,
      card,
      cents,
      currency,
      manner,
      outcome && JSON.stringify(outcome),
    );
  }

  private async write(sql: string, ...args: (string | number | null)[]): Promise<void> {
    await this.db.write({ reads: [], decide: () => ({ writes: [stmt(sql, ...args)], answer: null }) });
  }
}

function outcomeOf(manner: CardBehavior): ChargeAnswer {
  if (manner === "declined" || manner === "reversed") return { is: "declined", reason: "declined" };
  if (manner === "funds" || manner === "stolen" || manner === "expired") return { is: "declined", reason: manner };
  return { is: manner === "approval" ? "approval" : "done" };
}

/** The fault that a card with this behavior causes. */
function faultOf(manner: CardBehavior, came: number): PaymentFault | null {
  if (manner === "busy") return came < BUSY_TIMES ? "busy" : null;
  if (came > 0) return null;
  return manner === "timeout-after" || manner === "timeout-before" || manner === "failure" ? manner : null;
}

const neverAnswer = (signal: AbortSignal): Promise<never> =>
  new Promise((_, over) => {
    if (signal.aborted) return over(signal.reason);
    signal.addEventListener("abort", () => over(signal.reason), { once: true });
  });
