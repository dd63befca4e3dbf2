import { numberNotReleased, numberReleased } from "@callboard/domain/releasing";
import { heardFrom } from "../carrier/heard.ts";
import { known, NONE } from "../needs.ts";
import { errandWork } from "./work.ts";

/** Gives a number back to the carrier: one of the list, or one that never came into it. */
export const releasing = errandWork({
  patienceMs: ({ carrier }) => carrier.patienceMs,
  send: async ({ carrier }, { id, data }, signal) =>
    heardFrom(await carrier.release({ number: data.about, key: id }, signal)),
  ask: async ({ carrier }, { id }, signal) => heardFrom(await carrier.ask(id, signal)),
  needs: ({ data }) => ({ number: data.record === null ? NONE : known("number", data.record) }),
  endings: ({ number }, errand, { now }) => ({
    done: () => numberReleased(errand, number, now),
    declined: (why) => numberNotReleased(errand, number, why),
  }),
});
