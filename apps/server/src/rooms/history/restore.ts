import { Failure, refuse } from "@callboard/domain/failure";
import { en } from "@callboard/domain/messages/en";
import { BringBack, RestoreRecord, UndoBatch } from "@callboard/domain/history.schema";
import type { MessageKey } from "@callboard/domain/messages/keys";
import { phrase, render } from "@callboard/domain/phrase";
import { anyKind, type KindName } from "@callboard/domain/records";
import type { Show } from "@callboard/domain/showing";
import { DAY } from "@callboard/domain/time";
import type * as z from "zod/mini";
import { batchEditions, edition, newest, readableKind, standingAt } from "../../editions.ts";
import { one } from "../../needs.ts";
import { proposing } from "../../proposals.ts";
import type { Scope } from "../../scope.ts";
import { look } from "../../store.ts";
import { open } from "../../trpc.ts";
import { namesAsked, type NamesAsked, showFrom } from "../../words.ts";
import { seen as seenEdition } from "./seen.ts";
import { sightHere } from "./sight.ts";
import { clashWords, factsOf, settleTarget, type Target, targetNeeds } from "./targets.ts";

/** Records that one proposal takes in. More of them are a run. */
const BATCH_MAX = 500;

interface Found {
  targets: Target[];
  /** Names as they were when it was proposed: renaming somebody makes no proposal stale. */
  names: NamesAsked;
  title: { key: "record" | "change" | "batch" | "back"; noun: string; name: string; version: number; at: number };
}

/** The three ways back share one mechanism: targets that are to be as they were. */
const kindOfRestore = <I extends { reason: string }>(
  what: string,
  targetsOf: (scope: Scope, input: I) => Promise<Omit<Found, "names">>,
  verb: (input: I) => MessageKey,
  anew?: (input: I) => I,
) =>
  proposing<I, Found, ReturnType<typeof targetNeeds>>(what, {
    deed: "restore",
    verb,
    ...(anew ? { anew } : {}),
    async find(scope, input) {
      const found = await targetsOf(scope, input);
      return { ...found, names: await namesFor(scope, found.targets, input.reason) };
    },
    needs: ({ targets }) => targetNeeds(targets),
    decide(facts, { input, found, scope }) {
      const show = showFrom(found.names);
      const outcomes = found.targets.map((target, at) =>
        settleTarget(target, factsOf(facts, at), { scope, reason: input.reason, show }),
      );
      const clash = outcomes.findIndex(({ clashes }) => clashes.length > 0);
      if (clash >= 0) {
        const { kind } = found.targets[clash]!;
        const field = show.word(anyKind(kind).labels[outcomes[clash]!.clashes[0]!.field]!);
        refuse("conflict", "history.clash", { field });
      }
      const lines = outcomes.flatMap((outcome) => outcome.lines);
      if (!lines.some(({ as }) => as === "effect"))
        refuse("conflict", found.targets.length > 1 ? "history.nothingToUndo" : "history.sameAlready");
      return { title: titleOf(found.title), lines, effects: outcomes.flatMap(({ effects }) => effects) };
    },
  });

const titleOf = ({ key, noun, name, version, at }: Found["title"]) => {
  if (key === "record") return phrase("history.restoreTitle", { noun, name, version });
  if (key === "change") return phrase("history.takeBackTitle", { noun, name, version });
  if (key === "batch")
    return version === 1 ? phrase("history.undoOneTitle") : phrase("history.undoTitle", { count: version });
  if (version === 1) return phrase("history.bringBackOneTitle", { at });
  return phrase("history.bringBackTitle", { count: version, at });
};

/** A dry pass over the facts asks for every name that the lines will use. */
async function namesFor(scope: Scope, targets: readonly Target[], reason: string): Promise<NamesAsked> {
  const { account, terms } = await look(scope, {
    account: one("account", scope.account),
    terms: one("terms", scope.account),
  });
  const facts: Record<string, unknown> = await look(scope, targetNeeds(targets));
  return namesAsked(scope, { zone: account.data.zone, currency: terms.data.currency }, (show) => {
    for (const [at, target] of targets.entries()) {
      const { clashes } = settleTarget(target, factsOf(facts, at), { scope, reason, show });
      clashWords(target, clashes, show);
    }
  });
}

const nounOf = (kind: KindName): string =>
  render(en, { key: anyKind(kind).noun, values: {} }, { zone: "UTC", locale: "en" });

const record = kindOfRestore<z.output<typeof RestoreRecord>>(
  "restore record",
  async (scope, input) => {
    const target = await recordTarget(scope, input);
    const { older } = await look(scope, { older: edition(target.kind, target.id, target.older ?? input.version) });
    const name = older ? anyKind(target.kind).title(older.data, target.id) : "";
    const targets = [target, ...(await missingBehind(scope, target, older?.data ?? null))];
    const key = input.take === "change" ? ("change" as const) : ("record" as const);
    return { targets, title: { key, noun: nounOf(target.kind), name, version: input.version, at: 0 } };
  },
  ({ take }) => (take === "change" ? "history.takeBack" : "history.restore"),
  // Made anew it starts from what stands now.
  (input) => ({ ...input, seen: undefined }),
);

const batch = kindOfRestore<z.output<typeof UndoBatch>>("undo batch", undone, () => "history.undo");

