import { moveBalance } from "@callboard/domain/balanceFrom";
import { cardState } from "@callboard/domain/cards";
import { refuse } from "@callboard/domain/failure";
import { book } from "@callboard/domain/ledger";
import { checkWorkAllowed } from "@callboard/domain/lifecycle";
import { phrase } from "@callboard/domain/phrase";
import { upkeepOf } from "@callboard/domain/upkeep";
import { servedNumbers } from "../../counts.ts";
import { balance, one, where } from "../../needs.ts";
import { proposing } from "../../proposals.ts";
import type { Scope } from "../../scope.ts";

interface Asked {
  account: string;
  to: "own" | "agency";
}

const needs = ({ account }: Asked, scope: Scope) => ({
  agency: one("account", scope.account),
  account: one("account", account, account),
  lifecycle: one("lifecycle", account, account),
  terms: one("terms", account, account),
  numbers: servedNumbers(account),
  cards: where("card", "account", account),
  ownMicros: balance(book(account, "balance")),
});

/** Which balance pays for a sub-account: its own, or the agency's. */
export const moving = proposing<Asked, Asked, ReturnType<typeof needs>>("move balance", {
  deed: "run the agency",
  back: "sub-accounts",
  verb: ({ to }) => (to === "own" ? "lifecycle.moveToOwnVerb" : "lifecycle.moveToAgencyVerb"),
  find: async (_scope, input) => input,
  needs,
  reach: ({ account }) => [account],
  below: ({ account }) => [account],
  decide(facts, { input, scope }, { now }) {
    const { agency, account, lifecycle, terms, numbers, cards, ownMicros } = facts;
    // Another tenant's account answers as one that does not exist.
    if (account.data.agency !== scope.account) refuse("not-found", "record.gone");
    checkWorkAllowed(lifecycle.data, "manage the account", scope.now);
    const service = { lifecycle: lifecycle.data, balanceMicros: 0, parkedServes: terms.data.parkedServes };
    const upkept = { terms: terms.data, service, numbers, subscribed: false };
    return {
      title: phrase("lifecycle.moveTitle", { name: account.data.name }),
      ...moveBalance({
        account,
        agency: agency.data.name,
        to: input.to,
        ownMicros,
        cardWorks: cards.some(({ data }) => cardState(data, scope.now, account.data.zone) === "ok"),
        feeMicros: upkeepOf(upkept, now).feeMicros,
      }),
    };
  },
});
