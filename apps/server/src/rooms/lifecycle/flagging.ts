import { flagAccount, flagLines, type Flagging, unflagAccount } from "@callboard/domain/accountFlags";
import { AccountFlag, AccountUnflag } from "@callboard/domain/lifecycle.schema";
import { phrase } from "@callboard/domain/phrase";
import { servedNumbers } from "../../counts.ts";
import { proposing } from "../../proposals.ts";
import type { Scope } from "../../scope.ts";
import { commit } from "../../store.ts";
import { open } from "../../trpc.ts";
import { type Around, aroundHere, checkVerb, reachOf, upkeptOf, wholeNeeds } from "./facts.ts";

const closing = open("close the account");

const needs = (around: Around, scope: Scope) => ({ ...wholeNeeds(around, scope), numbers: servedNumbers() });

const flag = proposing<Flagging, Around, ReturnType<typeof needs>>("flag account", {
  deed: "close the account",
  back: "account-status",
  verb: (input) => (input.flag === "stopped" ? "lifecycle.stopVerb" : "lifecycle.pauseVerb"),
  find: aroundHere,
  needs,
  reach: reachOf,
  decide(whole, { input, scope }, { now }) {
    checkVerb(input.flag === "stopped" ? "stop" : "pause", whole, scope);
    return {
      title: phrase(input.flag === "stopped" ? "lifecycle.stopTitle" : "lifecycle.pauseTitle"),
      lines: flagLines(input, upkeptOf(whole, whole.numbers), now),
      // It stands since it was confirmed: until then calls were connected.
      effects: flagAccount(whole.lifecycle, input, scope.actor, scope.now),
    };
  },
});

/** Stop and pause of a whole account: proposed with what still costs, lifted at once. */
export const flagging = {
  proposeFlag: closing.input(AccountFlag).mutation(({ ctx, input }) => flag.propose(ctx.scope, input)),

  unflag: closing.input(AccountUnflag).mutation(async ({ ctx: { scope }, input }) => {
    const around = await aroundHere(scope);
    return commit({ ...scope, reach: reachOf(around) }, wholeNeeds(around, scope), (whole) => {
      checkVerb(input.flag === "stopped" ? "resume" : "unpause", whole, scope);
      return unflagAccount(whole.lifecycle, input.flag, scope.now);
    });
  }),
};
