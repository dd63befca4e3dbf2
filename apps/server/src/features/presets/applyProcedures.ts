import { decision } from "@callboard/domain/core/effect";
import { fail, Failure } from "@callboard/domain/core/failure";
import { PROPOSAL_RECORDS_MAX, type PresetKind } from "@callboard/domain/presets/rules";
import { QUEUE_MEMBERS_MAX } from "@callboard/domain/queues/types";
import { ApplyPresetInput, CreateFromPresetInput } from "@callboard/domain/presets/schema";
import { createFromPreset } from "@callboard/domain/presets/apply";
import { findOptional, findAll } from "../../store/queries.ts";
import { findVisiblePreset } from "../../store/reads/presets.ts";
import { scopeWithAgency } from "../../store/scope.ts";
import { commit } from "../../store/commit.ts";
import { findFirstIds, findCapacity } from "../../store/reads/dependents.ts";
import { accountProcedure } from "../../rpc/procedures.ts";
import { applyPresetProposal } from "./apply.ts";
import { findPresetTargets } from "./pick.ts";
import { proposePush } from "./push.ts";

/** A proposal, a run if there are too many records for one, or neither if nothing would change. */
interface ApplyAnswer {
  proposal: string | null;
  run: string | null;
}

/** Applying presets: creating a record at once, or proposing changes to existing ones. */
export const presetUseProcedures = {
  create: accountProcedure("change routing")
    .input(CreateFromPresetInput)
    .mutation(({ ctx: { scope, context }, input: { preset: id, name } }): Promise<{ kind: PresetKind; id: string }> => {
      const { account, agency } = context;
      const queries = {
        visible: findVisiblePreset(id, { account, agency }),
        sources: findAll("source"),
        queues: findAll("queue"),
        ownSeat: findOptional("agent", scope.actor.id),
        seatIds: findFirstIds("agent", QUEUE_MEMBERS_MAX),
        capacity: findCapacity("queues"),
      };
      return commit(
        scopeWithAgency(scope, agency),
        queries,
        ({ visible, sources, queues, ownSeat, seatIds, capacity }, { newId }) => {
          if (!visible) return fail("not-found", "record.notFound", {}, "preset");
          // The creator is the queue's only member if they have a softphone; otherwise everybody with one is.
          const members = ownSeat ? [ownSeat.id] : seatIds;
          const newRecordId = newId();
          const effects = createFromPreset(
            visible.preset,
            { sources, queues, members, capacity },
            { account, id: newRecordId, name },
          );
          return decision(effects, { kind: visible.preset.kind, id: newRecordId });
        },
      );
    }),

  proposeApply: accountProcedure("change routing")
    .input(ApplyPresetInput)
    .mutation(async ({ ctx: { scope }, input }): Promise<ApplyAnswer> => {
      const targets = await findPresetTargets(scope, input);
      if (targets.records.length > PROPOSAL_RECORDS_MAX) return proposePush(scope, targets, input);
      try {
        return await applyPresetProposal.propose(scope, input, { run: null });
      } catch (error) {
        if (error instanceof Failure && error.key === "proposals.nothing") return { proposal: null, run: null };
        throw error;
      }
    }),
};
