import type { Filter } from "../../shared/list/FilterBar.tsx";
import { numbers as texts } from "../../texts/en/numbers.ts";
import { useRoutingTargets } from "./useRoutingTargets.ts";

const optionsOf = (names: Readonly<Record<string, string>>) =>
  Object.entries(names).map(([value, label]) => ({ value, label }));

/** The filters of the list. */
export function useNumberFilters(): Filter[] {
  const { sources, routes } = useRoutingTargets();
  return [
    { name: "source", label: texts.source, options: [{ value: "none", label: texts.noSource }, ...sources] },
    { name: "route", label: texts.route, options: [{ value: "none", label: texts.noRoute }, ...routes] },
    { name: "flag", label: texts.flag, options: optionsOf(texts.flags) },
    { name: "state", label: texts.numberState, options: optionsOf(texts.states) },
    { name: "kind", label: texts.kind, options: optionsOf(texts.kinds) },
  ];
}
