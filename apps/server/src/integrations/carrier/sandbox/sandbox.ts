import { setTimeout as wait } from "node:timers/promises";
import { type Database, type Row, type Stmt, stmt } from "../../../store/database/port.ts";
import { COUNTRIES, generateOffers } from "./inventory.ts";
import {
  type Carrier,
  type CarrierAnswer,
  NoAnswer,
  type NumberOffer,
  type CarrierOrder,
  readAnswer,
  type OfferQuery,
} from "../port.ts";
import { sliceCode } from "@callboard/domain/core/text/text";

/** Faults that a real carrier shows now and then. */
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

/** `came`: how often a call with this key came before. */
export interface CarrierCall {
  verb: "search" | "buy" | "release" | "ask";
  number: string | null;
  key: string | null;
  came: number;
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
 * | 198 | never answers what became of it | the same |
 * | 199 | done | declined: the minimum term is not over |
 */
function faultOf({ number, verb }: CarrierCall): CarrierFault | null {
  const last = Number(sliceCode(number ?? "", -3));
  const fault = last >= 190 && last < 200 ? FAULTS[last - 190]! : null;
  if (verb !== "buy" && (fault === "taken" || fault === "address needed")) return null;
  return verb !== "release" && fault === "first term" ? null : fault;
}

const BUSY_TIMES = 2;
const PENDING_TIMES = 2;
const OFFERS_AT_ONCE = 100;

interface SandboxOrder {
  came: number;
  asked: number;
  fault: CarrierFault | null;
  outcome: CarrierAnswer | null;
}

export class SandboxCarrier implements Carrier {
  readonly countries = COUNTRIES;
  patienceMs = 10_000;
  latencyMs = 40;
  /** Chooses the fault of a call. Tests replace it. */
  faulty: (call: CarrierCall) => CarrierFault | null = faultOf;
  private readonly db: Database;

  constructor(db: Database) {
    this.db = db;
  }

  async search(wanted: OfferQuery, signal: AbortSignal): Promise<NumberOffer[]> {
    await wait(this.latencyMs, undefined, { signal });
    await this.spoilt(this.faulty({ verb: "search", number: null, key: null, came: 0 }), signal);
    const found: NumberOffer[] = [];
    for (const some of inChunks(generateOffers(wanted), OFFERS_AT_ONCE)) {
      const sold = await this.sold(some);
      for (const offer of some) if (!sold.has(offer.number)) found.push(offer);
      if (found.length >= wanted.limit) break;
    }
    return found.slice(0, wanted.limit);
  }

  buy = (order: CarrierOrder, signal: AbortSignal): Promise<CarrierAnswer> => this.taken("buy", order, signal);
  release = (order: CarrierOrder, signal: AbortSignal): Promise<CarrierAnswer> => this.taken("release", order, signal);

  async ask(key: string, signal: AbortSignal): Promise<CarrierAnswer> {
    await wait(this.latencyMs, undefined, { signal });
    const noted = await this.askedAbout(key);
    const own = this.faulty({ verb: "ask", number: null, key, came: noted?.asked ?? 0 });
    // Of an order's faults, only this one also affects checks.
    await this.spoilt(noted?.fault === "mute" ? "mute" : own, signal);
    if (!noted?.outcome) return { is: "unheard" };
    return noted.fault === "late" && noted.asked < PENDING_TIMES ? { is: "pending" } : noted.outcome;
  }

  private async taken(verb: "buy" | "release", order: CarrierOrder, signal: AbortSignal): Promise<CarrierAnswer> {
    await wait(this.latencyMs, undefined, { signal });
    const { came, outcome, fault } = await this.carriedOut(verb, order);
    if (fault === "late" && came === 0) return { is: "pending" };
    if (came === 0 || fault === "mute") await this.spoilt(fault, signal);
    await wait(this.latencyMs, undefined, { signal });
    return readAnswer(JSON.stringify(outcome ?? { is: "busy" }));
  }

