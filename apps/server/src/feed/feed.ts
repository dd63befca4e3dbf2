import type { Area } from "@callboard/domain/core/permissions";
import type { KindName } from "@callboard/domain/core/records";
import { readPermissionsOf, readersColumnSql } from "../store/readPermissions.ts";
import { type Database, type Row, stmt } from "../store/database/port.ts";
import type { ChangeEvent } from "../store/changeEvent.ts";

/** A change in the feed. `seq` is where to resume after an interruption. */
export interface FeedEvent extends ChangeEvent {
  seq: number;
  /** The people it is about, if somebody else made it. */
  about?: readonly string[] | undefined;
  /** One of a run's many changes: screens needn't react to each. */
  many?: boolean | undefined;
  /** No record changed, but everything must be read again: the clock was moved. */
  everything?: true | undefined;
}

type FeedListener = (heard: FeedEvent) => void;

export const BACKLOG_MAX = 500;
const COLUMNS = `seq, account, kind, id, version, area, batch IS NOT NULL AS many,
  ${readersColumnSql("changes")} AS deeds,
  (SELECT json_group_array(a.person) FROM about a WHERE a.account = changes.account AND a.n = changes.n) AS about`;

/**
 * Notifies an account's subscribers. Changes are read from the log in order, so that other processes' writes are
 * published like one's own, each once.
 */
export class Feed {
  private readonly hubs = new Map<string, Set<FeedListener>>();
  private readonly droppers = new Set<(event: ChangeEvent) => void>();
  private readonly db: Database;
  private cursor = -1;
  private reading: Promise<void> | null = null;
  private again = false;
  private asleep = false;

  constructor(db: Database) {
    this.db = db;
  }

  async start(): Promise<void> {
    this.cursor = await this.head();
  }

  async head(): Promise<number> {
    const [rows] = await this.db.read([stmt("SELECT coalesce(max(seq), 0) AS seq FROM changes")]);
    return Number(rows![0]!.seq);
  }

  /** Whether there are any subscribers. */
  get isHeard(): boolean {
    return this.hubs.size > 0;
  }

  /** Called by the store after a commit. Caches are dropped at once; screens are notified from the log. */
  ring(events: readonly ChangeEvent[]): void {
    for (const event of events) for (const drop of this.droppers) drop(event);
    for (const event of events) if (isUnlogged(event)) this.tell({ ...event, seq: this.cursor });
    if (!events.every(isUnlogged)) void this.catchUp();
  }

  /** `drop` runs before the writer gets its answer, and again when another process has written. */
  onWrite(drop: (event: ChangeEvent) => void): void {
    this.droppers.add(drop);
  }

  /** Reads the log after the cursor. Concurrent calls share one read, plus one more after it. */
  catchUp(): Promise<void> {
    // Without subscribers nothing is read: the next one starts at the log's end at that moment.
    if (this.hubs.size === 0) {
      this.asleep = true;
      return Promise.resolve();
    }
    this.again = true;
    this.reading ??= this.readOn().finally(() => (this.reading = null));
    return this.reading;
  }

  private async readOn(): Promise<void> {
    while (this.again) {
      this.again = false;
      const [rows] = await this.db.read([
        stmt(`SELECT ${COLUMNS} FROM changes WHERE seq > ? ORDER BY seq`, this.cursor),
      ]);
      for (const row of rows!) {
        this.cursor = Math.max(this.cursor, Number(row.seq));
        const heard = feedEventFrom(row);
        for (const drop of this.droppers) drop(heard);
        this.tell(heard);
      }
    }
  }

  /** Makes all subscribers reload everything. */
  tellAll(): void {
    const asOne = { kind: "account", id: "", version: 0, area: "account", seq: this.cursor, everything: true } as const;
    const listeners = new Map(
      [...this.hubs].flatMap(([account, hub]) => [...hub].map((one) => [one, account] as const)),
    );
    for (const [listener, account] of listeners) listener({ ...asOne, account });
  }

  private tell(heard: FeedEvent): void {
    for (const listener of this.hubs.get(heard.account) ?? []) listener(heard);
  }

  /** Subscribes to all changes of these owners; returns the function to unsubscribe. */
  async listen(accounts: readonly string[], listener: FeedListener): Promise<() => void> {
    for (const account of accounts) this.hubs.set(account, (this.hubs.get(account) ?? new Set()).add(listener));
    if (this.asleep) {
      this.asleep = false;
      this.cursor = Math.max(this.cursor, await this.head());
    }
    return () => {
      for (const account of accounts) {
        const hub = this.hubs.get(account);
        hub?.delete(listener);
        if (hub?.size === 0) this.hubs.delete(account);
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
    const found = (await this.db.read(newest)).flat().map(feedEventFrom);
    return found.sort((a, b) => a.seq - b.seq).slice(-BACKLOG_MAX - 1);
  }
}

const isUnlogged = (event: ChangeEvent): boolean => event.kind === "balance" || event.passing === true;

const feedEventFrom = (row: Row): FeedEvent => ({
  seq: Number(row.seq),
  account: String(row.account),
  kind: row.kind as KindName,
  id: String(row.id),
  version: Number(row.version),
  area: row.area as Area,
  deeds: readPermissionsOf(row.kind as KindName, row.deeds),
  many: row.many === 1,
  about: JSON.parse(row.about) as string[],
});