async function undone(scope: Scope, input: z.output<typeof UndoBatch>): Promise<Omit<Found, "names">> {
  const { made } = await look(scope, { made: batchEditions(input.batch, BATCH_MAX + 1) });
  const mine = made.filter(({ kind }) => kind !== "proposal" && kind !== "run" && kind !== "errand");
  if (mine.length === 0) refuse("not-found", "history.batchUnknown", {}, "batch");
  if (made.length > BATCH_MAX) refuse("conflict", "history.batchLong", { most: BATCH_MAX });
  const targets = mine.map((one): Target => ({
    ...whole(one.kind, one.id),
    older: one.event === "created" || one.before === null ? backOf(one) : one.version - 1,
    seen: one.version,
    take: "change",
    untouched: true,
  }));
  return { targets, title: { key: "batch", noun: "", name: "", version: mine.length, at: 0 } };
}

/** What a batch deleted comes back from the deleted version itself; what it made goes. */
const backOf = (one: { event: string; version: number }): number | null =>
  one.event === "deleted" ? one.version : null;

const back = kindOfRestore<z.output<typeof BringBack>>("bring back", asTheyWere, () => "history.bringBack");

async function asTheyWere(scope: Scope, input: z.output<typeof BringBack>): Promise<Omit<Found, "names">> {
  const targets: Target[] = [];
  for (const { kind: name, id } of input.records) {
    const kind = readableKind(name, scope.standing).kind;
    const { older, now } = await look(scope, { older: standingAt(kind, id, input.at), now: newest(kind, id) });
    if (!now) throw new Failure("not-found", "record.gone", {}, "records");
    const target = { ...whole(kind, id), older: older?.version ?? null, seen: now.version };
    targets.push(target, ...(await missingBehind(scope, target, older?.data ?? null)));
  }
  return { targets, title: { key: "back", noun: "", name: "", version: input.records.length, at: input.at } };
}

const whole = (kind: KindName, id: string) =>
  ({ kind, id, take: "version", fields: null, choices: {}, untouched: false }) as const;

async function recordTarget(scope: Scope, input: z.output<typeof RestoreRecord>): Promise<Target> {
  const kind = readableKind(input.kind, scope.standing).kind;
  const { now, one } = await look(scope, { now: newest(kind, input.id), one: edition(kind, input.id, input.version) });
  if (!now || !one) throw new Failure("not-found", "history.versionGone", {}, "version");
  const target = { ...whole(kind, input.id), fields: input.fields, choices: input.choices };
  if (input.take === "version") return { ...target, older: input.version, seen: input.seen ?? now.version };
  const older = one.event === "deleted" ? one.version : one.before === null ? null : one.version - 1;
  return { ...target, take: "change", older, seen: input.version };
}

/** Deleted records that the one coming back leads to: they come back with it. */
async function missingBehind(scope: Scope, target: Target, data: object | null): Promise<Target[]> {
  const found = new Map<string, Target>();
  const waiting = data === null ? [] : [...(anyKind(target.kind).refers?.(data) ?? [])];
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    const kind = next.kind as KindName;
    if (found.has(`${kind}\n${next.id}`) || (kind === target.kind && next.id === target.id)) continue;
    const { last } = await look(scope, { last: newest(kind, next.id) });
    if (last?.event !== "deleted") continue;
    found.set(`${kind}\n${next.id}`, { ...whole(kind, next.id), older: last.version, seen: last.version });
    waiting.push(...(anyKind(kind).refers?.(last.data) ?? []));
  }
  return [...found.values()];
}

/** Ways back. Each makes a proposal; nothing is written before it is confirmed. */
export const restoring = {
  /** Where the same field was edited since, the answer is the clashes, to be decided one by one and asked again. */
  proposeRestore: open("restore")
    .input(RestoreRecord)
    .mutation(async ({ ctx, input }) => {
      const { scope, place } = ctx;
      const kind = readableKind(input.kind, scope.standing);
      if (kind.restore.how === "refused") throw new Failure("conflict", kind.restore.because, {} as never);
      const { sight } = await sightHere(scope, place, undefined);
      await seenEdition(scope, sight, kind.kind, input.id, input.version);
      const clashes = await clashesOf(scope, input);
      if (clashes.length > 0) return { proposal: null, clashes };
      return { ...(await record.propose(scope, input)), clashes: [] };
    }),

  proposeUndo: open("restore")
    .input(UndoBatch)
    .mutation(({ ctx, input }) => batch.propose(ctx.scope, input)),

  proposeBringBack: open("restore")
    .input(BringBack)
    .mutation(async ({ ctx, input }) => {
      const { sight } = await sightHere(ctx.scope, ctx.place, undefined);
      checkInstant(input.at, sight.hiddenTo, ctx.scope.now);
      return back.propose(ctx.scope, input);
    }),
};

export function checkInstant(at: number, hiddenTo: number, now: number): void {
  if (at > now) refuse("invalid", "history.aheadOfTime", {}, "at");
  if (at <= hiddenTo) refuse("invalid", "history.beforeTime", { days: Math.round((now - hiddenTo) / DAY) }, "at");
}

async function clashesOf(scope: Scope, input: z.output<typeof RestoreRecord>) {
  const target = await recordTarget(scope, input);
  const facts: Record<string, unknown> = await look(scope, targetNeeds([target]));
  const show: Show = showFrom(await namesFor(scope, [target], input.reason));
  return clashWords(
    target,
    settleTarget(target, factsOf(facts, 0), { scope, reason: input.reason, show }).clashes,
    show,
  );
}
