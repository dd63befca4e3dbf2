import { allStatuses, type Status } from "@callboard/domain/agents/rules";
import { statusesTakingCalls } from "@callboard/domain/agents/board";
import type { Instant } from "@callboard/domain/core/time";
import { normalizeForSearch } from "@callboard/domain/core/text/search";
import { type Database, type Row, single, stmt } from "../database/port.ts";
import { emptyReadRecords, parseRecord } from "../queries.ts";
import { asOfOrNow, type Scope } from "../scope.ts";
import { read } from "../commit.ts";
import { TEAM_SQL, seatAt, type Teammate, teammateFromRow } from "./teammates.ts";
import { type TeamLists, teamLists } from "./teamLists.ts";
import { pastTeamQueries, readPastRows } from "./pastTeam.ts";

/** The team at an instant, and the next one at which a seat changes through time alone. */
export interface Team extends TeamLists {
  byPerson: ReadonlyMap<string, Teammate>;
  statuses: Status[];
  changesAt: Instant | null;
  /** How far in the account's log it has been followed; 0 for the past. */
  logPosition: number;
}

/** Up to this many new changes are applied to a cached team; with more, it is read again. */
const FOLLOW_MAX = 2000;
const MEMBERS_PER_READ = 250;
/** The number of people cached across all accounts. */
const CACHE_MAX_PEOPLE = 300_000;

const teamCache = new WeakMap<Database, Map<string, CachedTeam>>();

/**
 * The current account's team, cached in memory. It follows the account's log, so only changes since the last call are
 * read, whoever wrote them. The past is always read completely.
 */
export async function readTeam(scope: Scope): Promise<Team> {
  if (scope.asOf !== undefined) return readPastTeam(scope);
  const teams = teamCache.get(scope.db) ?? new Map<string, CachedTeam>();
  teamCache.set(scope.db, teams);
  const team = teams.get(scope.account) ?? new CachedTeam(scope.db, scope.account);
  teams.delete(scope.account);
  teams.set(scope.account, team);
  const current = await team.at(scope.now);
  let people = [...teams.values()].reduce((sum, { size }) => sum + size, 0);
  for (const [account, { size }] of teams) {
    if (people <= CACHE_MAX_PEOPLE || account === scope.account) break;
    teams.delete(account);
    people -= size;
  }
  return current;
}

class CachedTeam {
  private readonly db: Database;
  private readonly account: string;
  private people = new Map<string, Teammate>();
  /** Sorted by name; null after somebody joined, left or was renamed. */
  private sorted: string[] | null = null;
  private lists: TeamLists | null = null;
  /** When a seat changes next through time alone; undefined if it must be computed from all seats. */
  private changesAt: Instant | null | undefined;
  private statuses: Status[] = [];
  /** The ids of statuses in which agents take calls. */
  private takesCalls: ReadonlySet<string> = new Set();
  /** How far it has followed the account's log, and renamed people. */
  private logPosition = -1;
  private renamesPosition = -1;
  private pending: Promise<unknown> = Promise.resolve();
  /** The database's version up to which it has followed the log. */
  private dataVersion: number | null = null;

  constructor(db: Database, account: string) {
    this.db = db;
    this.account = account;
  }

  get size(): number {
    return this.people.size;
  }

  /** The team at `now`. Requests run one after the other: each sees at least what was written before it started. */
  at(now: Instant): Promise<Team> {
    const result = this.pending.then(() => this.update(now));
    this.pending = result.catch(() => (this.logPosition = -1));
    return result;
  }

  private async update(now: Instant): Promise<Team> {
    const version = this.db.dataVersion();
    if (version !== null && version === this.dataVersion) return this.teamAt(now);
    this.dataVersion = null;
    const team = await this.follow(now);
    this.dataVersion = version;
    return team;
  }

  private async follow(now: Instant): Promise<Team> {
    if (this.logPosition < 0) await this.readAll(now);
    for (;;) {
      const [heads, changes, renames] = await this.db.read([
        logHeadStmt(this.account),
        stmt(
          `SELECT kind, id FROM (SELECT kind, id FROM changes WHERE account = ? AND n > ? ORDER BY n LIMIT ${FOLLOW_MAX})
           WHERE kind IN ('agent', 'phone', 'member', 'status')`,
          this.account,
          this.logPosition,
        ),
        stmt("SELECT n, person FROM person_renames WHERE n > ? ORDER BY n", this.renamesPosition),
      ]);
      const head = Number(heads![0]!.n);
      if (head - this.logPosition <= FOLLOW_MAX) {
        this.logPosition = head;
        this.renamesPosition = Number(renames!.at(-1)?.n ?? this.renamesPosition);
        await this.applyChanges(changes!, renames!, now);
        return this.teamAt(now);
      }
      await this.readAll(now);
    }
  }

  private async applyChanges(changes: readonly Row[], renames: readonly Row[], now: Instant): Promise<void> {
    const changed = new Set(changes.filter(({ kind }) => kind !== "status").map(({ id }) => String(id)));
    for (const { person } of renames) if (this.people.has(person)) changed.add(person);
    if (changes.some(({ kind }) => kind === "status")) await this.readStatuses(now);
    if (changed.size > 0) await this.readPeople([...changed], now);
  }

