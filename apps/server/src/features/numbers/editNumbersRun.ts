import { type BulkEditItem, applyPatch, currentValues, type NumberPatch } from "@callboard/domain/numbers/bulkEdit";
import { type NumberFilters, filterTags } from "@callboard/domain/numbers/listSchema";
import { formatPhoneNumber } from "@callboard/domain/numbers/phoneNumber";
import type { NumberData } from "@callboard/domain/numbers/types";
import type { Doc } from "@callboard/domain/core/record";
import { readPage } from "../../store/search/lists.ts";
import { isNarrowing, type Search } from "../../store/search/searchIndex.ts";
import { findOptional, type Query } from "../../store/queries.ts";
import { CHUNK, type NewItem } from "../../runs/items.ts";
import { defineRunHandler } from "../../runs/handler.ts";

export interface NumberEdits {
  change: NumberPatch;
  /** Which numbers, where they were not picked one by one. */
  filter?: NumberFilters | undefined;
}

/** What a change leads to is looked up at each turn: it may be gone by then. */
export const routingTargetQueries = ({ source, route }: NumberPatch) => ({
  source: source ? findOptional("source", source) : NO_TARGET,
  receiver: route?.to === "receiver" ? findOptional("receiver", route.id) : NO_TARGET,
  queue: route?.to === "queue" ? findOptional("queue", route.id) : NO_TARGET,
});
const NO_TARGET: Query<null> = { stmts: () => [], take: () => null };

/** What narrows nothing is the list itself; what was given back is found where it is asked for, and nowhere else. */
export function numberSearch({ words, ...filter }: NumberFilters): Search {
  const search = { words, tags: filterTags(filter) };
  return isNarrowing(search) ? { words, tags: [...search.tags, `list:${numberListOf(filter)}`] } : {};
}

/** The declared index that goes through the numbers that a filter asks for. */
export const numberIndex = (filter: NumberFilters, by: "name" | "number"): string =>
  numberListOf(filter) === "gone" ? `gone ${by}` : by;

const numberListOf = ({ state }: NumberFilters): "gone" | "here" => (state === "released" ? "gone" : "here");

export const editItem = (number: Doc<NumberData>, change: NumberPatch, n: number, now: number): NewItem => {
  const input: BulkEditItem = { id: number.id, was: currentValues(number.data, change, now) };
  return { n, about: formatPhoneNumber(number.data.e164), input };
};

/** One number gets what the run gives to all, by the rule for a single one. */
export const editNumbers = defineRunHandler({
  deed: "change routing",
  needs: ({ id }: BulkEditItem, { change }: NumberEdits) => ({
    number: findOptional("number", id),
    ...routingTargetQueries(change),
  }),
  decide: ({ number, source, receiver, queue }, item, { change }, { now }, { actor }) =>
    applyPatch(number, item, change, { source, receiver, queue }, actor, now),
  // By the number itself, which no edit moves: nothing is listed twice and nothing is missed.
  list: async (scope, { change, filter }, place, from) => {
    const ask = { by: numberIndex(filter ?? {}, "number"), limit: CHUNK, after: place === "" ? null : place };
    const found = await readPage(scope, "number", ask, numberSearch(filter ?? {}));
    const items = found.docs.map((number, index) => editItem(number, change, from + index, scope.now));
    return { items, next: found.next };
  },
});
