import { may, type Membership } from "@callboard/domain/core/permissions";
import { Failure } from "@callboard/domain/core/failure";
import { checkNotCanceled, type Lifecycle } from "@callboard/domain/lifecycle/rules";
import { en } from "@callboard/domain/core/messages/en";
import type { Currency } from "@callboard/domain/core/money";
import { render } from "@callboard/domain/core/message";
import { runCosts, type Run, type RunCosts, type RunCounts, nameToType } from "@callboard/domain/runs/rules";
import type { ItemState, RunType, RunState } from "@callboard/domain/runs/types";
import { personOf } from "@callboard/domain/core/actor";
import { type Instant, SECOND, formatTimestamp } from "@callboard/domain/core/time";
import { single, type Stmt, stmt, parseStored } from "../store/database/port.ts";
import type { CsvColumn } from "../files/csvWriter.ts";
import { readPersonNames } from "../store/reads/personNames.ts";
import { findOne } from "../store/queries.ts";
import { checkedAccount } from "../store/checkedAccount.ts";
import type { Scope } from "../store/scope.ts";
import { read } from "../store/commit.ts";
import { runCountsFrom } from "./items.ts";
import { costView, type CostView } from "../store/reads/costs.ts";
import { localeIn } from "../store/locale.ts";
import { messageRenderer } from "../store/messageText.ts";
import { HANDLERS } from "./handlers.ts";

/**
 * A run for screens. `rate`: items a second over the last ten seconds, or since its start; 0 while it isn't running.
 */
export interface RunRow {
  id: string;
  version: number;
  type: RunType;
  title: string;
  state: RunState;
  preparing: Run["data"]["preparing"];
  /** Why it paused automatically. */
  suspendedReason: string | null;
  counts: RunCounts;
  rate: number;
  responsible: string | null;
  /** Its total cost; null if it changes no fees. */
  costs: (Omit<RunCosts, "parts"> & { currency: Currency }) | null;
  /** The text that a person must type to start it; null if none is needed. */
  typed: string | null;
  proposedAt: Instant;
  startedAt: Instant | null;
  endedAt: Instant | null;
}

export interface ItemRow {
  n: number;
  about: string;
  state: ItemState;
  reason: string | null;
  at: Instant | null;
}

function runCostsView(run: Run, currency: Currency): RunRow["costs"] {
  const costs = runCosts(run);
  if (costs === null) return null;
  const { count, nowMicros, monthMicros } = costs;
  return { count, nowMicros, monthMicros, currency };
}

/** The cost of a proposed run and how the paying balances cover it. */
export async function readCostView(scope: Scope, run: Run): Promise<CostView | null> {
  const parts = runCosts(run)?.parts ?? [];
  if (run.data.state !== "proposed" || parts.length === 0) return null;
  const { account } = await read(scope, { account: findOne("account", scope.account) });
  return costView(scope, parts, messageRenderer(scope, account.data.zone));
}

/** The rate is calculated over this time. */
const RATE_MS = 10 * SECOND;

/** The runs with their counts, in the given order. */
export async function runRows(scope: Scope, runs: readonly Run[]): Promise<RunRow[]> {
  const stmts = runs.flatMap((run) => [countsStmt(run), rateStmt(run, scope.now)]);
  const [results, { terms }, names] = await Promise.all([
    stmts.length === 0 ? [] : scope.db.read(stmts),
    read(scope, { terms: findOne("terms", scope.account) }),
    readPersonNames(
      scope.db,
      runs.map(({ data }) => data.responsible.id),
    ),
  ]);
  const renderText = messageRenderer(scope, "UTC");
  return runs.map(({ id, version, data }, index) => {
    const { type, title, state, preparing, suspendedReason, proposedAt, startedAt, endedAt } = data;
    const counts = runCountsFrom(results[index * 2]![0]);
    // While items are still being listed, the planned ones count as pending.
    const unlisted = preparing === "listing" ? Math.max(0, data.total - counts.total) : 0;
    return {
      id,
      version,
      type,
      title,
      typed: nameToType(runs[index]!),
      costs: runCostsView(runs[index]!, terms.data.currency),
      state,
      preparing,
      suspendedReason: suspendedReason === null ? null : renderText(suspendedReason),
      proposedAt,
      startedAt,
      endedAt,
      counts: { ...counts, total: counts.total + unlisted, pending: counts.pending + unlisted },
      rate: state === "running" ? Number(results[index * 2 + 1]![0]!.n) / rateSeconds(scope.now, startedAt) : 0,
      responsible: personOf(data.responsible) === null ? null : (names.get(data.responsible.id) ?? null),
    };
  });
}

