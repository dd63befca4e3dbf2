import type { DataOf } from "@callboard/domain/core/records";
import { swapIndexValue } from "@callboard/domain/numbers/schema";
import type { SwapCandidate } from "@callboard/domain/sources/swap";
import { type Database, type Row, stmt } from "../database/port.ts";
import { parseData } from "../queries.ts";

/** Of a source's numbers that lead to one target, this many are candidates for a page. */
const CANDIDATES_MAX = 200;
const CACHE_MAX = 2000;

/** A written number's routing target: `receiver:<id>` or `queue:<id>`; null for a number that the account hasn't. */
type Target = string | null;

/**
 * An account's numbers as its websites need them, read when a page first shows them. It's replaced as a whole after any
 * number has changed.
 */
export class SwapNumbers {
  private readonly db: Database;
  private readonly account: string;
  private readonly targets = new Map<string, Target>();
  private readonly candidates = new Map<string, readonly SwapCandidate[]>();

  constructor(db: Database, account: string) {
    this.db = db;
    this.account = account;
  }

  /** Where calls to these numbers go, by E.164. A tracking number's own target comes before a receiving number. */
  async targetsOf(e164s: readonly string[]): Promise<ReadonlyMap<string, Target>> {
    const missing = [...new Set(e164s)].filter((e164) => !this.targets.has(e164));
    if (missing.length > 0) {
      const list = JSON.stringify(missing);
      const [receivers, numbers] = await this.db.read([
        stmt(RECEIVERS_SQL, this.account, list),
        stmt(NUMBERS_SQL, this.account, list),
      ]);
      limitSize(this.targets);
      for (const e164 of missing) this.targets.set(e164, null);
      for (const { value, id } of receivers!) this.targets.set(value, `receiver:${id}`);
      for (const row of numbers!) {
        const { e164, route } = numberOf(row);
        if (route !== null) this.targets.set(e164, `${route.to}:${route.id}`);
      }
    }
    return new Map(e164s.map((e164) => [e164, this.targets.get(e164) ?? null]));
  }

  /** The source's numbers whose calls go to each of these targets. */
  async candidatesFor(
    source: string,
    targets: readonly string[],
  ): Promise<ReadonlyMap<string, readonly SwapCandidate[]>> {
    const keyOf = (target: string) => swapIndexValue(source, target);
    for (const target of new Set(targets)) {
      if (this.candidates.has(keyOf(target))) continue;
      const [rows] = await this.db.read([stmt(CANDIDATES_SQL, this.account, keyOf(target))]);
      limitSize(this.candidates);
      this.candidates.set(keyOf(target), rows!.map(candidateOf));
    }
    return new Map(targets.map((target) => [target, this.candidates.get(keyOf(target)) ?? []]));
  }
}

const RECORD = "r.account, r.kind, r.id, r.version, r.shape, r.data, r.at";
const RECEIVERS_SQL = `SELECT k.value, k.id FROM json_each(?2) j
  JOIN keys k ON k.space = ?1 AND k.kind = 'receiver' AND k.name = '=e164' AND k.value = j.value`;
const NUMBERS_SQL = `SELECT ${RECORD} FROM json_each(?2) j
  JOIN keys k ON k.space = '' AND k.kind = 'number' AND k.name = '=e164' AND k.value = j.value AND k.account = ?1
  JOIN records r ON r.account = k.account AND r.kind = k.kind AND r.id = k.id`;
const CANDIDATES_SQL = `SELECT ${RECORD} FROM keys k
  JOIN records r ON r.account = k.account AND r.kind = k.kind AND r.id = k.id
  WHERE k.space = ?1 AND k.kind = 'number' AND k.name = 'swap' AND k.value = ?2 ORDER BY k.id LIMIT ${CANDIDATES_MAX}`;

const numberOf = (row: Row): DataOf<"number"> => parseData("number", row);

function candidateOf(row: Row): SwapCandidate {
  const { e164, kind, state, stopped, paused, frozen } = numberOf(row);
  return { e164, kind, state, stopped, paused, frozen };
}

/** Pages ask for few numbers, so a full cache is a sign of abuse and starts over. */
function limitSize(cache: Map<string, unknown>): void {
  if (cache.size >= CACHE_MAX) cache.clear();
}
