import { Failure, fail } from "@callboard/domain/core/failure";
import { en } from "@callboard/domain/core/messages/en";
import { BringBackInput, RestoreRecordInput, UndoBatchInput } from "@callboard/domain/history/schema";
import type { MessageKey } from "@callboard/domain/core/messages/keys";
import { message, render } from "@callboard/domain/core/message";
import { anyKind, type KindName } from "@callboard/domain/core/records";
import type { ValueFormatter } from "@callboard/domain/core/valueFormatter";
import type * as z from "zod/mini";
import { findVersion } from "../../store/versions.ts";
import { requireReadableKind } from "../../store/visibility.ts";
import { type Queries, findOne } from "../../store/queries.ts";
import { defineProposal } from "../../proposals/proposals.ts";
import type { Scope } from "../../store/scope.ts";
import { read } from "../../store/commit.ts";
import { accountProcedure } from "../../rpc/procedures.ts";
import {
  collectDisplayNames,
  type StoredNames,
  showWithNames,
  displayLocaleFor,
} from "../../store/reads/displayNames.ts";
import { clashViews } from "./restoring/lines.ts";
import { prepareRestore, type RestoreInputs } from "./restoring/prepare.ts";
import { settle, settlementQueries } from "./restoring/settle.ts";
import { targetKey } from "./restoring/targets.ts";
import { proposeUndoRun } from "./undoLong.ts";
import { bringBackRequest, BATCH_MAX, restoreTargetOf, undoRequest, type RestoreRequest } from "./restoreTargets.ts";
import { batchSize } from "./reads/batchSize.ts";
import { localeIn, DEFAULT_LOCALE } from "../../store/locale.ts";

interface RestoreContext extends RestoreRequest {
  /** Names as they were when it was proposed, so that renaming somebody doesn't make the proposal stale. */
  names: StoredNames;
}

/**
 * Shared by restoring a record, undoing a batch and bringing back the state of an instant: all of them return their
 * targets to an earlier state.
 */
const defineRestore = <I extends { reason: string; names: Record<string, string> }>(
  name: string,
  targetsOf: (scope: Scope, input: I) => Promise<RestoreRequest>,
  verb: (input: I) => MessageKey,
  refreshInput?: (input: I) => I,
) =>
  defineProposal<I, RestoreContext, Queries>(name, {
    permission: "restore",
    verb,
    ...(refreshInput ? { refreshInput } : {}),
    async gather(scope, input) {
      const context = await targetsOf(scope, input);
      return { ...context, names: await collectNames(scope, context, input.reason) };
    },
    queries: (context, scope) => settlementQueries(context, scope),
    relatedAccounts: (context) => [
      ...new Set([...context.targets.map(({ account }) => account), ...billingPayers(context)]),
    ],
    payers: (context) => billingPayers(context),
    subAccounts: ({ targets }, home) => targets.map(({ account }) => account).filter((account) => account !== home),
    names: ({ nameClaims }) =>
      nameClaims.flatMap(({ kind, id, key, takenBy, suggestion }) =>
        suggestion === null
          ? []
          : [
              {
                record: targetKey({ kind, id }),
                label: labelOf(kind, key),
                was: takenBy ?? suggestion,
                offered: suggestion,
              },
            ],
      ),
    decide(facts, { input, context, scope }, { now: proposedAt }) {
      const names = showWithNames(context.names);
      const { lines, effects, costs, clash } = settle(
        context,
        facts,
        { scope, reason: input.reason, names },
        proposedAt,
      );
      if (clash !== null) {
        const field = names.word(anyKind(clash.target.kind).labels[clash.clashes[0]!.field]!);
        fail("conflict", "history.conflict", { field });
      }
      if (!lines.some(({ type }) => type === "effect")) {
        const [first] = lines;
        // If the record stays because something would be left out, that is the reason to show.
        if (context.targets.length === 1 && first && OMISSION_NOTES.includes(first.text.key))
          fail("conflict", "history.nothingElse", { why: names.message(first.text) });
        if (context.targets.length > 1) fail("conflict", "history.nothingToUndo");
        fail("conflict", context.targets[0]!.onlyIfUntouched ? "history.touchedSince" : "history.alreadyTheSame");
      }
      return { title: titleOf(context.title), lines, effects, costs };
    },
  });

const OMISSION_NOTES: readonly MessageKey[] = [
  "history.memberWithoutSoftphone",
  "history.addressUnsubscribed",
  "history.addressOfFormerMember",
];

const labelOf = (kind: KindName, key: string): MessageKey => {
  const { unique, labels } = anyKind(kind);
  return (labels as Record<string, MessageKey>)[unique![key]!.field]!;
};

