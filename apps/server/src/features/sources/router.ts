import { decision } from "@callboard/domain/core/effect";
import { addSource, changeSource, sourcesInOrder, orderSources, removeSource } from "@callboard/domain/sources/rules";
import { type SourceData, SourceInput, SourceOrderInput, VisitInput } from "@callboard/domain/sources/schema";
import { RemoveInput } from "@callboard/domain/numbers/schema";
import { NAMES_SHOWN } from "@callboard/domain/core/dependents";
import { findSource } from "@callboard/domain/sources/findSource";
import { countsByValue } from "../../store/search/recordCounts.ts";
import { findOne, findAll } from "../../store/queries.ts";
import { type FollowsView, readFollowsViews } from "../../store/reads/presets.ts";
import { commit, read } from "../../store/commit.ts";
import { accountProcedure, router } from "../../rpc/procedures.ts";
import { findDependents } from "../../store/reads/dependents.ts";
import { messageRenderer } from "../../store/messageText.ts";
import { trackingCodeProcedures } from "./trackingCode.ts";

export interface SourceRow extends Omit<SourceData, "follows"> {
  id: string;
  version: number;
  /** How many tracking numbers belong to it. */
  numbers: number;
  follows: FollowsView | null;
}

const allSources = findAll("source");

/** Where callers come from: onsite sources with their rules in the order of evaluation, offsite ones without rules. */
export const sources = router({
  ...trackingCodeProcedures,

  list: accountProcedure("read routing").query(async ({ ctx }): Promise<{ sources: SourceRow[]; now: number }> => {
    const { docs, numbersBySource } = await read(ctx.scope, {
      docs: allSources,
      numbersBySource: countsByValue("number", "source"),
    });
    const sorted = sourcesInOrder(docs);
    const follows = await readFollowsViews(ctx.scope, ctx.context, sorted);
    const rows = sorted.map(({ id, version, data }, index) => ({
      ...data,
      id,
      version,
      numbers: numbersBySource.get(id) ?? 0,
      follows: follows[index]!,
    }));
    return { sources: rows, now: ctx.scope.now };
  }),

  save: accountProcedure("change routing")
    .input(SourceInput)
    .mutation(({ ctx, input }): Promise<{ id: string }> => {
      const { id, version, ...draft } = input;
      if (id !== undefined)
        return commit(ctx.scope, { source: findOne("source", id) }, ({ source }) =>
          decision(changeSource(source, version, draft), { id }),
        );
      return commit(ctx.scope, { sources: allSources }, ({ sources }, { newId }) => {
        const newSourceId = newId();
        return decision(addSource(ctx.scope.account, sources, draft, newSourceId), { id: newSourceId });
      });
    }),

  order: accountProcedure("change routing")
    .input(SourceOrderInput)
    .mutation(({ ctx, input }) =>
      commit(ctx.scope, { sources: allSources }, ({ sources }) => orderSources(sources, input.ids)),
    ),

  remove: accountProcedure("change routing")
    .input(RemoveInput)
    .mutation(({ ctx, input: { id, version } }) =>
      commit(
        ctx.scope,
        {
          source: findOne("source", id),
          numbers: findDependents("number", { name: "source", value: id }, NAMES_SHOWN),
        },
        ({ source, numbers: { count, firstDocs } }) =>
          removeSource(source, version, [{ kind: "number", count, names: firstDocs.map(({ data }) => data.name) }]),
      ),
    ),

  /** Tries the rules on a visit and explains each step. */
  testVisit: accountProcedure("read routing")
    .input(VisitInput)
    .query(async ({ ctx, input }) => {
      const { docs } = await read(ctx.scope, { docs: allSources });
      const { winner, why, steps } = findSource(docs, input);
      const render = messageRenderer(ctx.scope, ctx.context.zone);
      return {
        winner,
        why: render(why),
        steps: steps.map((step) => ({
          ...step,
          ruleGroups: step.ruleGroups.map((ruleGroup) => ({
            ...ruleGroup,
            rules: ruleGroup.rules.map(({ text, matched, observed }) => ({
              text: render(text),
              matched,
              observed: render(observed),
            })),
          })),
        })),
      };
    }),
});
