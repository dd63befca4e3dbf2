import type { Filter } from "../../list/FilterBar.tsx";
import { numbers as texts } from "../../texts/en/numbers.ts";
import { useLeads } from "./useLeads.ts";

const named = (names: Readonly<Record<string, string>>) =>
  Object.entries(names).map(([value, label]) => ({ value, label }));

/** What the list can be narrowed by. */
export function useNumberFilters(): Filter[] {
  const { sources, routes } = useLeads();
  return [
    { name: "source", label: texts.source, options: [{ value: "none", label: texts.noSource }, ...sources] },
    { name: "route", label: texts.route, options: [{ value: "none", label: texts.noRoute }, ...routes] },
    { name: "flag", label: texts.flag, options: named(texts.flags) },
    { name: "state", label: texts.standing, options: named(texts.states) },
    { name: "kind", label: texts.kind, options: named(texts.kinds) },
  ];
}
