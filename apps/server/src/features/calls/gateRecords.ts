import { payerOf } from "@callboard/domain/account/rules";
import type { Doc } from "@callboard/domain/core/record";
import type { DataOf } from "@callboard/domain/core/records";
import { sliceCode } from "@callboard/domain/core/text/text";
import type { QueueTurns } from "@callboard/domain/queues/turns";
import type { Database } from "../../store/database/port.ts";
import { combineByName, combineQueries, type Facts, findOptional, NO_QUERY } from "../../store/queries.ts";
import { read } from "../../store/commit.ts";
import { readTeam, type Team } from "../../store/reads/team.ts";
import type { Scope } from "../../store/scope.ts";
import { findTurns } from "../../store/reads/queues/queueTurns.ts";
import { findChangesAfter, findNumberId, type GateKind, liveFacts } from "./reads/gate.ts";

/** What a question is about. `call`: the call's own id, so that it doesn't count as another one in progress. */
export type GateSubject = { e164: string; call: string } | { number: string } | { queue: string };

/** The records that decide about a call, and what changes without a record, as of one position in the log. */
export interface GateRecords {
  account: Doc<DataOf<"account">>;
  lifecycle: Doc<DataOf<"lifecycle">>;
  terms: Doc<DataOf<"terms">>;
  /** Null in a dry run of a queue. */
  number: Doc<DataOf<"number">> | null;
  queues: ReadonlyMap<string, Doc<DataOf<"queue">>>;
  receivers: ReadonlyMap<string, Doc<DataOf<"receiver">>>;
  turns: ReadonlyMap<string, QueueTurns>;
  team: Team;
  live: Facts<ReturnType<typeof liveFacts>>;
}

/** Facts that aren't records: as of this version of the database, and for instants from `from` to before `until`. */
interface LatestFacts extends Pick<GateRecords, "live" | "turns"> {
  /** The queues whose turns were read. */
  turnsOf: ReadonlySet<string>;
  version: number;
  from: number;
  until: number;
}

/** `known`: what was read before of the same version, about other queues. */
function latestFacts(
  { live, turns, turnsOf }: Pick<LatestFacts, "live" | "turns" | "turnsOf">,
  known: LatestFacts | null,
  version: number | null,
  now: number,
): LatestFacts | null {
  if (version === null) return null;
  return {
    live,
    turns: new Map([...(known?.turns ?? []), ...turns]),
    turnsOf: new Set([...(known?.turnsOf ?? []), ...turnsOf]),
    version,
    from: now,
    until: live.nextLapse,
  };
}

/** The most records of an account that stay cached. */
const RECORDS_MAX = 5000;
const ACCOUNTS_MAX = 1000;

const caches = new WeakMap<Database, Map<string, CachedGateRecords>>();

export function gateRecordsOf(db: Database, account: string): CachedGateRecords {
  const accounts = caches.get(db) ?? new Map<string, CachedGateRecords>();
  caches.set(db, accounts);
  const records = accounts.get(account) ?? new CachedGateRecords();
  accounts.delete(account);
  accounts.set(account, records);
  if (accounts.size > ACCOUNTS_MAX) accounts.delete(accounts.keys().next().value!);
  return records;
}

/** Records of one account, cached in memory. They follow its log: only what changed since the last call is read again. */
class CachedGateRecords {
  private readonly records = new Map<string, Doc<unknown> | null>();
  private readonly numberIds = new Map<string, string>();
  private position = -1;
  /** What was read last and isn't a record. It is true while nobody has written anything and no lease runs out. */
  private latest: LatestFacts | null = null;

  /** Null if the account has no such number, or no such queue. */
  async read(scope: Scope, subject: GateSubject): Promise<GateRecords | null> {
    for (;;) {
      const team = await readTeam(scope);
      if (this.position < 0) this.position = team.logPosition;
      const keys = this.neededKeys(scope.account, subject);
      if (keys === null && !(await this.findNumber(scope, subject))) return null;
      if (keys === null) continue;
      const missing = keys.filter((key) => !this.records.has(key));
      const account = this.get("account", scope.account);
      const payer = account && payerOf(account.id, account.data);
      const queueIds = keys.flatMap((key) => (key.startsWith("queue:") ? [idOf(key)] : []));
      const version = scope.db.dataVersion();
      const latest = this.latestAt(version, scope.now);
      if (latest && missing.length === 0 && queueIds.every((id) => latest.turnsOf.has(id)))
        return this.recordsFor(scope.account, subject, { team, live: latest.live, turns: latest.turns });
      const { position } = this;
      const { changes, found, live, turns } = await read(
        { ...scope, relatedAccounts: payer === null ? [] : [payer] },
        {
          changes: findChangesAfter(position),
          found: combineQueries(missing.map((key) => findOptional(kindOf(key), idOf(key)))),
          live: payer === null ? NO_QUERY : combineByName(liveFacts(payer)),
          turns: findTurns(queueIds),
        },
      );
      // Another question may have moved the cache on while this one was reading.
      if (position !== this.position) continue;
      if (changes === null) {
        this.clear();
        continue;
      }
      for (const key of changes.keys) this.forget(key);
      this.position = Math.max(changes.head, position);
      missing.forEach((key, index) => this.remember(key, found[index]!));
      const isComplete = this.neededKeys(scope.account, subject)?.every((key) => this.records.has(key)) ?? false;
      if (!isComplete || live === null || changes.team > team.logPosition) continue;
      this.latest = latestFacts({ live, turns, turnsOf: new Set(queueIds) }, latest, version, scope.now);
      return this.recordsFor(scope.account, subject, { team, live, turns });
    }
  }

