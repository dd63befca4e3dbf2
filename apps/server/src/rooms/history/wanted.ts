import { Failure, refuse } from "@callboard/domain/failure";
import type { BringBack, RestoreRecord, UndoBatch } from "@callboard/domain/history.schema";
import { anyKind, type KindName } from "@callboard/domain/records";
import { DAY } from "@callboard/domain/time";
import type * as z from "zod/mini";
import {
  batchEditions,
  type Edition,
  edition,
  hiddenTo,
  newest,
  readableKind,
  type Sight,
  standingAt,
} from "../../editions.ts";
import type { Scope } from "../../scope.ts";
import { look } from "../../store.ts";
import { seen } from "./seen.ts";
import { sightHere } from "./sight.ts";
import type { Lead } from "./sound.ts";
import type { Target } from "./targets.ts";

/** Records that one proposal takes in. More of them are a run. */
const BATCH_MAX = 500;

/** What is to be as it was, and how that is called. */
export interface Wanted {
  targets: Target[];
  /** What those that come back lead to. */
  leads: Lead[];
  title: { key: "record" | "change" | "batch" | "back"; noun: string; name: string; version: number; at: number };
}

const whole = (kind: KindName, id: string) =>
  ({ kind, id, take: "version", fields: null, choices: {}, untouched: false }) as const;

/** Asked each time that a way back is worked out, since a proposal can be made anew long after. */
const sightNow = async (scope: Scope): Promise<Sight> => (await sightHere(scope, { zone: "UTC" }, undefined)).sight;

export async function recordTarget(scope: Scope, input: z.output<typeof RestoreRecord>): Promise<Target> {
  const kind = readableKind(input.kind, scope.standing).kind;
  const sight = await sightNow(scope);
  const one = await seen(scope, sight, kind, input.id, input.version);
  const { now } = await look(scope, { now: newest(kind, input.id) });
  const target = { ...whole(kind, input.id), fields: input.fields, choices: input.choices };
  if (input.take === "version") return { ...target, older: input.version, seen: input.seen ?? now!.version };
  const older = await olderOf(scope, one);
  // A pin keeps one version, not the one before it.
  if (older !== null && one.at <= hiddenTo(sight, one.log)) await seen(scope, sight, kind, input.id, older);
  return { ...target, take: "change", older, seen: input.version };
}

/**
 * The version that holds how the record was before a change; null where it was not there. One that is removed by now is
 * no sign that the record was not there: taking that for one would delete it.
 */
async function olderOf(scope: Scope, one: Edition): Promise<number | null> {
  if (one.event === "deleted") return one.version;
  if (one.event === "created") return null;
  if (one.before !== null) return one.version - 1;
  const { last } = await look(scope, { last: edition(one.kind, one.id, one.version - 1) });
  if (last?.event === "deleted") return null;
  throw new Failure("not-found", "history.versionGone", {}, "version");
}

export async function undone(scope: Scope, input: z.output<typeof UndoBatch>): Promise<Wanted> {
  const sight = await sightNow(scope);
  const { made } = await look(scope, { made: batchEditions(input.batch, BATCH_MAX + 1) });
  const mine = made.filter(({ kind }) => kind !== "proposal" && kind !== "run" && kind !== "errand");
  if (mine.length === 0 || mine.some((one) => one.at <= hiddenTo(sight, one.log)))
    refuse("not-found", "history.batchUnknown", {}, "batch");
  if (made.length > BATCH_MAX) refuse("conflict", "history.batchLong", { most: BATCH_MAX });
  const asked: [Target, object | null][] = [];
  // A batch may have changed a record several times: it goes back to before the first of them, at one stroke.
  for (const versions of Map.groupBy(mine, ({ kind, id }) => `${kind}\n${id}`).values()) {
    const [last, first] = [versions[0]!, versions.at(-1)!];
    const unbroken = last.version - first.version === versions.length - 1;
    const older = await olderOf(scope, first);
    const target: Target = {
      ...whole(last.kind, last.id),
      older,
      // Where somebody else came in between, the record counts as touched since.
      seen: unbroken ? last.version : first.version,
      take: "change",
      untouched: true,
    };
    asked.push([target, last.event === "deleted" ? (first.before ?? first.data) : null]);
  }
  return {
    ...(await withMissing(scope, asked)),
    title: { key: "batch", noun: "", name: "", version: mine.length, at: 0 },
  };
}

export async function asTheyWere(scope: Scope, input: z.output<typeof BringBack>): Promise<Wanted> {
  checkInstant(input.at, (await sightNow(scope)).hiddenTo, scope.now);
  const asked: [Target, object | null][] = [];
  for (const { kind: name, id } of input.records) {
    const kind = readableKind(name, scope.standing).kind;
    const { older, now } = await look(scope, { older: standingAt(kind, id, input.at), now: newest(kind, id) });
    if (!now) throw new Failure("not-found", "record.gone", {}, "records");
    asked.push([{ ...whole(kind, id), older: older?.version ?? null, seen: now.version }, older?.data ?? null]);
  }
  return {
    ...(await withMissing(scope, asked)),
    title: { key: "back", noun: "", name: "", version: input.records.length, at: input.at },
  };
}

/** With the deleted records that those coming back lead to: they come back too. Each record is there once. */
export async function withMissing(
  scope: Scope,
  asked: readonly (readonly [Target, object | null])[],
): Promise<Pick<Wanted, "targets" | "leads">> {
  const key = ({ kind, id }: Lead) => `${kind}\n${id}`;
  const targets = new Map<string, Target>();
  for (const [target] of asked) if (!targets.has(key(target))) targets.set(key(target), target);
  const leads = new Map<string, Lead>();
  const waiting = asked.flatMap(([{ kind }, data]) => (data === null ? [] : (anyKind(kind).refers?.(data) ?? [])));
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    if (leads.has(key(next))) continue;
    leads.set(key(next), next);
    if (targets.has(key(next))) continue;
    const kind = next.kind as KindName;
    const { last } = await look(scope, { last: newest(kind, next.id) });
    if (last?.event !== "deleted") continue;
    targets.set(key(next), { ...whole(kind, next.id), older: last.version, seen: last.version });
    waiting.push(...(anyKind(kind).refers?.(last.data) ?? []));
  }
  return { targets: [...targets.values()], leads: [...leads.values()] };
}

export function checkInstant(at: number, hiddenTo: number, now: number): void {
  if (at > now) refuse("invalid", "history.aheadOfTime", {}, "at");
  if (at <= hiddenTo) refuse("invalid", "history.beforeTime", { days: Math.round((now - hiddenTo) / DAY) }, "at");
}
