import { cancelAccount } from "@callboard/domain/canceling";
import { refuse } from "@callboard/domain/failure";
import { holds } from "@callboard/domain/lifecycle";
import { Cancellation } from "@callboard/domain/lifecycle.schema";
import type { Moving, Parting } from "@callboard/domain/parting";
import { countryOfZone, readNumber } from "@callboard/domain/phoneNumber";
import { phrase } from "@callboard/domain/phrase";
import { each, type Facts, one, where } from "../../needs.ts";
import { proposing } from "../../proposals.ts";
import type { Scope } from "../../scope.ts";
import { open } from "../../trpc.ts";
import { type Around, aroundHere, checkVerb, reachOf, wholeNeeds } from "./facts.ts";

interface Found extends Around {
  /** Other accounts of the agency that numbers are to move to. */
  targets: string[];
}

const needs = (found: Found, scope: Scope) => ({
  ...wholeNeeds(found, scope),
  numbers: where("number", "account"),
  people: where("member", "account"),
  homes: each(found.targets.map((id) => one("account", id, id))),
  lives: each(found.targets.map((id) => one("lifecycle", id, id))),
});

const cancel = proposing<Cancellation, Found, ReturnType<typeof needs>>("cancel account", {
  deed: "close the account",
  back: "account-status",
  verb: () => "lifecycle.cancelVerb",
  async find(scope, input) {
    const wished = [...input.numbers.map(({ parting }) => parting), input.others];
    const targets = [...new Set(wished.flatMap((parting) => (parting.is === "move" ? [parting.to] : [])))];
    // Only who runs the agency acts in its other accounts.
    if (targets.length > 0 && scope.standing.role !== "agency administrator")
      refuse("forbidden", "lifecycle.notYours", {}, "numbers");
    return { ...(await aroundHere(scope)), targets };
  },
  needs,
  reach: (found) => [...new Set([...reachOf(found), ...found.targets])],
  decide(facts, { input, scope, found }, { now: at, newId }) {
    checkVerb("cancel", facts, scope);
    const { account, people, below, numbers } = facts;
    const known = new Set(numbers.map(({ id }) => id));
    if (input.numbers.some(({ id }) => !known.has(id))) refuse("invalid", "lifecycle.noSuchNumber", {}, "numbers");
    if (new Set(input.numbers.map(({ id }) => id)).size < input.numbers.length)
      refuse("invalid", "lifecycle.numberTwice", {}, "numbers");
    const home = countryOfZone(account.data.zone);
    const read = (parting: Parting): Parting =>
      parting.is === "forward" ? { ...parting, to: readNumber(parting.to, home, "numbers") } : parting;
    const partings = new Map(input.numbers.map(({ id, parting }) => [id, read(parting)]));
    const others = read(input.others);
    const { lines, effects } = cancelAccount(
      {
        ...facts,
        terms: facts.terms.data,
        people: people.map(({ id }) => id),
        below,
        payer: found.payer,
        partingOf: (id) => partings.get(id) ?? others,
        targets: targetsOf(facts, found, scope),
      },
      { now: scope.now, at, by: scope.actor, newId },
    );
    return {
      title: phrase("lifecycle.cancelTitle", { name: account.data.name }),
      lines,
      effects,
      name: account.data.name,
    };
  },
});

/** Accounts of the same agency that still work, as they stand now. */
function targetsOf({ homes, lives, account }: Facts<ReturnType<typeof needs>>, { agency }: Found, { now }: Scope) {
  const tree = agency ?? account.id;
  const working = new Set(lives.filter(({ data }) => !holds(data.canceled, now)).map(({ id }) => id));
  const ours = homes.filter(({ id, data }) => working.has(id) && (id === tree || data.agency === tree));
  return new Map<string, Moving>(ours.map(({ id, data }) => [id, data]));
}

export const canceling = {
  proposeCancel: open("close the account")
    .input(Cancellation)
    .mutation(({ ctx, input }) => cancel.propose(ctx.scope, input)),
};