  /** The caller's view of a fault: timeout, error, or an unreadable answer. */
  private async spoilt(fault: CarrierFault | null, signal: AbortSignal): Promise<void> {
    if (fault === "failure") throw new NoAnswer("broken");
    if (fault === "garbage") readAnswer("<html>502</html>");
    if (fault?.startsWith("timeout") || fault === "mute") await new Promise((_, over) => whenAborted(signal, over));
  }

  /** Executes an order and stores the outcome under its key; a decision is final. */
  private carriedOut(verb: "buy" | "release", { number, key }: CarrierOrder) {
    return this.db.write({
      reads: [sandboxOrderStmt(key), stmt("SELECT key FROM sandbox_numbers WHERE number = ?", number)],
      decide: ([notes, holders]) => {
        const { came, outcome: before } = sandboxOrderFrom(notes![0]) ?? { came: 0, outcome: null };
        const fault = this.faulty({ verb, number, key, came });
        const outcome = before ?? outcomeOf(verb, fault, came, holders!.length > 0);
        const moves = before === null && outcome?.is === "done" ? [transferStmt(verb, number, key)] : [];
        const note = stmt(NOTE_SQL, key, verb, number, fault, outcome && JSON.stringify(outcome));
        return { writes: [note, ...moves], answer: { came, outcome, fault } };
      },
    });
  }

  private askedAbout(key: string) {
    return this.db.write({
      reads: [sandboxOrderStmt(key)],
      decide: ([notes]) => {
        const row = notes![0];
        const writes = row ? [stmt("UPDATE sandbox_orders SET asked = asked + 1 WHERE key = ?", key)] : [];
        return { writes, answer: sandboxOrderFrom(row) };
      },
    });
  }

  private async sold(some: readonly NumberOffer[]): Promise<Set<string>> {
    const [rows] = await this.db.read([
      stmt(
        "SELECT number FROM sandbox_numbers WHERE number IN (SELECT value FROM json_each(?))",
        JSON.stringify(some.map(({ number }) => number)),
      ),
    ]);
    return new Set(rows!.map(({ number }) => number as string));
  }
}

function outcomeOf(
  verb: "buy" | "release",
  fault: CarrierFault | null,
  came: number,
  held: boolean,
): CarrierAnswer | null {
  if (came === 0 && (fault === "timeout before" || fault === "failure")) return null;
  if (fault === "busy" && came < BUSY_TIMES) return null;
  if (fault === "taken" || fault === "address needed" || fault === "first term")
    return { is: "declined", reason: fault };
  return verb === "buy" && held ? { is: "declined", reason: "taken" } : { is: "done" };
}

const NOTE_SQL = `INSERT INTO sandbox_orders (key, verb, number, came, asked, fault, outcome) VALUES (?1, ?2, ?3, 1, 0, ?4, ?5)
  ON CONFLICT (key) DO UPDATE SET came = came + 1, fault = ?4, outcome = ?5`;

const sandboxOrderStmt = (key: string): Stmt =>
  stmt("SELECT came, asked, fault, outcome FROM sandbox_orders WHERE key = ?", key);

const transferStmt = (verb: "buy" | "release", number: string, key: string): Stmt =>
  verb === "buy"
    ? stmt("INSERT INTO sandbox_numbers (number, key) VALUES (?, ?)", number, key)
    : stmt("DELETE FROM sandbox_numbers WHERE number = ?", number);

const sandboxOrderFrom = (row: Row | undefined): SandboxOrder | null =>
  row === undefined
    ? null
    : {
        came: Number(row.came),
        asked: Number(row.asked),
        fault: row.fault,
        outcome: row.outcome === null ? null : JSON.parse(row.outcome),
      };

function* inChunks<T>(all: Iterable<T>, size: number): Generator<T[]> {
  let chunk: T[] = [];
  for (const one of all) {
    chunk.push(one);
    if (chunk.length < size) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}

function whenAborted(signal: AbortSignal, over: (reason: unknown) => void): void {
  if (signal.aborted) return over(signal.reason);
  signal.addEventListener("abort", () => over(signal.reason), { once: true });
}
