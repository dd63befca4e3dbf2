import { setTimeout as wait } from "node:timers/promises";
import { IndefiniteAnswer } from "../../indefiniteAnswer.ts";
import { type Database, stmt } from "../../../store/database/port.ts";
import type { ChargeAnswer, ChargeOrder, ChargeLookup, RefundOrder } from "../port.ts";
import { type CardBehavior, behaviorOf } from "./testCards.ts";

/** How often a busy card refuses a charge before it accepts it. */
const BUSY_TIMES = 2;
/** How many checks of a late charge answer `pending`. */
const PENDING_TIMES = 2;

/**
 * Faults in addition to the card's behavior. `down`: no request arrives. `timeout-before`: the charge isn't executed.
 */
export type PaymentFault = "down" | "timeout-before" | "timeout-after" | "failure" | "garbage" | "busy";
/** A request to the sandbox. `check` checks the outcome of an earlier one. */
export interface PaymentCall {
  verb: "charge" | "check" | "cancel" | "refund";
  key: string;
  /** How often this key was sent before. */
  timesSent: number;
}

interface SandboxCharge {
  timesSent: number;
  timesChecked: number;
  behavior: CardBehavior;
  outcome: ChargeAnswer | null;
}

/** The sandbox's charges and refunds, in tables that nothing else reads, so that they survive a restart. */
export class SandboxCharges {
  timeoutMs = 10_000;
  /** How long each request takes. */
  latencyMs = 40;
  /** Chooses the fault of a request. Tests and demos replace it. */
  faultFor: (call: PaymentCall) => PaymentFault | null = () => null;
  private readonly db: Database;

  constructor(db: Database) {
    this.db = db;
  }

  async charge(order: ChargeOrder, signal: AbortSignal): Promise<ChargeAnswer> {
    await wait(this.latencyMs, undefined, { signal });
    const earlier = await this.readCharge(order.key);
    const timesSent = earlier?.timesSent ?? 0;
    const behavior = behaviorOf(order.cardRef);
    const fault = this.faultFor({ verb: "charge", key: order.key, timesSent }) ?? faultOf(behavior, timesSent);
    if (fault === "down" || fault === "garbage") throw new IndefiniteAnswer(fault === "down" ? "lost" : "unreadable");
    const isExecuted = fault === null || fault === "timeout-after";
    const outcome = earlier?.outcome ?? (isExecuted ? outcomeOf(behavior) : null);
    await this.saveCharge(order, behavior, outcome);
    if (fault === "busy") return { outcome: "busy" };
    if (fault === "failure") throw new IndefiniteAnswer("broken");
    if (fault !== null) await neverAnswer(signal);
    if (behavior === "late" && timesSent === 0) return { outcome: "pending" };
    return outcome ?? { outcome: "busy" };
  }

  async checkCharge({ key }: ChargeLookup, signal: AbortSignal): Promise<ChargeAnswer> {
    await wait(this.latencyMs, undefined, { signal });
    const charge = await this.readCharge(key);
    const fault = this.faultFor({ verb: "check", key, timesSent: charge?.timesChecked ?? 0 });
    await this.applyFault(fault, signal);
    await this.write("UPDATE sandbox_charges SET times_checked = times_checked + 1 WHERE key = ?", key);
    if (!charge?.outcome) return { outcome: "not received" };
    return charge.behavior === "late" && charge.timesChecked < PENDING_TIMES ? { outcome: "pending" } : charge.outcome;
  }

  async cancelCharge({ key }: ChargeLookup, signal: AbortSignal): Promise<ChargeAnswer> {
    await wait(this.latencyMs, undefined, { signal });
    const charge = await this.readCharge(key);
    await this.applyFault(this.faultFor({ verb: "cancel", key, timesSent: charge?.timesSent ?? 0 }), signal);
    if (charge?.outcome?.outcome !== "approval needed") return charge?.outcome ?? { outcome: "not received" };
    await this.write(
      "UPDATE sandbox_charges SET outcome = ? WHERE key = ?",
      JSON.stringify({ outcome: "canceled" }),
      key,
    );
    return { outcome: "canceled" };
  }

  /** The same key refunds once, and never more than was charged. */
  async refund(order: RefundOrder, signal: AbortSignal): Promise<ChargeAnswer> {
    const { key, charge, cents } = order;
    await wait(this.latencyMs, undefined, { signal });
    const fault = this.faultFor({ verb: "refund", key, timesSent: 0 });
    if (fault !== "timeout-after") await this.applyFault(fault, signal);
    const refundedSql = `(SELECT coalesce(sum(cents), 0) FROM sandbox_refunds WHERE charge = ?2 AND failed = 0)`;
    await this.write(
      `INSERT INTO sandbox_refunds (key, charge, cents) SELECT ?1, ?2, ?3 FROM sandbox_charges
       WHERE key = ?2 AND outcome ->> '$.outcome' = 'done' AND cents >= ${refundedSql} + ?3 ON CONFLICT (key) DO NOTHING`,
      key,
      charge.key,
      cents,
    );
    if (fault === "timeout-after") await neverAnswer(signal);
    const answer = await this.checkRefund(order, signal);
    return answer.outcome === "not received" ? { outcome: "declined", reason: "other" } : answer;
  }

