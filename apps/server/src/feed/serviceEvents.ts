import { book, bookOwner, isInactive } from "@callboard/domain/core/ledger";
import type { ChangeEvent } from "../store/changeEvent.ts";
import { type Database, stmt } from "../store/database/port.ts";
import type { Feed } from "./feed.ts";
import { bookBalanceSql } from "../store/ledger/postings.ts";
import { PAID_SUB_ACCOUNTS_SQL } from "../store/reads/payer.ts";

const PAUSE_MS = 500;

/**
 * Notifies everybody in an account, and in those that it pays for, when its balance falls below zero or recovers:
 * people who may not read the balance must know that calls don't connect. Checked at most twice a second.
 */
export function notifyInactive(db: Database, feed: Feed, onError: (error: unknown) => void): () => Promise<void> {
  const wasInactive = new Map<string, boolean>();
  const changed = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let checking: Promise<void> = Promise.resolve();

  async function check(): Promise<void> {
    const accounts = [...changed];
    changed.clear();
    for (const account of accounts) {
      const [balances, subAccounts] = await db.read([
        stmt(`SELECT ${bookBalanceSql("?1")} AS balance`, book(account, "balance")),
        stmt(PAID_SUB_ACCOUNTS_SQL, account),
      ]);
      const inactive = isInactive(Number(balances![0]?.balance ?? 0));
      if (wasInactive.get(account) === inactive) continue;
      wasInactive.set(account, inactive);
      feed.notify([account, ...subAccounts!.map(({ id }) => String(id))].map(serviceEvent));
    }
  }

  feed.onInvalidate(({ kind, account }) => {
    if (kind !== "balance") return;
    // While nobody listens, nothing is checked: what was known before may be wrong by the time somebody does.
    if (!feed.hasListeners) return void wasInactive.delete(account);
    changed.add(account);
    timer ??= setTimeout(() => {
      timer = undefined;
      checking = checking.then(check).catch(onError);
    }, PAUSE_MS);
  });
  return () => {
    clearTimeout(timer);
    return checking;
  };
}

const serviceEvent = (account: string): ChangeEvent => ({
  account,
  kind: "lifecycle",
  id: account,
  version: 0,
  area: "account",
  unlogged: true,
});

/** Publishes movements by other processes like this process's own. */
export function notifyExternalPostings(db: Database, feed: Feed): () => Promise<void> {
  let lastSeq: number | null = null;
  return async () => {
    if (lastSeq === null) {
      const [rows] = await db.read([stmt("SELECT coalesce(max(seq), 0) AS seq FROM postings")]);
      lastSeq = Number(rows![0]!.seq);
      return;
    }
    const [rows] = await db.read([
      stmt("SELECT seq, from_book, to_book FROM postings WHERE seq > ? ORDER BY seq", lastSeq),
    ]);
    if (rows!.length === 0) return;
    lastSeq = Number(rows!.at(-1)!.seq);
    const owners = rows!.flatMap(({ from_book: from, to_book: to }) => [bookOwner(from), bookOwner(to)]);
    feed.notify(
      [...new Set(owners)].map((account) => ({ account, kind: "balance", id: "balance", version: 0, area: "billing" })),
    );
  };
}
