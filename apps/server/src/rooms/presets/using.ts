import { decided } from "@callboard/domain/decision";
import { refuse, Failure } from "@callboard/domain/failure";
import { APPLY_MAX, type PresetOf } from "@callboard/domain/presets";
import { MEMBERS_MAX } from "@callboard/domain/queues";
import { PresetApply, PresetCreate } from "@callboard/domain/presets.schema";
import { newFromPreset } from "@callboard/domain/presetUse";
import { known, where } from "../../needs.ts";
import { presetNeed } from "../../presetNeeds.ts";
import { underAgency } from "../../scope.ts";
import { commit } from "../../store.ts";
import { firstIds, roomFor } from "../../uses.ts";
import { open } from "../../trpc.ts";
import { apply } from "./apply.ts";
import { pick } from "./pick.ts";
import { proposePush } from "./push.ts";

/** What a question about many comes to; neither where nothing would change. */
interface Answer {
  proposal: string | null;
  run: string | null;
}

/** Presets put to use: made into a new record at once, or proposed for those that stand. */
export const using = {
  create: open("change routing")
    .input(PresetCreate)
    .mutation(({ ctx: { scope, place }, input: { preset: id, name } }): Promise<{ kind: PresetOf; id: string }> => {
      const { account, agency } = place;
      const needs = {
        sighted: presetNeed(id, { account, agency }),
        sources: where("source", "account"),
        queues: where("queue", "account"),
        own: known("agent", scope.actor.id),
        seats: firstIds("agent", MEMBERS_MAX),
        room: roomFor("queues"),
      };
      return commit(underAgency(scope, agency), needs, ({ sighted, sources, queues, own, seats, room }, { newId }) => {
        if (!sighted) return refuse("not-found", "record.gone", {}, "preset");
        // Whoever makes a queue answers it, where a call can ring at theirs; else all who can.
        const members = own ? [own.id] : seats;
        const fresh = newId();
        const effects = newFromPreset(sighted.preset, { sources, queues, members, room }, { account, id: fresh, name });
        return decided(effects, { kind: sighted.preset.of, id: fresh });
      });
    }),

  proposeApply: open("change routing")
    .input(PresetApply)
    .mutation(async ({ ctx: { scope }, input }): Promise<Answer> => {
      const picked = await pick(scope, input);
      if (picked.records.length > APPLY_MAX) return proposePush(scope, picked, input);
      try {
        return await apply.propose(scope, input, { run: null });
      } catch (error) {
        if (error instanceof Failure && error.key === "proposals.nothing") return { proposal: null, run: null };
        throw error;
      }
    }),
};
