import { cardState } from "@callboard/domain/cards";
import { type Availability, bringBack } from "@callboard/domain/comingBack";
import { phrase } from "@callboard/domain/phrase";
import { isOffered } from "../../errands/offers.ts";
import { type Facts, one, where } from "../../needs.ts";
import { proposing } from "../../proposals.ts";
import type { Scope } from "../../scope.ts";
import { look } from "../../store.ts";
import { open } from "../../trpc.ts";
import { countOf } from "../../counts.ts";
import type { World } from "../../world.ts";
import { type Around, aroundHere, checkVerb, reachOf, wholeNeeds } from "./facts.ts";

interface Asked {
  /** What the carrier said of each number that was given back, when the question was asked. */
  availability: Record<string, Availability>;
}

const needs = (around: Around, scope: Scope) => ({
  ...wholeNeeds(around, scope),
  numbers: where("number", "account"),
  sources: countOf("source"),
  queues: countOf("queue"),
  presets: countOf("preset"),
  people: countOf("member"),
  paying: one("account", around.payer, around.payer),
  cards: where("card", "account", around.payer),
});
type Found = Facts<ReturnType<typeof needs>>;

const restOf = ({ sources, queues, presets, people }: Found) => ({ sources, queues, presets, people });

const kindOf = (how: "undo" | "reactivate") =>
  proposing<Asked, Around, ReturnType<typeof needs>>(how === "undo" ? "undo cancellation" : "reactivate account", {
    deed: "reactivate",
    back: "account-status",
    verb: () => (how === "undo" ? "lifecycle.undoVerb" : "lifecycle.backVerb"),
    find: aroundHere,
    needs,
    reach: ({ agency, payer }) => [...new Set([...reachOf({ agency, payer }), payer])],
    anew: async (_input, world, scope) => ({ availability: how === "undo" ? {} : await availabilityOf(world, scope) }),
    decide(facts, { input, found, scope }, { now: at, newId }) {
      checkVerb(how === "undo" ? "undo cancel" : "reactivate", facts, scope);
      const { account, paying, cards } = facts;
      const { lines, effects } = bringBack(
        {
          how,
          ...facts,
          terms: facts.terms.data,
          availability: input.availability,
          rest: restOf(facts),
          payer: found.payer,
          cardWorks: cards.some(({ data }) => cardState(data, scope.now, paying.data.zone) === "ok"),
        },
        { now: scope.now, at, by: scope.actor, newId },
      );
      const title = phrase(how === "undo" ? "lifecycle.undoTitle" : "lifecycle.backTitle", { name: account.data.name });
      return { title, lines, effects };
    },
  });

const undo = kindOf("undo");
const again = kindOf("reactivate");

/** So many are asked about at the same time. */
const AT_ONCE = 8;

/** Asks the carrier for each number that was given back with the cancellation, one by one. */
async function availabilityOf(world: World, scope: Scope): Promise<Record<string, Availability>> {
  const { lifecycle, numbers } = await look(scope, {
    lifecycle: one("lifecycle", scope.account),
    numbers: where("number", "account"),
  });
  const since = lifecycle.data.canceled?.since ?? Number.POSITIVE_INFINITY;
  const gone = numbers.filter(({ data: { standing } }) => standing.is === "released" && standing.since >= since);
  const found: Record<string, Availability> = {};
  const rest = [...gone];
  const asking = Array.from({ length: AT_ONCE }, async () => {
    for (let number = rest.shift(); number; number = rest.shift()) {
      const offered = await isOffered(world, number.data.e164);
      found[number.id] = offered === null ? "unsure" : offered ? "free" : "gone";
    }
  });
  await Promise.all(asking);
  return found;
}

/** The ways back for a canceled account. */
export const returning = {
  proposeUndo: open("reactivate").mutation(({ ctx }) => undo.propose(ctx.scope, { availability: {} })),

  proposeReactivate: open("reactivate").mutation(async ({ ctx }) =>
    again.propose(ctx.scope, { availability: await availabilityOf(ctx.world, ctx.scope) }),
  ),
};
