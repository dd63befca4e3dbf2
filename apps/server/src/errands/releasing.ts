import { holds } from "@callboard/domain/lifecycle";
import { numberNotReleased, numberReleased } from "@callboard/domain/releasing";
import { heardFrom } from "../carrier/heard.ts";
import { known, NONE, one } from "../needs.ts";
import { errandWork } from "./work.ts";

/** Gives a number back to the carrier: one of the list, or one that never came into it. */
export const releasing = errandWork({
  deed: null,
  patienceMs: ({ carrier }) => carrier.patienceMs,
  send: async ({ carrier }, { id, data }, signal) =>
    heardFrom(await carrier.release({ number: data.about, key: id }, signal)),
  ask: async ({ carrier }, { id }, signal) => heardFrom(await carrier.ask(id, signal)),
  needs: ({ account, data }) => ({
    number: data.record === null ? NONE : known("number", data.record),
    lifecycle: one("lifecycle", account),
  }),
  endings: ({ number, lifecycle }, errand, { now, newId }) => ({
    done: () => numberReleased(errand, number, now),
    declined: (why) => {
      const canceled = holds(lifecycle.data.canceled, now);
      return numberNotReleased(errand, { number, canceled, spare: newId() }, why, now);
    },
  }),
});
