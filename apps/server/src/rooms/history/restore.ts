import { Failure, refuse } from "@callboard/domain/failure";
import { en } from "@callboard/domain/messages/en";
import { BringBack, RestoreRecord, UndoBatch } from "@callboard/domain/history.schema";
import type { MessageKey } from "@callboard/domain/messages/keys";
import { phrase, render } from "@callboard/domain/phrase";
import { anyKind, type KindName } from "@callboard/domain/records";
import type { Show } from "@callboard/domain/showing";
import type * as z from "zod/mini";
import { edition } from "../../editions.ts";
import { readableKind } from "../../visibility.ts";
import { type Needs, one } from "../../needs.ts";
import { proposing } from "../../proposals.ts";
import type { Scope } from "../../scope.ts";
import { look } from "../../store.ts";
import { open } from "../../trpc.ts";
import { namesAsked, type NamesAsked, showFrom, wordsFor } from "../../words.ts";
import { clashWords } from "../../restoring/lines.ts";
import { ready, type Ready } from "../../restoring/ready.ts";
import { settled, settlingNeeds } from "../../restoring/settling.ts";
import { recordKey } from "../../restoring/targets.ts";
import { proposeLong } from "./undoLong.ts";
import { asTheyWere, BATCH_MAX, batchSize, recordTarget, undone, type Wanted } from "./wanted.ts";
import { readerIn, UNKNOWN } from "../../locale.ts";

interface Found extends Wanted {
  /** Names as they were when it was proposed: renaming somebody makes no proposal stale. */
  names: NamesAsked;
}

/** The three ways back share one mechanism: targets that are to be as they were. */
const kindOfRestore = <I extends { reason: string; names: Record<string, string> }>(
  what: string,
  targetsOf: (scope: Scope, input: I) => Promise<Wanted>,
  verb: (input: I) => MessageKey,
  anew?: (input: I) => I,
) =>
  proposing<I, Found, Needs>(what, {
    deed: "restore",
    verb,
    ...(anew ? { anew } : {}),
    async find(scope, input) {
      const found = await targetsOf(scope, input);
      return { ...found, names: await namesFor(scope, found, input.reason) };
    },
    needs: (found, scope) => settlingNeeds(found, scope),
    reach: (found) => [...new Set([...found.targets.map(({ account }) => account), ...payersOf(found)])],
    payers: (found) => payersOf(found),
    below: ({ targets }, home) => targets.map(({ account }) => account).filter((account) => account !== home),
    names: ({ named }) =>
      named.flatMap(({ kind, id, key, was, offered }) =>
        offered === null
          ? []
          : [{ record: recordKey({ kind, id }), label: labelOf(kind, key), was: was ?? offered, offered }],
      ),
    decide(facts, { input, found, scope }, { now: at }) {
      const show = showFrom(found.names);
      const { lines, effects, costs, clash } = settled(found, facts, { scope, reason: input.reason, show }, at);
      if (clash !== null) {
        const field = show.word(anyKind(clash.target.kind).labels[clash.clashes[0]!.field]!);
        refuse("conflict", "history.clash", { field });
      }
      if (!lines.some(({ as }) => as === "effect")) {
        const [first] = lines;
        // What is left out is the reason that nothing is left to do.
        if (found.targets.length === 1 && first && LEFT_OUT.includes(first.text.key))
          refuse("conflict", "history.nothingBut", { why: show.phrase(first.text) });
        if (found.targets.length > 1) refuse("conflict", "history.nothingToUndo");
        refuse("conflict", found.targets[0]!.untouched ? "history.touchedSince" : "history.sameAlready");
      }
      return { title: titleOf(found.title), lines, effects, costs };
    },
  });

const LEFT_OUT: readonly MessageKey[] = ["history.memberOut", "history.addressOff", "history.addressLeft"];

const labelOf = (kind: KindName, key: string): MessageKey => {
  const { unique, labels } = anyKind(kind);
  return (labels as Record<string, MessageKey>)[unique![key]!.field]!;
};

