import { decided } from "@callboard/domain/decision";
import { addSource, changeSource, inOrder, orderSources, removeSource } from "@callboard/domain/sources";
import type { SourceData } from "@callboard/domain/tracking";
import { SourceForm, SourceOrder, Visit } from "@callboard/domain/sources.schema";
import { Removal } from "@callboard/domain/tracking.schema";
import { NAMES_SHOWN } from "@callboard/domain/use";
import { whichSource } from "@callboard/domain/whichSource";
import { countsOf } from "../../counts.ts";
import { one, where } from "../../needs.ts";
import { type FollowsRow, followsRows } from "../../presetNeeds.ts";
import { commit, look } from "../../store.ts";
import { open } from "../../trpc.ts";
import { usersOf } from "../../uses.ts";
import { said } from "../said.ts";

export interface SourceRow extends Omit<SourceData, "follows"> {
  id: string;
  version: number;
  /** How many tracking numbers use it. */
  numbers: number;
  follows: FollowsRow | null;
}

const all = where("source", "account");

/** Where callers come from: onsite sources with their rules in the order of asking, offsite ones without. */
export const sources = {
  sources: open("read routing").query(async ({ ctx }): Promise<{ sources: SourceRow[]; now: number }> => {
    const { docs, used } = await look(ctx.scope, { docs: all, used: countsOf("number", "source") });
    const sorted = inOrder(docs);
    const follows = await followsRows(ctx.scope, ctx.place, sorted);
    const rows = sorted.map(({ id, version, data }, at) => ({
      ...data,
      id,
      version,
      numbers: used.get(id) ?? 0,
      follows: follows[at]!,
    }));
    return { sources: rows, now: ctx.scope.now };
  }),

  saveSource: open("change routing")
    .input(SourceForm)
    .mutation(({ ctx, input }): Promise<{ id: string }> => {
      const { id, version, ...draft } = input;
      if (id !== undefined)
        return commit(ctx.scope, { source: one("source", id) }, ({ source }) =>
          decided(changeSource(source, version, draft), { id }),
        );
      return commit(ctx.scope, { all }, ({ all }, { newId }) => {
        const fresh = newId();
        return decided(addSource(ctx.scope.account, all, draft, fresh), { id: fresh });
      });
    }),

  orderSources: open("change routing")
    .input(SourceOrder)
    .mutation(({ ctx, input }) => commit(ctx.scope, { all }, ({ all }) => orderSources(all, input.ids))),

  removeSource: open("change routing")
    .input(Removal)
    .mutation(({ ctx, input: { id, version } }) =>
      commit(
        ctx.scope,
        { source: one("source", id), numbers: usersOf("number", { name: "source", value: id }, NAMES_SHOWN) },
        ({ source, numbers: { count, docs } }) =>
          removeSource(source, version, [{ by: "number", count, names: docs.map(({ data }) => data.name) }]),
      ),
    ),

  /** Tries the rules on a visit and explains each step. */
  tryVisit: open("read routing")
    .input(Visit)
    .query(async ({ ctx, input }) => {
      const { docs } = await look(ctx.scope, { docs: all });
      const { winner, why, steps } = whichSource(docs, input);
      const words = said(ctx.scope, ctx.place.zone);
      return {
        winner,
        why: words(why),
        steps: steps.map((step) => ({
          ...step,
          ways: step.ways.map((way) => ({
            ...way,
            rules: way.rules.map(({ text, held, saw }) => ({ text: words(text), held, saw: words(saw) })),
          })),
        })),
      };
    }),
};
