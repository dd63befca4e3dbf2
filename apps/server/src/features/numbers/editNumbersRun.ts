import { type BulkEditItem, applyPatch, currentValues, type NumberPatch } from "@callboard/domain/numbers/bulkEdit";
import { type NumberFilters, filterTags } from "@callboard/domain/numbers/listSchema";
import { formatPhoneNumber } from "@callboard/domain/numbers/phoneNumber";
import type { NumberData } from "@callboard/domain/numbers/schema";
import type { Doc } from "@callboard/domain/core/record";
import { readPage } from "../../store/search/lists.ts";
import { isNarrowing, type Search } from "../../store/search/searchIndex.ts";
import { findOptional, type Query } from "../../store/queries.ts";
import { CHUNK, type NewItem } from "../../runs/items.ts";
import { defineRunHandler } from "../../runs/handler.ts";

export interface NumberEdits {
  change: NumberPatch;
  /** The numbers to edit, unless they were picked one by one. */
  filter?: NumberFilters | undefined;
}

/** The targets of the change are looked up for each item: they may have been removed meanwhile. */
export const routingTargetQueries = ({ source, route }: NumberPatch) => ({
  source: source ? findOptional("source", source) : NO_TARGET,
  receiver: route?.to === "receiver" ? findOptional("receiver", route.id) : NO_TARGET,
  queue: route?.to === "queue" ? findOptional("queue", route.id) : NO_TARGET,
});
const NO_TARGET: Query<null> = { statements: () => [], parse: () => null };

/** A filter that matches everything becomes the plain list; released numbers are only found when asked for. */
export function numberSearch({ search: text, ...filter }: NumberFilters): Search {
  const search = { search: text, tags: filterTags(filter) };
  return isNarrowing(search) ? { search: text, tags: [...search.tags, `list:${numberListOf(filter)}`] } : {};
}

/** The declared index for listing the numbers that match a filter. */
export const numberIndex = (filter: NumberFilters, by: "name" | "number"): string =>
  numberListOf(filter) === "released" ? `released ${by}` : by;

const numberListOf = ({ state }: NumberFilters): "released" | "current" =>
  state === "released" ? "released" : "current";

/** The run item for one number: `n` is its position in the run, `before` the values that the change replaces. */
export const editItem = (number: Doc<NumberData>, change: NumberPatch, n: number, now: number): NewItem => {
  const input: BulkEditItem = { id: number.id, before: currentValues(number.data, change, now) };
  return { n, about: formatPhoneNumber(number.data.e164), input };
};

/** Applies the run's change to one number, with the rule for a single edit. */
export const editNumbers = defineRunHandler({
  permission: "change routing",
  queries: ({ id }: BulkEditItem, { change }: NumberEdits) => ({
    number: findOptional("number", id),
    ...routingTargetQueries(change),
  }),
  decide: ({ number, source, receiver, queue }, item, { change }, { now }, { actor }) =>
    applyPatch(number, item, change, { source, receiver, queue }, actor, now),
  // In the order of the number itself, which no edit changes: nothing is listed twice or missed.
  list: async (scope, { change, filter }, cursor, firstPosition) => {
    const range = { by: numberIndex(filter ?? {}, "number"), limit: CHUNK, after: cursor === "" ? null : cursor };
    const page = await readPage(scope, "number", range, numberSearch(filter ?? {}));
    const items = page.docs.map((number, index) => editItem(number, change, firstPosition + index, scope.now));
    return { items, next: page.next };
  },
});
