import { setTimeout as wait } from "node:timers/promises";
import { type Database, type Row, type Stmt, stmt } from "../../../store/database/port.ts";
import { COUNTRIES, generateOffers } from "./inventory.ts";
import {
  type CarrierAnswer,
  type NumberOffer,
  type CarrierOrder,
  type PhonePlatform,
  readAnswer,
  type OfferQuery,
} from "../port.ts";
import { IndefiniteAnswer } from "../../indefiniteAnswer.ts";
import { SandboxPhones } from "./phones.ts";
import { sliceCode } from "@callboard/domain/core/text/text";

/** Faults that real carriers show now and then, in the order of the numbers that end in 190 to 199. */
const FAULTS = [
  "taken",
  "address needed",
  "timeout before",
  "timeout after",
  "late",
  "failure",
  "garbage",
  "busy",
  "mute",
  "first term",
] as const;
export type CarrierFault = (typeof FAULTS)[number];

/** A request to the sandbox. `check` checks an order. `timesSent`: how often a request with this key was sent before. */
export interface CarrierCall {
  verb: "search" | "buy" | "release" | "check" | "end call";
  number: string | null;
  key: string | null;
  timesSent: number;
}

/**
 * A built-in carrier for demos and tests. Its sales and answers are in tables that nothing else reads, so they survive a
 * restart; an order's key makes it idempotent. The last three digits of a number choose a fault:
 *
 * | Ends in | Buying | Releasing |
 * |---|---|---|
 * | 190 | declined: somebody else was faster | done |
 * | 191 | declined: needs an address on file | done |
 * | 192 | timeout, not done; done when sent again | the same |
 * | 193 | done, but the answer is lost | the same |
 * | 194 | accepted; pending for two checks, then done | the same |
 * | 195 | error 500 the first time, not done; done when sent again | the same |
 * | 196 | done, but the first answer is unreadable | the same |
 * | 197 | too busy twice, then done | the same |
 * | 198 | never answers, not even a check | the same |
 * | 199 | done | declined: the minimum term is not over |
 */
function faultOf({ number, verb }: CarrierCall): CarrierFault | null {
  const lastDigits = Number(sliceCode(number ?? "", -3));
  const fault = lastDigits >= 190 && lastDigits < 200 ? FAULTS[lastDigits - 190]! : null;
  if (verb !== "buy" && (fault === "taken" || fault === "address needed")) return null;
  return verb !== "release" && fault === "first term" ? null : fault;
}

/** How often a busy order is refused before it is accepted. */
const BUSY_TIMES = 2;
/** How many checks of a late order answer `pending`. */
const PENDING_TIMES = 2;
/** How many offers are looked up at once to see whether they are sold. */
const OFFERS_AT_ONCE = 100;

interface SandboxOrder {
  timesSent: number;
  timesChecked: number;
  fault: CarrierFault | null;
  outcome: CarrierAnswer | null;
}

export class SandboxCarrier implements PhonePlatform {
  readonly name = "sandbox";
  readonly countries = COUNTRIES;
  timeoutMs = 10_000;
  /** How long each request takes. */
  latencyMs = 40;
  /** Chooses the fault of a call. Tests replace it. */
  faultFor: (call: CarrierCall) => CarrierFault | null = faultOf;
  /** The phones of its demo calls. */
  readonly phones = new SandboxPhones();
  private readonly db: Database;

  constructor(db: Database) {
    this.db = db;
  }

  async search(query: OfferQuery, signal: AbortSignal): Promise<NumberOffer[]> {
    await wait(this.latencyMs, undefined, { signal });
    await this.applyFault(this.faultFor({ verb: "search", number: null, key: null, timesSent: 0 }), signal);
    const available: NumberOffer[] = [];
    for (const chunk of inChunks(generateOffers(query), OFFERS_AT_ONCE)) {
      const sold = await this.findSold(chunk);
      for (const offer of chunk) if (!sold.has(offer.number)) available.push(offer);
      if (available.length >= query.limit) break;
    }
    return available.slice(0, query.limit);
  }

  buy = (order: CarrierOrder, signal: AbortSignal): Promise<CarrierAnswer> => this.handleOrder("buy", order, signal);
  release = (order: CarrierOrder, signal: AbortSignal): Promise<CarrierAnswer> =>
    this.handleOrder("release", order, signal);

  async checkOrder(key: string, signal: AbortSignal): Promise<CarrierAnswer> {
    await wait(this.latencyMs, undefined, { signal });
    const order = await this.readOrder(key);
    const checkFault = this.faultFor({ verb: "check", number: null, key, timesSent: order?.timesChecked ?? 0 });
    // Of an order's faults, only this one also affects checks.
    await this.applyFault(order?.fault === "mute" ? "mute" : checkFault, signal);
    if (!order?.outcome) return { outcome: "not received" };
    return order.fault === "late" && order.timesChecked < PENDING_TIMES ? { outcome: "pending" } : order.outcome;
  }

  async endCall(callId: string, signal: AbortSignal): Promise<CarrierAnswer> {
    await wait(this.latencyMs, undefined, { signal });
    const fault = this.faultFor({ verb: "end call", number: null, key: callId, timesSent: 0 });
    if (fault === "busy") return { outcome: "busy" };
    if (fault === "timeout before" || fault === "failure") await this.applyFault(fault, signal);
    this.phones.end(callId);
    await this.applyFault(fault, signal);
    return { outcome: "done" };
  }

