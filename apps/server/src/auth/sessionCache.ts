import type { Membership } from "@callboard/domain/core/permissions";
import type { Actor } from "@callboard/domain/core/actor";
import type { Lifecycle } from "@callboard/domain/lifecycle/rules";
import { DAY, type Instant } from "@callboard/domain/core/time";
import { type Database, single, stmt } from "../store/database/port.ts";
import type { Feed } from "../feed/feed.ts";
import { grantStmt } from "../store/seals/grants.ts";
import { parseData } from "../store/queries.ts";
import { affectsMembership, membershipStmt, membershipFromRow } from "./memberships.ts";
import { digestOf } from "../store/seals/digest.ts";

export const SESSION_DAYS = 30;
/** A session is extended on use, but saved at most this often. */
const EXTEND_EVERY_MS = DAY;

export type Caller =
  | { as: "person"; person: string; name: string; operator: boolean; session: string; expiresAt: Instant }
  | { as: "key"; key: string; account: string };

/** The owner of a caller's idempotency keys, the same in every account. */
export const actorOf = (caller: Caller): string =>
  caller.as === "key" ? `key:${caller.key}` : `person:${caller.person}`;

/** A caller's membership in one account, with the account facts that every call needs. */
export interface AccountContext {
  account: string;
  membership: Membership;
  actor: Actor;
  zone: string;
  agency: string | null;
  lifecycle: Lifecycle;
}

/**
 * Identifies callers and their memberships. Results are cached and dropped when access changes, through this server's
 * own writes or another process's.
 */
export class SessionCache {
  private readonly db: Database;
  private readonly callers = new Map<string, Caller>();
  private readonly contexts = new Map<string, AccountContext>();
  /** The open streams: the function that ends each one, and whose it is. */
  private readonly streams = new Map<() => void, Caller>();
  /** How often the cache was cleared: results read before the last time are not cached. */
  private generation = 0;

  constructor(db: Database, feed: Feed) {
    this.db = db;
    feed.onInvalidate(({ kind }) => {
      if (affectsMembership(kind)) this.clear();
    });
  }

  clear(): void {
    this.generation += 1;
    this.callers.clear();
    this.contexts.clear();
  }

  /** Ends a session's open streams with it. */
  endSession(session: string): void {
    this.endStreams((caller) => caller.session === session);
  }

  /** Ends the open streams of all of a person's sessions except one. */
  endSessions(person: string, exceptSession?: string): void {
    this.endStreams((caller) => caller.person === person && caller.session !== exceptSession);
  }

  /** Sessions also expire, or end on other servers with the same database: their streams are closed here. */
  async endExpiredStreams(now: Instant): Promise<void> {
    const watched = [...this.streams.values()].flatMap((caller) => (caller.as === "person" ? [caller.session] : []));
    if (watched.length === 0) return;
    const [rows] = await this.db.read([
      stmt(
        "SELECT id FROM sessions WHERE id IN (SELECT value FROM json_each(?)) AND expires_at > ?",
        JSON.stringify(watched),
        now,
      ),
    ]);
    const valid = new Set(rows!.map((row) => row.id as string));
    if (watched.some((session) => !valid.has(session))) this.endStreams(({ session }) => !valid.has(session));
  }

  private endStreams(hasEnded: (caller: Extract<Caller, { as: "person" }>) => boolean): void {
    this.clear();
    for (const [end, caller] of this.streams) if (caller.as === "person" && hasEnded(caller)) end();
  }

  /** Calls `end` when the session of an open stream has ended. */
  onSessionEnd(caller: Caller, end: () => void): () => void {
    this.streams.set(end, caller);
    return () => this.streams.delete(end);
  }

  /** The caller with this secret of a session or API key; null if it is unknown or expired. */
  async caller(secret: string, now: Instant): Promise<Caller | null> {
    const { generation } = this;
    const cached = this.callers.get(secret);
    const caller = cached ?? (await this.read(secret, now));
    if (!caller) return null;
    if (caller.as === "person" && caller.expiresAt <= now) return null;
    if (!cached && generation === this.generation) this.callers.set(secret, caller);
    if (caller.as === "person" && caller.expiresAt - now < SESSION_DAYS * DAY - EXTEND_EVERY_MS)
      await this.extend(secret, caller, now);
    return caller;
  }

  private async read(secret: string, now: Instant): Promise<Caller | null> {
    const digest = digestOf(secret);
    if (secret.startsWith("cbk_")) return this.readKey(digest);
    const [rows] = await this.db.read([
      stmt(
        `SELECT s.id, s.person, s.expires_at, p.name, p.operator FROM sessions s JOIN people p ON p.id = s.person
         WHERE s.digest = ? AND s.expires_at > ?`,
        digest,
        now,
      ),
    ]);
    const row = rows![0];
    return row
      ? {
          as: "person",
          person: row.person,
          name: row.name,
          operator: row.operator === 1,
          session: row.id,
          expiresAt: Number(row.expires_at),
        }
      : null;
  }

  private async readKey(digest: string): Promise<Caller | null> {
    const [rows] = await this.db.read([
      stmt(
        `SELECT k.account, k.id, r.shape, r.data FROM api_keys k
         JOIN records r ON r.account = k.account AND r.kind = 'apiKey' AND r.id = k.id WHERE k.digest = ?`,
        digest,
      ),
    ]);
    const row = rows![0];
    if (!row) return null;
    const data = parseData("apiKey", row);
    return data.revokedAt === null ? { as: "key", key: row.id, account: row.account } : null;
  }

  private async extend(secret: string, caller: Extract<Caller, { as: "person" }>, now: Instant): Promise<void> {
    caller.expiresAt = now + SESSION_DAYS * DAY;
    const row = { expires_at: caller.expiresAt, seen_at: now };
    await this.db.write({
      reads: [single("SELECT * FROM sessions WHERE digest = ?", digestOf(secret))],
      decide: ([rows]) => ({
        writes: rows!.map((before) => grantStmt(this.db.seal!, "sessions", before, row)),
        answer: null,
      }),
    });
  }

  /** Null if the caller has no access to this account, whether or not it exists. */
  async accountContext(caller: Caller, account: string): Promise<AccountContext | null> {
    if (caller.as === "key" && caller.account !== account) return null;
    const key = `${caller.as === "key" ? caller.key : caller.person}\n${account}`;
    const cached = this.contexts.get(key);
    if (cached !== undefined) return cached;
    const { generation } = this;
    const context = await this.readAccountContext(caller, account);
    // Missing accounts are not cached: callers can make up any number of them.
    if (context !== null && generation === this.generation) this.contexts.set(key, context);
    return context;
  }

  private async readAccountContext(caller: Caller, account: string): Promise<AccountContext | null> {
    const who = caller.as === "key" ? { key: caller.key } : { person: caller.person };
    const [rows] = await this.db.read([membershipStmt(account, who)]);
    const accountMembership = membershipFromRow(rows![0], who);
    if (!accountMembership) return null;
    const { settings, lifecycle, membership, source } = accountMembership;
    const base = { account, zone: settings.zone, agency: settings.agency, lifecycle, membership };
    if (caller.as === "key") return { ...base, actor: { as: "key", id: caller.key } };
    const { person: id } = caller;
    if (source === "agency") return { ...base, actor: { as: "agency person", id, agency: settings.agency! } };
    return { ...base, actor: { as: "person", id } };
  }
}
