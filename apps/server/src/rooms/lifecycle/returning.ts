import { cardState } from "@callboard/domain/cards";
import {
  type AccountBack,
  type Availability,
  bringBack,
  bringBackWith,
  numberBack,
} from "@callboard/domain/comingBack";
import { type Fees, FeesByDay, feesOf } from "@callboard/domain/monthlyCost";
import type { ReturningItem } from "@callboard/domain/longReturn";
import { phrase } from "@callboard/domain/phrase";
import { isOffered } from "../../errands/offers.ts";
import { type Facts, one, where } from "../../needs.ts";
import { proposing } from "../../proposals.ts";
import type { ReturnAccount } from "../../runs/returnAccount.ts";
import { LONG_FROM, type Scope } from "../../scope.ts";
import { look } from "../../store.ts";
import { open } from "../../trpc.ts";
import { countOf, numberSorts } from "../../counts.ts";
import type { World } from "../../world.ts";
import { type Around, aroundHere, checkVerb, reachOf, wholeNeeds } from "./facts.ts";
import { checkSorts, type Listed, listNumbers, NO_NUMBERS } from "./listing.ts";

interface Asked {
  /** What the carrier said of each number that was given back, when the question was asked. */
  availability: Record<string, Availability>;
}

interface Found extends Around {
  /** What was listed of an account with many numbers. */
  long: (Listed & { fees: Fees }) | null;
}

const needs = (found: Found, scope: Scope) => ({
  ...wholeNeeds(found, scope),
  numbers: found.long === null ? where("number", "account") : NO_NUMBERS,
  sorts: numberSorts(STATES),
  sources: countOf("source"),
  queues: countOf("queue"),
  presets: countOf("preset"),
  people: countOf("member"),
  paying: one("account", found.payer, found.payer),
  cards: where("card", "account", found.payer),
});
/** What returns. */
const STATES = ["held", "forwarded"] as const;

const restOf = ({ sources, queues, presets, people }: Facts<ReturnType<typeof needs>>) => ({
  sources,
  queues,
  presets,
  people,
});

type How = AccountBack["how"];

const kindOf = (how: How) =>
  proposing<Asked, Found, ReturnType<typeof needs>>(how === "undo" ? "undo cancellation" : "reactivate account", {
    deed: "reactivate",
    back: "account-status",
    verb: () => (how === "undo" ? "lifecycle.undoVerb" : "lifecycle.backVerb"),
    async find(scope) {
      const around = await aroundHere(scope);
      return { ...around, long: (await isLong(scope)) ? await listReturning(scope, around, how) : null };
    },
    needs,
    reach: reachFrom,
    run: ({ long }) => long?.run ?? null,
    payers: ({ payer }) => [payer],
    anew: async (_input, world, scope) => ({ availability: how === "undo" ? {} : await availabilityOf(world, scope) }),
    decide(facts, { input, found, scope }, { now: at, newId }) {
      checkVerb(how === "undo" ? "undo cancel" : "reactivate", facts, scope);
      const { account, paying, cards, lifecycle, sorts } = facts;
      const { payer, long } = found;
      const asked: AccountBack = {
        how,
        ...facts,
        terms: facts.terms.data,
        rest: restOf(facts),
        payer,
        cardWorks: cards.some(({ data }) => cardState(data, scope.now, paying.data.zone) === "ok"),
      };
      const turn = { now: scope.now, at, by: scope.actor, newId };
      const { name } = account.data;
      const title = phrase(how === "undo" ? "lifecycle.undoTitle" : "lifecycle.backTitle", { name });
      if (long === null) {
        const { availability } = input;
        const { cost, ...back } = bringBack({ ...asked, numbers: facts.numbers, availability }, turn);
        return { title, ...back, costs: [{ ...cost, payer }] };
      }
      checkSorts(long, sorts);
      const shared: ReturnAccount = { how, since: lifecycle.data.canceled!.since, payer, at };
      const run = { what: "return account", title: name, input: { ...shared }, state: "running" } as const;
      const { cost, ...whole } = bringBackWith(asked, { lines: long.lines, effects: [], fees: long.fees }, turn);
      return { title, ...whole, costs: [{ ...cost, payer }], run: { ...run, total: long.total } };
    },
  });

const reachFrom = ({ agency, payer }: Around): string[] => [...new Set([...reachOf({ agency, payer }), payer])];

const isLong = async (scope: Scope): Promise<boolean> => {
  const { total } = await look(scope, { total: countOf("number") });
  return total > (scope.longFrom ?? LONG_FROM);
};

/** Each number that returns is an item. What was given back is ordered as it comes, and the carrier says then whether it still has it. */
async function listReturning(scope: Scope, around: Around, how: How): Promise<Found["long"]> {
  const whole = await look({ ...scope, reach: reachFrom(around) }, wholeNeeds(around, scope));
  checkVerb(how === "undo" ? "undo cancel" : "reactivate", whole, scope);
  const { account, terms, lifecycle } = whole;
  const turn = { now: scope.now, at: scope.now, by: scope.actor, newId: () => "" };
  const fees = new FeesByDay();
  const listed = await listNumbers({
    scope,
    zone: account.data.zone,
    currency: terms.data.currency,
    lists: ["number", "gone number"],
    sorts: (await look(scope, { sorts: numberSorts(STATES) })).sorts,
    lineOf(number) {
      const { id, data } = number;
      const asked = { how, terms: terms.data, payer: around.payer, availability: { [id]: "free" as const } };
      const back = numberBack(number, lifecycle.data.canceled!, asked, turn);
      const [line] = back?.lines ?? [];
      if (back?.charged) fees.add(feesOf([back.charged], terms.data, scope.now));
      const input: ReturningItem = { id, again: data.standing.is === "released" };
      return line ? { line, input } : null;
    },
  });
  return { ...listed, fees: fees.fees() };
}

const undo = kindOf("undo");
const again = kindOf("reactivate");

/** So many are asked about at the same time. */
const AT_ONCE = 8;

/** Asks the carrier for each number that was given back with the cancellation, one by one. */
async function availabilityOf(world: World, scope: Scope): Promise<Record<string, Availability>> {
  if (await isLong(scope)) return {};
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