/** The seconds over which the rate is calculated: fewer than ten if the run started less than that ago. */
const rateSeconds = (now: Instant, startedAt: Instant | null): number =>
  Math.max(SECOND, Math.min(RATE_MS, now - (startedAt ?? 0))) / SECOND;

const countsStmt = ({ account, id }: Run): Stmt =>
  single("SELECT total, done, skipped, failed FROM run_counts WHERE account = ? AND run = ?", account, id);

const rateStmt = ({ account, id, data }: Run, now: Instant): Stmt =>
  single(
    "SELECT count(*) AS n FROM run_items WHERE account = ? AND run = ? AND at > ?",
    account,
    id,
    // Items rejected before the start don't count as recent work.
    data.state === "running" ? Math.max(now - RATE_MS, data.startedAt ?? 0) : Number.MAX_SAFE_INTEGER,
  );

export interface ItemsInput {
  run: string;
  state?: ItemState | undefined;
  /** Text to find in the item's description, ignoring case and spaces. */
  search?: string | undefined;
  after?: number | null | undefined;
  limit: number;
}

/** Normalizes text and search words: numbers are found however they are spaced. */
export const normalizeItemSearch = (text: string): string => text.toLowerCase().replaceAll(/\s/g, "");

/** One page of the report, by item number. Searches read every item, so they run on another thread. */
export async function readItems(scope: Scope, input: ItemsInput): Promise<{ items: ItemRow[]; next: number | null }> {
  const { run, state, after, limit } = input;
  const text = normalizeItemSearch(input.search ?? "");
  const page = stmt(
    `SELECT n, title, state, reason, at FROM run_items WHERE account = ? AND run = ? ${state ? "AND state = ?" : ""}
     AND n > ? ${text === "" ? "" : "AND instr(replace(lower(title), ' ', ''), ?) > 0"} ORDER BY n LIMIT ?`,
    checkedAccount(scope, undefined),
    run,
    ...(state ? [state] : []),
    after ?? -1,
    ...(text === "" ? [] : [text]),
    limit + 1,
  );
  const [rows] = await (text === "" ? scope.db.read([page]) : scope.db.readInBackground([page]));
  const locale = localeIn(scope.locale, "UTC");
  const items = rows!.slice(0, limit).map((row) => ({
    n: Number(row.n),
    about: String(row.title),
    state: row.state as ItemState,
    reason: row.reason === null ? null : render(en, parseStored(row.reason), locale),
    at: row.at === null ? null : Number(row.at),
  }));
  return { items, next: rows!.length > limit ? (items.at(-1)?.n ?? null) : null };
}

/** A run's work in sub-accounts is visible only to people who run the agency. */
const mayInSubAccounts = ({ data }: Run, membership: Membership): boolean =>
  data.input.subAccounts !== true || may(membership, "run the agency");

export function checkSubAccountPermission(run: Run, { membership }: Scope): void {
  if (!mayInSubAccounts(run, membership)) throw new Failure("forbidden", "api.forbidden", {});
}

/** Whether somebody may do what the run does: checked for the person who starts it, and again for each item. */
export const mayRun = (run: Run, membership: Membership): boolean =>
  may(membership, HANDLERS[run.data.type]?.permission ?? "operate") && mayInSubAccounts(run, membership);

/** Starting or resuming must be allowed in the account's present state, unless the run checks that itself. */
export function checkMayStart(run: Run, lifecycle: Lifecycle, { membership, now }: Scope): void {
  if (!mayRun(run, membership)) throw new Failure("forbidden", "api.forbidden", {});
  checkAccountState(run, lifecycle, now);
}

/** Throws `conflict` if the account's state blocks the run. */
export function checkAccountState({ data: { type } }: Run, lifecycle: Lifecycle, now: Instant): void {
  const handler = HANDLERS[type];
  if (handler && !handler.allowedInAnyState) checkNotCanceled(lifecycle, handler.permission, now);
}

/** The columns of a run's report as a file. */
export function itemColumns(zone: string): CsvColumn<ItemRow>[] {
  return [
    { title: "Line", value: ({ n }) => n },
    { title: "About", value: ({ about }) => about },
    { title: "Outcome", value: ({ state }) => state },
    { title: "Reason", value: ({ reason }) => reason ?? "" },
    { title: `At (${zone})`, value: ({ at }) => (at === null ? "" : formatTimestamp(at, zone)) },
  ];
}