const titleOf = ({ key, noun, name, version, at }: Wanted["title"]) => {
  if (key === "record") return phrase("history.restoreTitle", { noun, name, version });
  if (key === "change") return phrase("history.takeBackTitle", { noun, name, version });
  if (key === "batch")
    return version === 1 ? phrase("history.undoOneTitle") : phrase("history.undoTitle", { count: version });
  if (version === 1) return phrase("history.bringBackOneTitle", { at });
  return phrase("history.bringBackTitle", { count: version, at });
};

/** A dry pass over the facts asks for every name that the lines will use. */
async function namesFor(home: Scope, found: Ready, reason: string): Promise<NamesAsked> {
  const scope = { ...home, reach: [...found.targets.map(({ account }) => account), ...payersOf(found)] };
  const { account, terms } = await look(scope, {
    account: one("account", scope.account),
    terms: one("terms", scope.account),
  });
  const facts: Record<string, unknown> = await look(scope, settlingNeeds(found, scope));
  const words = wordsFor(scope, scope.locale?.zone ?? account.data.zone, terms.data.currency);
  return namesAsked(scope, words, (show) => {
    const { clash } = settled(found, facts, { scope, reason, show }, scope.now);
    if (clash !== null) clashWords(clash.target, clash.clashes, show);
  });
}

const nounOf = (kind: KindName): string =>
  render(en, { key: anyKind(kind).noun, values: {} }, readerIn(UNKNOWN, "UTC"));

const record = kindOfRestore<z.output<typeof RestoreRecord>>(
  "restore record",
  async (scope, input) => {
    const target = await recordTarget(scope, input);
    const { older } = await look(scope, { older: edition(target.kind, target.id, target.older ?? input.version) });
    const name = older ? anyKind(target.kind).title(older.data, target.id) : "";
    const found = await ready(scope, [target], input.names);
    const key = input.take === "change" ? ("change" as const) : ("record" as const);
    return { ...found, title: { key, noun: nounOf(target.kind), name, version: input.version, at: 0 } };
  },
  ({ take }) => (take === "change" ? "history.takeBack" : "history.restore"),
  // Made anew it starts from what stands now.
  (input) => ({ ...input, seen: undefined }),
);

const batch = kindOfRestore<z.output<typeof UndoBatch>>("undo batch", undone, () => "history.undo");
const back = kindOfRestore<z.output<typeof BringBack>>("bring back", asTheyWere, () => "history.bringBack");

/** Ways back. Each makes a proposal; nothing is written before it is confirmed. */
export const restoring = {
  /** Where the same field was edited since, the answer is the clashes, to be decided one by one and asked again. */
  proposeRestore: open("restore")
    .input(RestoreRecord)
    .mutation(async ({ ctx, input }) => {
      const { scope } = ctx;
      const kind = readableKind(input.kind, scope.standing);
      if (kind.restore.how === "refused") throw new Failure("conflict", kind.restore.because, {} as never);
      try {
        return await record.propose(scope, input, { clashes: [] as Awaited<ReturnType<typeof clashesOf>> });
      } catch (error) {
        if (error instanceof Failure && error.key === "history.clash")
          return { proposal: null, clashes: await clashesOf(scope, input) };
        throw error;
      }
    }),

  proposeUndo: open("restore")
    .input(UndoBatch)
    .mutation(async ({ ctx: { scope }, input }): Promise<{ proposal: string | null; run: string | null }> => {
      const { size, accounts } = await batchSize(scope, input.batch);
      if (size > BATCH_MAX) return proposeLong(scope, accounts, input);
      return batch.propose(scope, input, { run: null });
    }),

  proposeBringBack: open("restore")
    .input(BringBack)
    .mutation(({ ctx, input }) => back.propose(ctx.scope, input)),
};

async function clashesOf(scope: Scope, input: z.output<typeof RestoreRecord>) {
  const target = await recordTarget(scope, input);
  const found = await ready(scope, [target]);
  const facts: Record<string, unknown> = await look(scope, settlingNeeds(found, scope));
  const show: Show = showFrom(await namesFor(scope, found, input.reason));
  const { clash } = settled(found, facts, { scope, reason: input.reason, show }, scope.now);
  return clash ? clashWords(clash.target, clash.clashes, show) : [];
}

const payersOf = ({ billing }: Pick<Ready, "billing">): string[] => billing.map(({ payer }) => payer);
