import { type ItemsInput, readItems, normalizeItemSearch } from "../runs/report.ts";
import { read } from "../store/commit.ts";
import { findOne } from "../store/queries.ts";
import { type DisplayLocale, withDisplayNames } from "../store/reads/displayNames.ts";
import type { Scope } from "../store/scope.ts";
import { linesInGroups } from "./groupLines.ts";
import { visibleKind } from "./kinds.ts";
import { runScope } from "./proposals.ts";

/** A page of the lines that a long proposal shows grouped: items of its run, or lines stored in the proposal. */
export async function proposalItems(scope: Scope, id: string, filter: Omit<ItemsInput, "run">, locale: DisplayLocale) {
  const { proposal } = await read(scope, { proposal: findOne("proposal", id) });
  const kind = visibleKind(scope, proposal);
  const run = kind.run?.(proposal.data.context) ?? null;
  if (run !== null) return readItems(runScope(kind, proposal, scope), { ...filter, run });
  const lines = linesInGroups(proposal.data.lines);
  const allItems = await withDisplayNames(scope, locale, (show) =>
    lines.map(({ text }, n) => ({ n, about: show.message(text) })),
  );
  const searchText = normalizeItemSearch(filter.search ?? "");
  const matches = allItems.filter(
    ({ n, about }) => n > (filter.after ?? -1) && normalizeItemSearch(about).includes(searchText),
  );
  const items = matches.slice(0, filter.limit);
  return { items, next: matches.length > items.length ? items.at(-1)!.n : null };
}
