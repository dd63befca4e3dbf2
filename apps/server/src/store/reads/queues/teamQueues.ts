import { type OpeningState, openingStateAt } from "@callboard/domain/queues/schedule";
import type { QueueData } from "@callboard/domain/queues/schema";
import type { Instant } from "@callboard/domain/core/time";
import { read } from "../../commit.ts";
import { type Database, single } from "../../database/port.ts";
import { findAll } from "../../queries.ts";
import { asOfOrNow, type Scope } from "../../scope.ts";

/** A queue as far as it matters who covers it. `members`: their ids. */
interface TeamQueue {
  id: string;
  name: string;
  tags: string[];
  members: string[];
  schedule: QueueData["schedule"];
  /** How many should take calls; null: it doesn't matter. */
  least: number | null;
}

export interface OpenableQueue extends TeamQueue {
  isOpen: boolean;
  /** When it opens or closes next; null: never. */
  changesAt: Instant | null;
}

/** The queues of an account with the ids and versions that they were read with. */
interface CachedQueues {
  versions: string;
  queues: CachedQueue[];
  /** The number of members of all of them. */
  size: number;
}
/** `opening`: what was worked out last, for this zone and for instants from `from` until it changes. */
interface CachedQueue extends TeamQueue {
  opening: (Pick<OpeningState, "isOpen" | "changesAt"> & { zone: string; from: Instant }) | null;
}

/** The number of members cached across all accounts: they are nearly all of a queue's size. */
const CACHE_MAX_MEMBERS = 500_000;
const VERSIONS_SQL =
  "SELECT coalesce(group_concat(id || ':' || version), '') AS versions FROM records WHERE account = ? AND kind = 'queue'";

const queueCache = new WeakMap<Database, Map<string, CachedQueues>>();

/**
 * The account's queues, and whether they are open in its zone. Cached in memory: screens ask after each change of a
 * status, and parsing hundreds of queues with all their members takes far longer than comparing their versions.
 */
export async function readTeamQueues(scope: Scope, { zone }: { zone: string }): Promise<OpenableQueue[]> {
  const now = asOfOrNow(scope);
  const queues = scope.asOf === undefined ? await cachedQueues(scope) : await readQueues(scope);
  return queues.map((queue) => ({ ...queue, ...openingOf(queue, zone, now) }));
}

function openingOf(queue: CachedQueue, zone: string, now: Instant): Pick<OpeningState, "isOpen" | "changesAt"> {
  const known = queue.opening;
  if (known && known.zone === zone && known.from <= now && (known.changesAt === null || now < known.changesAt))
    return { isOpen: known.isOpen, changesAt: known.changesAt };
  const { isOpen, changesAt } = openingStateAt(queue.schedule, zone, now);
  queue.opening = { isOpen, changesAt, zone, from: now };
  return { isOpen, changesAt };
}

async function cachedQueues(scope: Scope): Promise<CachedQueue[]> {
  const accounts = queueCache.get(scope.db) ?? new Map<string, CachedQueues>();
  queueCache.set(scope.db, accounts);
  // Read before the queues: if somebody saves one meanwhile, the next call sees another version.
  const [rows] = await scope.db.read([single(VERSIONS_SQL, scope.account)]);
  const versions = String(rows![0]!.versions);
  const cached = accounts.get(scope.account);
  accounts.delete(scope.account);
  if (cached?.versions === versions) {
    accounts.set(scope.account, cached);
    return cached.queues;
  }
  const queues = await readQueues(scope);
  accounts.set(scope.account, { versions, queues, size: queues.reduce((sum, { members }) => sum + members.length, 0) });
  forgetOldest(accounts, scope.account);
  return queues;
}

function forgetOldest(accounts: Map<string, CachedQueues>, current: string): void {
  let members = [...accounts.values()].reduce((sum, { size }) => sum + size, 0);
  for (const [account, { size }] of accounts) {
    if (members <= CACHE_MAX_MEMBERS || account === current) return;
    accounts.delete(account);
    members -= size;
  }
}

async function readQueues(scope: Scope): Promise<CachedQueue[]> {
  const { queues } = await read(scope, { queues: findAll("queue") });
  return queues.map(({ id, data: { name, tags, members, schedule, leastTakingCalls: least } }) => ({
    id,
    name,
    tags,
    members: members.map((member) => member.id),
    schedule,
    least,
    opening: null,
  }));
}
