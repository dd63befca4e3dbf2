import { RestoreNames } from "@callboard/domain/history/schema";
import { isCostLine, isUncovered } from "@callboard/domain/balance/monthlyCost";
import { idSchema, text, zoneSchema } from "@callboard/domain/core/fieldSchemas";
import * as z from "zod/mini";
import { confirmProposal, discardProposal, readProposal, remakeProposal } from "../../proposals/proposals.ts";
import { proposalItems } from "../../proposals/items.ts";
import { lineViews } from "../../proposals/foldLines.ts";
import { accountProcedure, router } from "../../rpc/procedures.ts";
import { withDisplayNames } from "../../store/reads/displayNames.ts";
import { formatActor } from "@callboard/domain/core/fieldFormat";
import { readVisibility } from "../../store/reads/ownVisibility.ts";

const ProposalInput = z.object({ proposal: idSchema });
const ProposalViewInput = z.extend(ProposalInput, { zone: z.optional(zoneSchema) });
const ProposalItemsInput = z.extend(ProposalViewInput, {
  words: z._default(text(80), ""),
  after: z.optional(z.nullable(z.int())),
  limit: z._default(z.int().check(z.minimum(1), z.maximum(200)), 50),
});
const RemakeInput = z.extend(ProposalInput, { names: RestoreNames });
const Confirmation = z.object({ proposal: idSchema, name: z._default(z.nullable(text(2000)), null) });

/** Each proposal itself requires the permission for what it does. */
const anyMember = accountProcedure("use the account");

/** Proposals made by `propose…` calls: shown, confirmed, renewed or discarded. */
export const proposals = router({
  get: anyMember
    .meta({ apart: true })
    .input(ProposalViewInput)
    .query(async ({ ctx, input }) => {
      const { scope, place: context } = ctx;
      const { proposal, verb, back, below, names, run, isLong, expired, lines, stale, why } = await readProposal(
        scope,
        input.proposal,
      );
      const { words } = await readVisibility(scope, context, input.zone);
      const { data } = proposal;
      const told = lines.filter(({ line }) => !isCostLine(line));
      const costs = lines
        .filter(({ line, state: how }) => isCostLine(line) && how !== "gone")
        .map(({ line }) => line.text);
      const shown = lineViews(told, words.currency);
      return withDisplayNames(scope, words, (show) => ({
        id: proposal.id,
        title: show.phrase(data.title),
        verb: show.word(verb),
        below,
        back,
        /** The run that carries out a long proposal, if it is in this account. */
        run,
        /** One line stands for many; `items` lists each by name. */
        folded: isLong || shown.length < told.length,
        state: expired ? ("expired" as const) : data.state,
        lines: shown.map(({ line, was, state, cents }) => ({
          key: line.key,
          group: line.group,
          text: show.phrase(line.text),
          was: state === "changed" && was ? show.phrase(was.text) : null,
          micros: line.micros,
          cents,
          undo: line.undo,
          as: line.as,
          state,
        })),
        /** The monthly cost, and whether the paying balance covers it. */
        cost: { says: costs.map(show.phrase), isShort: costs.some(isUncovered) },
        currency: words.currency,
        names: names.map((one) => ({ ...one, label: show.word(one.label) })),
        name: data.name,
        stale,
        why: why ? show.phrase(why) : null,
        by: formatActor(data.by, show),
        madeAt: data.madeAt,
        expiresAt: data.expiresAt,
        batch: data.batch,
        now: scope.now,
      }));
    }),

  /** The folded lines of a long proposal: a page of all of them, or of those that match a search. */
  items: anyMember
    .meta({ apart: true })
    .input(ProposalItemsInput)
    .query(async ({ ctx: { scope, place: context }, input: { proposal, zone, ...ask } }) => {
      const { items, next } = await proposalItems(
        scope,
        proposal,
        ask,
        (await readVisibility(scope, context, zone)).words,
      );
      return { items: items.map(({ n, about }) => ({ n, about })), next, now: scope.now };
    }),

  confirm: anyMember
    .input(Confirmation)
    .mutation(({ ctx, input }) => confirmProposal(ctx.scope, ctx.place.lifecycle, input.proposal, input.name)),

  remake: anyMember
    .input(RemakeInput)
    .mutation(({ ctx, input }) => remakeProposal(ctx.world, ctx.scope, input.proposal, input.names)),

  discard: anyMember.input(ProposalInput).mutation(({ ctx, input }) => discardProposal(ctx.scope, input.proposal)),
});
