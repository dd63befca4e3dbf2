import { type Purchase, numberBought, numberNotBought } from "@callboard/domain/buying";
import type { Errand } from "@callboard/domain/errands";
import { holds } from "@callboard/domain/lifecycle";
import { heardFrom } from "../carrier/heard.ts";
import { known, NONE, one } from "../needs.ts";
import { leadsNeeds } from "../runs/editNumbers.ts";
import { numberOwner } from "./market.ts";
import { errandWork } from "./work.ts";

const inputOf = ({ data }: Errand) => data.input as unknown as Purchase;

/** Takes the number from the carrier; it comes into the list with its first month paid, or it costs nothing. */
export const buying = errandWork({
  deed: "change routing",
  patienceMs: ({ carrier }) => carrier.patienceMs,
  send: async ({ carrier }, errand, signal) =>
    heardFrom(await carrier.buy({ number: inputOf(errand).e164, key: errand.id }, signal)),
  ask: async ({ carrier }, { id }, signal) => heardFrom(await carrier.ask(id, signal)),
  reach: (errand) => [inputOf(errand).payer],
  needs: (errand) => {
    const { e164, source, route, again } = inputOf(errand);
    return {
      ...leadsNeeds({ source, route }),
      owner: numberOwner(e164),
      account: one("account", errand.account),
      lifecycle: one("lifecycle", errand.account),
      before: again === undefined ? NONE : known("number", again),
    };
  },
  endings: ({ source, receiver, queue, owner, account, lifecycle, before }, errand, { now, newId }) => ({
    done: () => {
      const leads = { source, receiver, queue };
      const canceled = holds(lifecycle.data.canceled, now);
      return numberBought(
        errand,
        { leads, owned: owner !== null, canceled, zone: account.data.zone, before },
        newId(),
        now,
      );
    },
    declined: numberNotBought,
  }),
});
