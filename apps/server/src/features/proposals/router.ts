import { RestoreNames } from "@callboard/domain/history/schema";
import { isCostLine, isUncovered } from "@callboard/domain/balance/monthlyCost";
import { idSchema, text, zoneSchema } from "@callboard/domain/core/fieldSchemas";
import * as z from "zod/mini";
import { confirmProposal, discardProposal, readProposal, remakeProposal } from "../../proposals/proposals.ts";
import { proposalItems } from "../../proposals/items.ts";
import { lineViews } from "../../proposals/groupLines.ts";
import { accountProcedure, router } from "../../rpc/procedures.ts";
import { withDisplayNames } from "../../store/reads/displayNames.ts";
import { formatActor } from "@callboard/domain/core/fieldFormat";
import { readVisibility } from "../../store/reads/ownVisibility.ts";

const ProposalInput = z.object({ proposal: idSchema });
const ProposalViewInput = z.extend(ProposalInput, { zone: z.optional(zoneSchema) });
const ProposalItemsInput = z.extend(ProposalViewInput, {
  search: z._default(text(80), ""),
  after: z.optional(z.nullable(z.int())),
  limit: z._default(z.int().check(z.minimum(1), z.maximum(200)), 50),
});
const RemakeInput = z.extend(ProposalInput, { names: RestoreNames });
const Confirmation = z.object({ proposal: idSchema, name: z._default(z.nullable(text(2000)), null) });

/** Each proposal requires the permission for its own action. */
const anyMember = accountProcedure("use the account");

/** Proposals made by `propose…` calls: shown, confirmed, renewed or discarded. */
export const proposals = router({
  get: anyMember
    .meta({ inReaderThread: true })
    .input(ProposalViewInput)
    .query(async ({ ctx, input }) => {
      const { scope, context } = ctx;
      const { proposal, verb, back, subAccounts, names, run, isLong, expired, lines, stale, why } = await readProposal(
        scope,
        input.proposal,
      );
      const { locale } = await readVisibility(scope, context, input.zone);
      const { data } = proposal;
      const mainLines = lines.filter(({ line }) => !isCostLine(line));
      const costs = lines
        .filter(({ line, state }) => isCostLine(line) && state !== "gone")
        .map(({ line }) => line.text);
      const shown = lineViews(mainLines, locale.currency);
      return withDisplayNames(scope, locale, (show) => ({
        id: proposal.id,
        title: show.message(data.title),
        verb: show.word(verb),
        subAccounts,
        /** The console page on which it can be undone, if not as a batch of the history. */
        back,
        /** The run that carries out a long proposal, if it is in this account. */
        run,
        /** Whether one line represents many; `items` lists each by name. */
        grouped: isLong || shown.length < mainLines.length,
        state: expired ? ("expired" as const) : data.state,
        lines: shown.map(({ line, previous, state, cents }) => ({
          key: line.key,
          group: line.group,
          text: show.message(line.text),
          was: state === "changed" && previous ? show.message(previous.text) : null,
          micros: line.micros,
          cents,
          undo: line.undo,
          as: line.type,
          state,
        })),
        /** The monthly cost, and whether the paying balance covers it. */
        cost: { sentences: costs.map(show.message), isShort: costs.some(isUncovered) },
        currency: locale.currency,
        /** Names that are taken by now, with alternatives that people may edit. */
        names: names.map((name) => ({ ...name, label: show.word(name.label) })),
        name: data.name,
        stale,
        /** Why it can't be confirmed. */
        why: why ? show.message(why) : null,
        by: formatActor(data.proposedBy, show),
        madeAt: data.createdAt,
        expiresAt: data.expiresAt,
        batch: data.batch,
        now: scope.now,
      }));
    }),

  /** The single lines that `get` groups in a long proposal: a page of all of them, or of those that match a search. */
  items: anyMember
    .meta({ inReaderThread: true })
    .input(ProposalItemsInput)
    .query(async ({ ctx: { scope, context }, input: { proposal, zone, ...page } }) => {
      const { items, next } = await proposalItems(
        scope,
        proposal,
        page,
        (await readVisibility(scope, context, zone)).locale,
      );
      return { items: items.map(({ n, about }) => ({ n, about })), next, now: scope.now };
    }),

  confirm: anyMember
    .input(Confirmation)
    .mutation(({ ctx, input }) => confirmProposal(ctx.scope, ctx.context.lifecycle, input.proposal, input.name)),

  remake: anyMember
    .input(RemakeInput)
    .mutation(({ ctx, input }) => remakeProposal(ctx.services, ctx.scope, input.proposal, input.names)),

  discard: anyMember.input(ProposalInput).mutation(({ ctx, input }) => discardProposal(ctx.scope, input.proposal)),
});