  /** Applies changes that came through time alone; the rest stays. */
  private teamAt(now: Instant): Team {
    if (this.changesAt === undefined || (this.changesAt !== null && this.changesAt <= now)) this.advanceTime(now);
    this.sorted ??= [...this.people.values()].sort(byName).map(({ person }) => person);
    this.lists ??= teamLists(
      this.sorted.map((person) => this.people.get(person)!),
      this.statuses,
      now,
    );
    const { lists, people: byPerson, statuses, changesAt, logPosition } = this;
    return { ...lists, byPerson, statuses, changesAt: changesAt!, logPosition };
  }

  private advanceTime(now: Instant): void {
    let next: Instant | null = null;
    for (const teammate of this.people.values()) {
      if (teammate.seat === null || teammate.seat.changesAt === null) continue;
      const { changesAt } = (teammate.seat.changesAt <= now ? this.refreshTeammate(teammate, now) : teammate).seat!;
      if (changesAt !== null && (next === null || changesAt < next)) next = changesAt;
    }
    this.changesAt = next;
  }

  /** Objects already returned are never changed: a seat that changes is replaced by a new object. */
  private refreshTeammate(teammate: Teammate, now: Instant): Teammate {
    const refreshed = { ...teammate, seat: teammate.seat && seatAt(teammate.seat, this.takesCalls, now) };
    const oldChange = this.people.get(teammate.person)?.seat?.changesAt ?? null;
    const newChange = refreshed.seat?.changesAt ?? null;
    const { changesAt } = this;
    if (oldChange !== null && oldChange === changesAt) this.changesAt = undefined;
    else if (newChange !== null && changesAt !== undefined && (changesAt === null || newChange < changesAt))
      this.changesAt = newChange;
    this.people.set(teammate.person, refreshed);
    this.lists = null;
    return refreshed;
  }

  /** Reads in slices, so that a large team doesn't block others. Later changes are followed afterwards. */
  private async readAll(now: Instant): Promise<void> {
    const [heads, renames] = await this.db.read([
      logHeadStmt(this.account),
      single("SELECT coalesce(max(n), 0) AS n FROM person_renames"),
    ]);
    this.people = new Map();
    [this.sorted, this.lists, this.changesAt] = [null, null, undefined];
    await this.readStatuses(now);
    for (let last = ""; ;) {
      const [rows] = await this.db.read([
        stmt(`${TEAM_SQL} AND m.id > ? ORDER BY m.id LIMIT ${MEMBERS_PER_READ}`, this.account, last),
      ]);
      for (const row of rows!) this.addRow(row, now);
      if (rows!.length < MEMBERS_PER_READ) break;
      last = String(rows!.at(-1)!.id);
      await new Promise(setImmediate);
    }
    this.logPosition = Number(heads![0]!.n);
    this.renamesPosition = Number(renames![0]!.n);
  }

  private async readPeople(people: readonly string[], now: Instant): Promise<void> {
    const [rows] = await this.db.read([
      stmt(`${TEAM_SQL} AND m.id IN (SELECT value FROM json_each(?))`, this.account, JSON.stringify(people)),
    ]);
    const present = new Set(rows!.map(({ id }) => String(id)));
    for (const person of people)
      if (!present.has(person) && this.people.delete(person))
        [this.sorted, this.lists, this.changesAt] = [null, null, undefined];
    for (const row of rows!) this.addRow(row, now);
  }

  private addRow(row: Row, now: Instant): void {
    const teammate = teammateFromRow(row);
    if (this.people.get(teammate.person)?.key !== teammate.key) this.sorted = null;
    this.refreshTeammate(teammate, now);
  }

  private async readStatuses(now: Instant): Promise<void> {
    const [rows] = await this.db.read([stmt(STATUSES_SQL, this.account)]);
    const readRecords = emptyReadRecords();
    this.statuses = allStatuses(rows!.map((row) => parseRecord<"status">(row, readRecords)));
    this.takesCalls = statusesTakingCalls(this.statuses);
    for (const teammate of this.people.values()) this.refreshTeammate(teammate, now);
  }
}

const logHeadStmt = (account: string) =>
  single("SELECT coalesce(max(n), 0) AS n FROM changes WHERE account = ?", account);
const STATUSES_SQL =
  "SELECT account, kind, id, version, shape, data, at FROM records WHERE account = ? AND kind = 'status'";

const byName = (a: Teammate, b: Teammate): number =>
  a.key < b.key ? -1 : a.key > b.key ? 1 : a.person < b.person ? -1 : 1;

/** A past team, computed on each call. */
async function readPastTeam(scope: Scope): Promise<Team> {
  const { members, agents, phones, statuses: docs } = await read(scope, pastTeamQueries);
  const statuses = allStatuses(docs);
  const takesCalls = statusesTakingCalls(statuses);
  const people = (await readPastRows(scope, members, agents, phones))
    .map((teammate): Teammate => ({
      ...teammate,
      key: normalizeForSearch(teammate.name),
      seat: teammate.seat && seatAt(teammate.seat, takesCalls, asOfOrNow(scope)),
    }))
    .sort(byName);
  const byPerson = new Map(people.map((teammate) => [teammate.person, teammate]));
  return { ...teamLists(people, statuses, asOfOrNow(scope)), byPerson, statuses, changesAt: null, logPosition: 0 };
}
