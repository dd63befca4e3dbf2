import { may } from "@callboard/domain/access";
import { Failure, refuse } from "@callboard/domain/failure";
import type { BringBack, RestoreRecord, UndoBatch } from "@callboard/domain/history.schema";
import type { KindName } from "@callboard/domain/records";
import type * as z from "zod/mini";
import { type Edition, edition, type LastOfBatch, lastOfBatch, newest, NO_PART, standingAt } from "../../editions.ts";
import { checkInstant, hiddenTo, readableKind, type Sight, versionGone } from "../../visibility.ts";
import { rows } from "../../needs.ts";
import { type Scope, within } from "../../scope.ts";
import { look } from "../../store.ts";
import { subAccounts } from "../../uses.ts";
import { seen } from "./seen.ts";
import { sightHere } from "../../sight.ts";
import { bothReady, NOTHING_READY, ready, type Ready } from "../../restoring/ready.ts";
import type { Target } from "../../restoring/targets.ts";

/** Changes that one proposal takes back. More of them are a run. */
export const BATCH_MAX = 500;

/** What is to be as it was, and how that is called. */
export interface Wanted extends Ready {
  title: { key: "record" | "change" | "batch" | "back"; noun: string; name: string; version: number; at: number };
}

const whole = ({ account }: Scope, kind: KindName, id: string) =>
  ({ account, kind, id, take: "version", fields: null, choices: {}, untouched: false }) as const;

/** Asked each time that a way back is worked out, since a proposal can be made anew long after. */
const sightNow = async (scope: Scope): Promise<Sight> => (await sightHere(scope, { zone: "UTC" }, undefined)).sight;

export async function recordTarget(scope: Scope, input: z.output<typeof RestoreRecord>): Promise<Target> {
  const kind = readableKind(input.kind, scope.standing).kind;
  const sight = await sightNow(scope);
  const one = await seen(scope, sight, kind, input.id, input.version);
  const { now } = await look(scope, { now: newest(kind, input.id) });
  const target = { ...whole(scope, kind, input.id), fields: input.fields, choices: input.choices };
  if (input.take === "version") return { ...target, older: input.version, seen: input.seen ?? now!.version };
  const older = await olderOf(scope, one, sight);
  // A pin keeps one version, not the one before it.
  if (older !== null && one.at <= hiddenTo(sight, one.log)) await seen(scope, sight, kind, input.id, older);
  return { ...target, take: "change", older, seen: input.version };
}

/**
 * The version that holds how the record was before a change; null where it was not there. One that is removed by now is
 * no sign that the record was not there: taking that for one would delete it.
 */
async function olderOf(scope: Scope, one: Edition, sight: Sight): Promise<number | null> {
  if (one.event === "deleted") return one.version;
  if (one.event === "created") return null;
  if (one.before !== null) return one.version - 1;
  const { last } = await look(scope, { last: edition(one.kind, one.id, one.version - 1) });
  if (last?.event === "deleted") return null;
  throw versionGone(sight, "version");
}

/** How large a batch is, and in which accounts: an agency's may reach into its sub-accounts. */
export interface BatchSize {
  size: number;
  accounts: string[];
}

/** Throws where there is no such batch, or some of it is too old to be seen. */
export async function batchSize(scope: Scope, batch: string): Promise<BatchSize> {
  const sight = await sightNow(scope);
  const { below } = may(scope.standing, "run the agency") ? await look(scope, { below: subAccounts }) : { below: [] };
  const { parts } = await look(scope, {
    parts: rows<{ account: string; log: "history" | "activity"; changes: number; since: number }>(
      `SELECT account, log, count(*) AS changes, min(at) AS since FROM changes
       WHERE account IN (SELECT value FROM json_each(?)) AND batch = ? AND kind NOT IN (${NO_PART}) GROUP BY account, log`,
      JSON.stringify([scope.account, ...below]),
      batch,
    ),
  });
  if (parts.length === 0 || parts.some(({ log, since }) => Number(since) <= hiddenTo(sight, log)))
    refuse("not-found", "history.batchUnknown", {}, "batch");
  const size = parts.reduce((sum, { changes }) => sum + Number(changes), 0);
  return { size, accounts: [...new Set(parts.map(({ account }) => account))] };
}

export async function undone(scope: Scope, input: z.output<typeof UndoBatch>): Promise<Wanted> {
  const { size, accounts } = await batchSize(scope, input.batch);
  // It may have grown since it was asked about.
  if (size > BATCH_MAX) refuse("conflict", "history.batchLong", { most: BATCH_MAX });
  let all = NOTHING_READY;
  for (const account of accounts) {
    const there = within(scope, account, [scope.account]);
    const asked: Target[] = [];
    const { last } = await look(there, { last: lastOfBatch(input.batch, null, BATCH_MAX) });
    for (const one of last) asked.push(await takenBack(there, one));
    all = bothReady(all, await ready(there, asked, input.names));
  }
  return { ...all, title: { key: "batch", noun: "", name: "", version: size, at: 0 } };
}

/** The first version that a batch made of a record. */
export async function openingOf(scope: Scope, { last, first }: LastOfBatch): Promise<Edition> {
  if (first === last.version) return last;
  const { opening } = await look(scope, { opening: edition(last.kind, last.id, first) });
  return opening!;
}

/** A batch may have changed a record several times: it goes back to before the first of them, at one stroke. */
export async function takenBack(scope: Scope, part: LastOfBatch): Promise<Target> {
  const { last, first, times } = part;
  return {
    ...whole(scope, last.kind, last.id),
    older: await olderOf(scope, await openingOf(scope, part), await sightNow(scope)),
    // Where somebody else came in between, the record counts as touched since.
    seen: last.version - first === times - 1 ? last.version : first,
    take: "change",
    untouched: true,
  };
}

export async function asTheyWere(scope: Scope, input: z.output<typeof BringBack>): Promise<Wanted> {
  checkInstant(input.at, await sightNow(scope), scope.now, "at");
  const asked: Target[] = [];
  for (const { kind: name, id } of input.records) {
    const kind = readableKind(name, scope.standing).kind;
    const { older, now } = await look(scope, { older: standingAt(kind, id, input.at), now: newest(kind, id) });
    if (!now) throw new Failure("not-found", "record.gone", {}, "records");
    asked.push({ ...whole(scope, kind, id), older: older?.version ?? null, seen: now.version });
  }
  return {
    ...(await ready(scope, asked, input.names)),
    title: { key: "back", noun: "", name: "", version: input.records.length, at: input.at },
  };
}
