import { type ItemsInput, readItems, normalizeItemSearch } from "../runs/report.ts";
import { read } from "../store/commit.ts";
import { findOne } from "../store/queries.ts";
import { type DisplayLocale, withDisplayNames } from "../store/reads/displayNames.ts";
import type { Scope } from "../store/scope.ts";
import { foldedLines } from "./foldLines.ts";
import { visibleKind } from "./kinds.ts";
import { runScope } from "./proposals.ts";

/** A page of the grouped lines of a long proposal. */
export async function proposalItems(scope: Scope, id: string, ask: Omit<ItemsInput, "run">, locale: DisplayLocale) {
  const { proposal } = await read(scope, { proposal: findOne("proposal", id) });
  const kind = visibleKind(scope, proposal);
  const run = kind.run?.(proposal.data.found) ?? null;
  if (run !== null) return readItems(runScope(kind, proposal, scope), { ...ask, run });
  const lines = foldedLines(proposal.data.lines);
  const all = await withDisplayNames(scope, locale, (show) =>
    lines.map(({ text }, n) => ({ n, about: show.phrase(text) })),
  );
  const words = normalizeItemSearch(ask.words ?? "");
  const found = all.filter(({ n, about }) => n > (ask.after ?? -1) && normalizeItemSearch(about).includes(words));
  const items = found.slice(0, ask.limit);
  return { items, next: found.length > items.length ? items.at(-1)!.n : null };
}