  async checkRefund({ key }: RefundOrder, signal: AbortSignal): Promise<ChargeAnswer> {
    await this.applyFault(this.faultFor({ verb: "check", key, timesSent: 0 }), signal);
    const [rows] = await this.db.read([stmt("SELECT failed FROM sandbox_refunds WHERE key = ?", key)]);
    if (!rows![0]) return { outcome: "not received" };
    return rows![0].failed === 1 ? { outcome: "declined", reason: "other" } : { outcome: "done" };
  }

  /** The cardholder's bank rejects a refund, which real providers report days later. */
  failRefund(key: string): Promise<void> {
    return this.write("UPDATE sandbox_refunds SET failed = 1 WHERE key = ?", key);
  }

  /** The bank reverses a decline, which happens now and then. */
  reverse(key: string): Promise<void> {
    return this.write("UPDATE sandbox_charges SET outcome = ? WHERE key = ?", JSON.stringify({ outcome: "done" }), key);
  }

  /** All successful charges, so that tests can check that each has its ledger entry. */
  async readCharges(): Promise<{ key: string; customer: string; cents: number }[]> {
    const [rows] = await this.db.read([
      stmt("SELECT key, customer, cents FROM sandbox_charges WHERE outcome ->> '$.outcome' = 'done' ORDER BY key"),
    ]);
    return rows!.map(({ key, customer, cents }) => ({ key, customer, cents: Number(cents) }));
  }

  private async applyFault(fault: PaymentFault | null, signal: AbortSignal): Promise<void> {
    if (fault === "down") throw new IndefiniteAnswer("lost");
    if (fault === "failure") throw new IndefiniteAnswer("broken");
    if (fault === "garbage") throw new IndefiniteAnswer("unreadable");
    if (fault !== null && fault !== "busy") await neverAnswer(signal);
  }

  private async readCharge(key: string): Promise<SandboxCharge | null> {
    const [rows] = await this.db.read([
      stmt("SELECT times_sent, times_checked, behavior, outcome FROM sandbox_charges WHERE key = ?", key),
    ]);
    const row = rows![0];
    if (!row) return null;
    const outcome = row.outcome === null ? null : JSON.parse(row.outcome);
    return {
      timesSent: Number(row.times_sent),
      timesChecked: Number(row.times_checked),
      behavior: row.behavior,
      outcome,
    };
  }

  private saveCharge(
    { key, customer, cardRef, cents, currency }: ChargeOrder,
    behavior: CardBehavior,
    outcome: ChargeAnswer | null,
  ) {
    return this.write(
      `INSERT INTO sandbox_charges (key, customer, card, cents, currency, behavior, times_sent, times_checked, outcome) VALUES (?1, ?2, ?3, ?4, ?5, ?6, 1, 0, ?7)
       ON CONFLICT (key) DO UPDATE SET times_sent = times_sent + 1, outcome = coalesce(outcome, ?7)`,
      key,
      customer,
      cardRef,
      cents,
      currency,
      behavior,
      outcome && JSON.stringify(outcome),
    );
  }

  private async write(sql: string, ...args: (string | number | null)[]): Promise<void> {
    await this.db.write({ reads: [], decide: () => ({ writes: [stmt(sql, ...args)], answer: null }) });
  }
}

function outcomeOf(behavior: CardBehavior): ChargeAnswer {
  if (behavior === "declined" || behavior === "reversed") return { outcome: "declined", reason: "other" };
  if (behavior === "funds") return { outcome: "declined", reason: "insufficient funds" };
  if (behavior === "stolen" || behavior === "expired") return { outcome: "declined", reason: behavior };
  return { outcome: behavior === "approval" ? "approval needed" : "done" };
}

/** The fault that a card with this behavior causes. */
function faultOf(behavior: CardBehavior, timesSent: number): PaymentFault | null {
  if (behavior === "busy") return timesSent < BUSY_TIMES ? "busy" : null;
  if (timesSent > 0) return null;
  return behavior === "timeout-after" || behavior === "timeout-before" || behavior === "failure" ? behavior : null;
}

const neverAnswer = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    if (signal.aborted) return reject(signal.reason);
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
