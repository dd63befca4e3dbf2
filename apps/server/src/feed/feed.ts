import type { Area } from "@callboard/domain/core/permissions";
import type { KindName } from "@callboard/domain/core/records";
import { readPermissionsOf, readersColumnSql } from "../store/readPermissions.ts";
import { type Database, type Row, stmt } from "../store/database/port.ts";
import type { ChangeEvent } from "../store/changeEvent.ts";

/** A change in the feed. `seq` is where to resume after an interruption. */
export interface FeedEvent extends ChangeEvent {
  seq: number;
  /** The people it is about, and who made it: their other windows show it too. */
  people?: readonly string[] | undefined;
  /** One of a run's many changes: screens needn't react to each. */
  isBulk?: boolean | undefined;
  /** No record changed, but everything must be read again: the clock was moved. */
  reloadAll?: true | undefined;
}

type FeedListener = (event: FeedEvent) => void;

/** A client that missed more changes than this reloads everything. */
export const BACKLOG_MAX = 500;
const COLUMNS = `seq, account, kind, id, version, area, person, batch IS NOT NULL AS is_bulk,
  ${readersColumnSql("changes")} AS permissions,
  (SELECT json_group_array(a.person) FROM change_people a WHERE a.account = changes.account AND a.n = changes.n) AS people`;

/**
 * Notifies an account's subscribers. Changes are read from the log in order, so that other processes' writes are
 * published like this process's own, each once.
 */
export class Feed {
  private readonly listeners = new Map<string, Set<FeedListener>>();
  private readonly invalidators = new Set<(event: ChangeEvent) => void>();
  private readonly db: Database;
  /** The last position that was read from the log. */
  private cursor = -1;
  private reading: Promise<void> | null = null;
  private readAgain = false;
  /** Whether changes were left unread because there were no subscribers. */
  private isIdle = false;

  constructor(db: Database) {
    this.db = db;
  }

  async start(): Promise<void> {
    this.cursor = await this.head();
  }

  /** The last position in the log of all accounts. */
  async head(): Promise<number> {
    const [rows] = await this.db.read([stmt("SELECT coalesce(max(seq), 0) AS seq FROM changes")]);
    return Number(rows![0]!.seq);
  }

  /** Whether there are any subscribers. */
  get hasListeners(): boolean {
    return this.listeners.size > 0;
  }

  /** Called by the store after a commit. Caches are dropped at once; screens are notified from the log. */
  notify(events: readonly ChangeEvent[]): void {
    for (const event of events) for (const invalidate of this.invalidators) invalidate(event);
    for (const event of events) if (isUnlogged(event)) this.deliver({ ...event, seq: this.cursor });
    if (!events.every(isUnlogged)) void this.catchUp();
  }

  /**
   * Registers a function that drops cached data affected by a change. It runs before the writer gets its answer, and
   * again when the change is read from the log.
   */
  onInvalidate(invalidate: (event: ChangeEvent) => void): void {
    this.invalidators.add(invalidate);
  }

  /** Reads the log after the cursor. Concurrent calls share one read, plus one more after it. */
  catchUp(): Promise<void> {
    // Without subscribers nothing is read: the next one starts at the log's end at that moment.
    if (this.listeners.size === 0) {
      this.isIdle = true;
      return Promise.resolve();
    }
    this.readAgain = true;
    this.reading ??= this.readNext().finally(() => (this.reading = null));
    return this.reading;
  }

  private async readNext(): Promise<void> {
    while (this.readAgain) {
      this.readAgain = false;
      const [rows] = await this.db.read([
        stmt(`SELECT ${COLUMNS} FROM changes WHERE seq > ? ORDER BY seq`, this.cursor),
      ]);
      for (const row of rows!) {
        this.cursor = Math.max(this.cursor, Number(row.seq));
        const event = feedEventFrom(row);
        for (const invalidate of this.invalidators) invalidate(event);
        this.deliver(event);
      }
    }
  }

  /** Makes all subscribers reload everything. */
  notifyAll(): void {
    const reload = { kind: "account", id: "", version: 0, area: "account", seq: this.cursor, reloadAll: true } as const;
    const listeners = new Map(
      [...this.listeners].flatMap(([account, accountListeners]) =>
        [...accountListeners].map((listener) => [listener, account] as const),
      ),
    );
    for (const [listener, account] of listeners) listener({ ...reload, account });
  }

  private deliver(event: FeedEvent): void {
    for (const listener of this.listeners.get(event.account) ?? []) listener(event);
  }

  /** Subscribes to all changes of these owners; returns the function to unsubscribe. */
  async listen(accounts: readonly string[], listener: FeedListener): Promise<() => void> {
    for (const account of accounts)
      this.listeners.set(account, (this.listeners.get(account) ?? new Set()).add(listener));
    if (this.isIdle) {
      this.isIdle = false;
      this.cursor = Math.max(this.cursor, await this.head());
    }
    return () => {
      for (const account of accounts) {
        const accountListeners = this.listeners.get(account);
        accountListeners?.delete(listener);
        if (accountListeners?.size === 0) this.listeners.delete(account);
      }
    };
  }

  /** The changes after `seq`; one row more than the maximum means too many: reload everything. */
  async backlog(accounts: readonly string[], seq: number): Promise<FeedEvent[]> {
    // Reads the newest rows by each account's own index: the complete log is long, and its newest rows belong to
    // others.
    const newest = accounts.map((account) =>
      stmt(
        `SELECT * FROM (SELECT ${COLUMNS} FROM changes WHERE account = ? ORDER BY n DESC LIMIT ${BACKLOG_MAX + 1}) WHERE seq > ?`,
        account,
        seq,
      ),
    );
    const events = (await this.db.read(newest)).flat().map(feedEventFrom);
    return events.sort((a, b) => a.seq - b.seq).slice(-BACKLOG_MAX - 1);
  }
}

/** Balance changes and unlogged events are not in the change log. */
const isUnlogged = (event: ChangeEvent): boolean => event.kind === "balance" || event.unlogged === true;

const feedEventFrom = (row: Row): FeedEvent => ({
  seq: Number(row.seq),
  account: String(row.account),
  kind: row.kind as KindName,
  id: String(row.id),
  version: Number(row.version),
  area: row.area as Area,
  permissions: readPermissionsOf(row.kind as KindName, row.permissions),
  isBulk: row.is_bulk === 1,
  people: [...(JSON.parse(row.people) as string[]), ...(row.person === null ? [] : [String(row.person)])],
});
