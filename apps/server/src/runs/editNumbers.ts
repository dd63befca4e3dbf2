import { type EditItem, editNumber, heldBy, type NumberChange } from "@callboard/domain/numberEdit";
import { type NumberFilters, tagsOf } from "@callboard/domain/numberList.schema";
import { showNumber } from "@callboard/domain/phoneNumber";
import type { NumberData } from "@callboard/domain/tracking";
import type { Doc } from "@callboard/domain/record";
import { readPage } from "../lists.ts";
import { narrows, type Search } from "../find.ts";
import { known, type Need } from "../needs.ts";
import { CHUNK, type NewItem } from "./items.ts";
import { runWork } from "./work.ts";

export interface NumberEdits {
  change: NumberChange;
  /** Which numbers, where they were not picked one by one. */
  filter?: NumberFilters | undefined;
}

/** What a change leads to is looked up at each turn: it may be gone by then. */
export const leadsNeeds = ({ source, route }: NumberChange) => ({
  source: source ? known("source", source) : NOTHING,
  receiver: route?.to === "receiver" ? known("receiver", route.id) : NOTHING,
  queue: route?.to === "queue" ? known("queue", route.id) : NOTHING,
});
const NOTHING: Need<null> = { stmts: () => [], take: () => null };

/** What narrows nothing is the list itself; what was given back is found where it is asked for, and nowhere else. */
export function searchOf({ words, ...filter }: NumberFilters): Search {
  const search = { words, tags: tagsOf(filter) };
  return narrows(search) ? { words, tags: [...search.tags, `list:${listOf(filter)}`] } : {};
}

/** The declared index that goes through the numbers that a filter asks for. */
export const sortOf = (filter: NumberFilters, by: "name" | "number"): string =>
  listOf(filter) === "gone" ? `gone ${by}` : by;

const listOf = ({ state }: NumberFilters): "gone" | "here" => (state === "released" ? "gone" : "here");

export const editItem = (number: Doc<NumberData>, change: NumberChange, n: number, now: number): NewItem => {
  const input: EditItem = { id: number.id, was: heldBy(number.data, change, now) };
  return { n, about: showNumber(number.data.e164), input };
};

/** One number gets what the run gives to all, by the rule for a single one. */
export const editNumbers = runWork({
  deed: "change routing",
  needs: ({ id }: EditItem, { change }: NumberEdits) => ({ number: known("number", id), ...leadsNeeds(change) }),
  decide: ({ number, source, receiver, queue }, item, { change }, { now }, { actor }) =>
    editNumber(number, item, change, { source, receiver, queue }, actor, now),
  // By the number itself, which no edit moves: nothing is listed twice and nothing is missed.
  list: async (scope, { change, filter }, place, from) => {
    const ask = { by: sortOf(filter ?? {}, "number"), limit: CHUNK, after: place === "" ? null : place };
    const found = await readPage(scope, "number", ask, searchOf(filter ?? {}));
    const items = found.docs.map((number, index) => editItem(number, change, from + index, scope.now));
    return { items, next: found.next };
  },
});