  private latestAt(version: number | null, now: number): LatestFacts | null {
    const { latest } = this;
    const isCurrent = latest !== null && version !== null && latest.version === version;
    return isCurrent && latest.from <= now && now < latest.until ? latest : null;
  }

  private recordsFor(
    account: string,
    subject: GateSubject,
    more: Pick<GateRecords, "team" | "live" | "turns">,
  ): GateRecords | null {
    const keys = this.neededKeys(account, subject)!;
    const number = "queue" in subject ? null : this.get("number", this.numberIdOf(subject)!);
    if (!("queue" in subject) && number === null) return null;
    if ("queue" in subject && this.get("queue", subject.queue) === null) return null;
    const docsOf = <K extends GateKind>(kind: K) =>
      new Map(
        keys.flatMap((key): [string, Doc<DataOf<K>>][] => {
          const doc = kindOf(key) === kind ? this.get(kind, idOf(key)) : null;
          return doc === null ? [] : [[doc.id, doc]];
        }),
      );
    return {
      account: this.get("account", account)!,
      lifecycle: this.get("lifecycle", account)!,
      terms: this.get("terms", account)!,
      number,
      queues: docsOf("queue"),
      receivers: docsOf("receiver"),
      ...more,
    };
  }

  /** The records that decide, as far as the cached ones say; null while the number's id isn't known. */
  private neededKeys(account: string, subject: GateSubject): string[] | null {
    const keys = [`account:${account}`, `lifecycle:${account}`, `terms:${account}`];
    if ("queue" in subject) return [...keys, ...this.queueKeys(subject.queue)];
    const number = this.numberIdOf(subject);
    if (number === null) return null;
    keys.push(`number:${number}`);
    const route = this.get("number", number)?.data.route ?? null;
    if (route?.to === "receiver") keys.push(`receiver:${route.id}`);
    return route?.to === "queue" ? [...keys, ...this.queueKeys(route.id)] : keys;
  }

  /** A queue, and those to which it sends calls that nobody answers. */
  private queueKeys(first: string): string[] {
    const keys: string[] = [];
    for (let id: string | null = first; id !== null && !keys.includes(`queue:${id}`);) {
      keys.push(`queue:${id}`);
      const noAnswer: DataOf<"queue">["noAnswer"] | undefined = this.get("queue", id)?.data.noAnswer;
      if (noAnswer?.to === "receiver") keys.push(`receiver:${noAnswer.id}`);
      id = noAnswer?.to === "queue" ? noAnswer.id : null;
    }
    return keys;
  }

  private numberIdOf = (subject: Exclude<GateSubject, { queue: string }>): string | null =>
    "number" in subject ? subject.number : (this.numberIds.get(subject.e164) ?? null);

  private async findNumber(scope: Scope, subject: GateSubject): Promise<boolean> {
    if (!("e164" in subject)) return true;
    const { id } = await read(scope, { id: findNumberId(subject.e164) });
    if (id !== null) this.numberIds.set(subject.e164, id);
    return id !== null;
  }

  private get<K extends GateKind>(kind: K, id: string): Doc<DataOf<K>> | null {
    return (this.records.get(`${kind}:${id}`) as Doc<DataOf<K>> | null | undefined) ?? null;
  }

  private remember(key: string, doc: Doc<unknown> | null): void {
    this.records.set(key, doc);
    if (this.records.size > RECORDS_MAX) this.records.delete(this.records.keys().next().value!);
  }

  /** A changed number may have been released, and belong to somebody else. */
  private forget(key: string): void {
    const doc = this.records.get(key);
    if (doc && kindOf(key) === "number") this.numberIds.delete((doc as Doc<DataOf<"number">>).data.e164);
    this.records.delete(key);
  }

  private clear(): void {
    this.records.clear();
    this.numberIds.clear();
    this.position = -1;
  }
}

const kindOf = (key: string): GateKind => sliceCode(key, 0, key.indexOf(":")) as GateKind;
const idOf = (key: string): string => sliceCode(key, key.indexOf(":") + 1);
