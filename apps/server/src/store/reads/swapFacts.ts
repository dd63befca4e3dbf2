import { payerOf } from "@callboard/domain/account/rules";
import { book } from "@callboard/domain/core/ledger";
import type { Doc } from "@callboard/domain/core/record";
import { type Country, countryOfZone } from "@callboard/domain/numbers/phoneNumber";
import type { AccountServiceFacts } from "@callboard/domain/numbers/serviceState";
import type { SourceData } from "@callboard/domain/sources/schema";
import type { TrackingCodeData } from "@callboard/domain/sources/trackingCodeSchema";
import { type Database, type Row, single, type Stmt, stmt } from "../database/port.ts";
import { read } from "../commit.ts";
import { bookBalance } from "../ledger/balances.ts";
import { emptyReadRecords, findAll, findOne, findOptional, type Query } from "../queries.ts";
import type { Scope } from "../scope.ts";
import { SwapNumbers } from "./swapNumbers.ts";

/** Everything that decides which numbers an account's websites show, at one moment. */
export interface SwapFacts {
  code: TrackingCodeData;
  sources: readonly Doc<SourceData>[];
  service: AccountServiceFacts;
  /** A number without a country code belongs to it. */
  home: Country;
  numbers: SwapNumbers;
}

/** Up to this many new changes are looked through; after more, everything is read again. */
const FOLLOW_MAX = 2000;
const CACHE_MAX_ACCOUNTS = 2000;

const factsCache = new WeakMap<Database, Map<string, CachedSwapFacts>>();

/**
 * The current account's facts for the number swap, cached in memory; null before it has a tracking code. They follow
 * the account's log, so that a pause is in force with the next request; the payer's balance is always read.
 */
export async function readSwapFacts(scope: Scope): Promise<SwapFacts | null> {
  const accounts = factsCache.get(scope.db) ?? new Map<string, CachedSwapFacts>();
  factsCache.set(scope.db, accounts);
  const cached = accounts.get(scope.account) ?? new CachedSwapFacts(scope);
  accounts.delete(scope.account);
  accounts.set(scope.account, cached);
  if (accounts.size > CACHE_MAX_ACCOUNTS) accounts.delete(accounts.keys().next().value!);
  return cached.read();
}

type RecordFacts = Omit<SwapFacts, "numbers" | "service" | "code"> & {
  code: TrackingCodeData | null;
  service: Omit<AccountServiceFacts, "balanceMicros">;
  balance: { query: Query<number>; statements: Stmt[]; scope: Scope };
};

class CachedSwapFacts {
  private readonly scope: Scope;
  private records: RecordFacts | null = null;
  private numbers: SwapNumbers;
  /** How far it has followed the account's log. */
  private logPosition = -1;
  private running: Promise<unknown> = Promise.resolve();
  private waiting: Promise<SwapFacts | null> | null = null;

  constructor(scope: Scope) {
    this.scope = scope;
    this.numbers = new SwapNumbers(scope.db, scope.account);
  }

  /** Requests that arrive before a read has begun share it: each sees at least what was written before it started. */
  read(): Promise<SwapFacts | null> {
    this.waiting ??= this.readNext(this.running);
    return this.waiting;
  }

  private async readNext(previous: Promise<unknown>): Promise<SwapFacts | null> {
    await previous.catch(() => {});
    await new Promise(setImmediate);
    this.waiting = null;
    const facts = this.update();
    this.running = facts;
    return facts;
  }

  private async update(): Promise<SwapFacts | null> {
    const { db, account } = this.scope;
    const earlier = this.records;
    const [heads, ...balanceRows] = await db.read([logHeadStmt(account), ...(earlier?.balance.statements ?? [])]);
    const head = Number(heads![0]!.n);
    if (earlier !== null && head === this.logPosition) return this.factsWith(earlier, balanceRows);
    const changed = await this.changedKinds(head);
    if (changed === "all" || NUMBER_KINDS.some((kind) => changed.has(kind)))
      this.numbers = new SwapNumbers(db, account);
    const records =
      earlier === null || changed === "all" || RECORD_KINDS.some((kind) => changed.has(kind))
        ? await this.readRecords()
        : earlier;
    this.records = records;
    this.logPosition = head;
    return this.factsWith(records, await db.read(records.balance.statements));
  }

  private async changedKinds(head: number): Promise<Set<string> | "all"> {
    if (this.records === null || head - this.logPosition > FOLLOW_MAX) return "all";
    const { db, account } = this.scope;
    const [rows] = await db.read([
      stmt("SELECT DISTINCT kind FROM changes WHERE account = ? AND n > ?", account, this.logPosition),
    ]);
    return new Set(rows!.map(({ kind }) => String(kind)));
  }

  private async readRecords(): Promise<RecordFacts> {
    const { account } = this.scope;
    const { settings, terms, lifecycle, code, sources } = await read(this.scope, {
      settings: findOne("account", account),
      terms: findOne("terms", account),
      lifecycle: findOne("lifecycle", account),
      code: findOptional("trackingCode", account),
      sources: findAll("source"),
    });
    const payer = payerOf(account, settings.data);
    const query = bookBalance(book(payer, "balance"));
    const scope: Scope = { ...this.scope, relatedAccounts: [payer] };
    return {
      code: code?.data ?? null,
      sources,
      service: { lifecycle: lifecycle.data, frozenConnects: terms.data.frozenConnects },
      home: countryOfZone(settings.data.zone),
      balance: { query, statements: query.statements(scope), scope },
    };
  }

  private factsWith({ code, sources, service, home, balance }: RecordFacts, rows: Row[][]): SwapFacts | null {
    if (code === null) return null;
    const balanceMicros = balance.query.parse(rows, emptyReadRecords(), balance.scope);
    return { code, sources, home, service: { ...service, balanceMicros }, numbers: this.numbers };
  }
}

const RECORD_KINDS = ["account", "terms", "lifecycle", "trackingCode", "source"] as const;
const NUMBER_KINDS = ["number", "receiver"] as const;
const logHeadStmt = (account: string) =>
  single("SELECT coalesce(max(n), 0) AS n FROM changes WHERE account = ?", account);

const accountCache = new WeakMap<Database, Map<string, string>>();

/** The account of a swap key; null if there is none. A key never changes its account, so known ones are kept. */
export async function findSwapAccount(db: Database, key: string): Promise<string | null> {
  const known = accountCache.get(db) ?? new Map<string, string>();
  accountCache.set(db, known);
  const cached = known.get(key);
  if (cached !== undefined) return cached;
  const [rows] = await db.read([
    single("SELECT account FROM keys WHERE space = '' AND kind = 'trackingCode' AND name = '=key' AND value = ?", key),
  ]);
  const account = rows![0]?.account ?? null;
  if (account === null) return null;
  if (known.size >= CACHE_MAX_ACCOUNTS) known.clear();
  known.set(key, account);
  return account;
}