  private async handleOrder(verb: "buy" | "release", order: CarrierOrder, signal: AbortSignal): Promise<CarrierAnswer> {
    await wait(this.latencyMs, undefined, { signal });
    const { timesSent, outcome, fault } = await this.execute(verb, order);
    if (fault === "late" && timesSent === 0) return { outcome: "pending" };
    if (timesSent === 0 || fault === "mute") await this.applyFault(fault, signal);
    await wait(this.latencyMs, undefined, { signal });
    return readAnswer(JSON.stringify(outcome ?? { outcome: "busy" }));
  }

  /** Fails like a carrier with this fault: with a timeout, an error or an unreadable answer. */
  private async applyFault(fault: CarrierFault | null, signal: AbortSignal): Promise<void> {
    if (fault === "failure") throw new IndefiniteAnswer("broken");
    if (fault === "garbage") readAnswer("<html>502</html>");
    if (fault?.startsWith("timeout") || fault === "mute") await new Promise((_, reject) => whenAborted(signal, reject));
  }

  /** Executes an order and stores the outcome under its key; a decision is final. */
  private execute(verb: "buy" | "release", { number, key }: CarrierOrder) {
    return this.db.write({
      reads: [sandboxOrderStmt(key), stmt("SELECT key FROM sandbox_numbers WHERE number = ?", number)],
      decide: ([orders, owners]) => {
        const { timesSent, outcome: earlier } = sandboxOrderFrom(orders![0]) ?? { timesSent: 0, outcome: null };
        const fault = this.faultFor({ verb, number, key, timesSent });
        const outcome = earlier ?? outcomeOf(verb, fault, timesSent, owners!.length > 0);
        const transfers = earlier === null && outcome?.outcome === "done" ? [transferStmt(verb, number, key)] : [];
        const saveOrder = stmt(SAVE_ORDER_SQL, key, verb, number, fault, outcome && JSON.stringify(outcome));
        return { writes: [saveOrder, ...transfers], answer: { timesSent, outcome, fault } };
      },
    });
  }

  private readOrder(key: string) {
    return this.db.write({
      reads: [sandboxOrderStmt(key)],
      decide: ([orders]) => {
        const row = orders![0];
        const writes = row
          ? [stmt("UPDATE sandbox_orders SET times_checked = times_checked + 1 WHERE key = ?", key)]
          : [];
        return { writes, answer: sandboxOrderFrom(row) };
      },
    });
  }

  private async findSold(offers: readonly NumberOffer[]): Promise<Set<string>> {
    const [rows] = await this.db.read([
      stmt(
        "SELECT number FROM sandbox_numbers WHERE number IN (SELECT value FROM json_each(?))",
        JSON.stringify(offers.map(({ number }) => number)),
      ),
    ]);
    return new Set(rows!.map(({ number }) => number as string));
  }
}

function outcomeOf(
  verb: "buy" | "release",
  fault: CarrierFault | null,
  timesSent: number,
  isOwned: boolean,
): CarrierAnswer | null {
  if (timesSent === 0 && (fault === "timeout before" || fault === "failure")) return null;
  if (fault === "busy" && timesSent < BUSY_TIMES) return null;
  if (fault === "taken" || fault === "address needed" || fault === "first term")
    return { outcome: "declined", reason: fault };
  return verb === "buy" && isOwned ? { outcome: "declined", reason: "taken" } : { outcome: "done" };
}

const SAVE_ORDER_SQL = `INSERT INTO sandbox_orders (key, verb, number, times_sent, times_checked, fault, outcome) VALUES (?1, ?2, ?3, 1, 0, ?4, ?5)
  ON CONFLICT (key) DO UPDATE SET times_sent = times_sent + 1, fault = ?4, outcome = ?5`;

const sandboxOrderStmt = (key: string): Stmt =>
  stmt("SELECT times_sent, times_checked, fault, outcome FROM sandbox_orders WHERE key = ?", key);

/** Stores that a number was sold, or given back. */
const transferStmt = (verb: "buy" | "release", number: string, key: string): Stmt =>
  verb === "buy"
    ? stmt("INSERT INTO sandbox_numbers (number, key) VALUES (?, ?)", number, key)
    : stmt("DELETE FROM sandbox_numbers WHERE number = ?", number);

const sandboxOrderFrom = (row: Row | undefined): SandboxOrder | null =>
  row === undefined
    ? null
    : {
        timesSent: Number(row.times_sent),
        timesChecked: Number(row.times_checked),
        fault: row.fault,
        outcome: row.outcome === null ? null : JSON.parse(row.outcome),
      };

function* inChunks<T>(all: Iterable<T>, size: number): Generator<T[]> {
  let chunk: T[] = [];
  for (const item of all) {
    chunk.push(item);
    if (chunk.length < size) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}

function whenAborted(signal: AbortSignal, reject: (reason: unknown) => void): void {
  if (signal.aborted) return reject(signal.reason);
  signal.addEventListener("abort", () => reject(signal.reason), { once: true });
}
