import { moveBalance } from "@callboard/domain/balanceFrom";
import { cardState } from "@callboard/domain/cards";
import { refuse } from "@callboard/domain/failure";
import { book } from "@callboard/domain/ledger";
import { checkWorkAllowed } from "@callboard/domain/lifecycle";
import { phrase } from "@callboard/domain/phrase";
import { upkeepOf } from "@callboard/domain/upkeep";
import type { DueSum } from "@callboard/domain/forecast";
import { servedNumbers } from "../../counts.ts";
import { known, one, where } from "../../needs.ts";
import { balance } from "../../bookNeeds.ts";
import { duesOf } from "../../payments/outlook.ts";
import { proposing } from "../../proposals.ts";
import { type Scope, within } from "../../scope.ts";
import { look } from "../../store.ts";

interface Asked {
  account: string;
  to: "own" | "agency";
}

interface Found extends Asked {
  /** When its numbers are due, by months. */
  dues: DueSum[];
}

const needs = ({ account }: Found, scope: Scope) => ({
  agency: one("account", scope.account),
  account: one("account", account, account),
  lifecycle: one("lifecycle", account, account),
  terms: one("terms", account, account),
  numbers: servedNumbers(account),
  cards: where("card", "account", account),
  ownMicros: balance(book(account, "balance")),
});

/** Which balance pays for a sub-account: its own, or the agency's. */
export const moving = proposing<Asked, Found, ReturnType<typeof needs>>("move balance", {
  deed: "run the agency",
  back: "sub-accounts",
  verb: ({ to }) => (to === "own" ? "lifecycle.moveToOwnVerb" : "lifecycle.moveToAgencyVerb"),
  async find(scope, input) {
    const { account: id } = input;
    const { account } = await look({ ...scope, reach: [id] }, { account: known("account", id, id) });
    // Another tenant's account answers as one that does not exist.
    if (account?.data.agency !== scope.account) refuse("not-found", "record.gone");
    return { ...input, dues: await duesOf(within(scope, id), account.data.zone) };
  },
  needs,
  reach: ({ account }) => [account],
  below: ({ account }) => [account],
  payers: ({ account, to }, scope) => [to === "own" ? account : scope.account],
  decide(facts, { input, found, scope }, { now }) {
    const { agency, account, lifecycle, terms, numbers, cards, ownMicros } = facts;
    // It may have left the agency since.
    if (account.data.agency !== scope.account) refuse("not-found", "record.gone");
    checkWorkAllowed(lifecycle.data, "manage the account", scope.now);
    const service = { lifecycle: lifecycle.data, balanceMicros: 0, parkedServes: terms.data.parkedServes };
    const payer = input.to === "own" ? account.id : scope.account;
    const upkept = { terms: terms.data, service, numbers, subscribed: false };
    const { feeMicros } = upkeepOf(upkept, now);
    return {
      // What is due stands in its own forecast already: only a balance to which it is new has to be told.
      costs: [{ payer, nowMicros: 0, monthMicros: feeMicros, dues: input.to === "own" ? [] : found.dues }],
      title: phrase("lifecycle.moveTitle", { name: account.data.name }),
      ...moveBalance({
        account,
        agency: agency.data.name,
        to: input.to,
        ownMicros,
        cardWorks: cards.some(({ data }) => cardState(data, scope.now, account.data.zone) === "ok"),
        feeMicros,
      }),
    };
  },
});