const titleOf = ({ key, noun, name, version, at }: RestoreRequest["title"]) => {
  if (key === "record") return message("history.restoreTitle", { noun, name, version });
  if (key === "change") return message("history.undoVersionTitle", { noun, name, version });
  if (key === "batch")
    return version === 1 ? message("history.undoOneTitle") : message("history.undoTitle", { count: version });
  if (version === 1) return message("history.bringBackOneTitle", { at });
  return message("history.bringBackTitle", { count: version, at });
};

/** A dry run over the facts collects every name that the lines will show. */
async function collectNames(homeScope: Scope, context: RestoreInputs, reason: string): Promise<StoredNames> {
  const scope = {
    ...homeScope,
    relatedAccounts: [...context.targets.map(({ account }) => account), ...billingPayers(context)],
  };
  const { account, terms } = await read(scope, {
    account: findOne("account", scope.account),
    terms: findOne("terms", scope.account),
  });
  const facts: Record<string, unknown> = await read(scope, settlementQueries(context, scope));
  const locale = displayLocaleFor(scope, scope.locale?.zone ?? account.data.zone, terms.data.currency);
  return collectDisplayNames(scope, locale, (names) => {
    const { clash } = settle(context, facts, { scope, reason, names }, scope.now);
    if (clash !== null) clashViews(clash.target, clash.clashes, names);
  });
}

const nounOf = (kind: KindName): string =>
  render(en, { key: anyKind(kind).noun, values: {} }, localeIn(DEFAULT_LOCALE, "UTC"));

export const restoreRecordProposal = defineRestore<z.output<typeof RestoreRecordInput>>(
  "restore record",
  async (scope, input) => {
    const target = await restoreTargetOf(scope, input);
    const { older } = await read(scope, {
      older: findVersion(target.kind, target.id, target.versionToRestore ?? input.version),
    });
    const name = older ? anyKind(target.kind).title(older.data, target.id) : "";
    const context = await prepareRestore(scope, [target], input.names);
    const key = input.take === "change" ? ("change" as const) : ("record" as const);
    return { ...context, title: { key, noun: nounOf(target.kind), name, version: input.version, at: 0 } };
  },
  ({ take }) => (take === "change" ? "history.undoVersion" : "history.restore"),
  // A renewed proposal starts from the current version.
  (input) => ({ ...input, seen: undefined }),
);

export const undoBatchProposal = defineRestore<z.output<typeof UndoBatchInput>>(
  "undo batch",
  undoRequest,
  () => "history.undo",
);
export const bringBackProposal = defineRestore<z.output<typeof BringBackInput>>(
  "bring back",
  bringBackRequest,
  () => "history.bringBack",
);

/** Restoring and undoing. Each makes a proposal; nothing is written before it is confirmed. */
export const restoreProcedures = {
  /** If the same field was edited since, the answer lists the conflicts: the caller decides each and proposes again. */
  proposeRestore: accountProcedure("restore")
    .input(RestoreRecordInput)
    .mutation(async ({ ctx, input }) => {
      const { scope } = ctx;
      const kind = requireReadableKind(input.kind, scope.membership);
      if (kind.restore.how === "refused") throw new Failure("conflict", kind.restore.reason, {} as never);
      try {
        return await restoreRecordProposal.propose(scope, input, {
          clashes: [] as Awaited<ReturnType<typeof findClashes>>,
        });
      } catch (error) {
        if (error instanceof Failure && error.key === "history.conflict")
          return { proposal: null, clashes: await findClashes(scope, input) };
        throw error;
      }
    }),

  proposeUndo: accountProcedure("restore")
    .input(UndoBatchInput)
    .mutation(async ({ ctx: { scope }, input }): Promise<{ proposal: string | null; run: string | null }> => {
      const { size, accounts } = await batchSize(scope, input.batch);
      if (size > BATCH_MAX) return proposeUndoRun(scope, accounts, input);
      return undoBatchProposal.propose(scope, input, { run: null });
    }),

  proposeBringBack: accountProcedure("restore")
    .input(BringBackInput)
    .mutation(({ ctx, input }) => bringBackProposal.propose(ctx.scope, input)),
};

async function findClashes(scope: Scope, input: z.output<typeof RestoreRecordInput>) {
  const target = await restoreTargetOf(scope, input);
  const context = await prepareRestore(scope, [target]);
  const facts: Record<string, unknown> = await read(scope, settlementQueries(context, scope));
  const names: ValueFormatter = showWithNames(await collectNames(scope, context, input.reason));
  const { clash } = settle(context, facts, { scope, reason: input.reason, names }, scope.now);
  return clash ? clashViews(clash.target, clash.clashes, names) : [];
}

const billingPayers = ({ billing }: Pick<RestoreInputs, "billing">): string[] => billing.map(({ payer }) => payer);
