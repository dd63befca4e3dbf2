import { matchesText } from "@callboard/domain/core/text/search";
import type { ComboboxOption } from "@callboard/ui/ComboboxList";
import { useRef, useState } from "preact/hooks";
import { type Outputs, api } from "../../data/api.ts";
import { useResource } from "../../data/liveResource.ts";
import { numbers as texts } from "../../texts/en/numbers.ts";

const RECEIVERS_LIMIT = 200;

export interface RoutingTargets {
  sources: readonly ComboboxOption[];
  /** Routing targets; their values are `queue:` or `receiver:` and an id. */
  routes: readonly ComboboxOption[];
  /** Searches with the typed text; undefined if all receiving numbers are loaded. */
  findRoutes: ((text: string) => void) | undefined;
}

type Receivers = Outputs["receivers"]["list"];

/** The sources and routing targets that a number can have. */
export function useRoutingTargets(): RoutingTargets {
  const [text, setText] = useState("");
  const sources = useResource(["source"], () => api().sources.list.query());
  const queues = useResource(["queue"], () => api().queues.list.query());
  const receivers = useResource(
    ["receiver"],
    () => api().receivers.list.query({ limit: RECEIVERS_LIMIT, ...(text === "" ? {} : { search: text }) }),
    [text],
  );
  const lastReceivers = useRef<Receivers | null>(null);
  const [hasMany, setHasMany] = useState(false);
  if (receivers.data.value) lastReceivers.current = receivers.data.value;
  // True once there are more receiving numbers than one answer holds; a search that finds only a few doesn't change it.
  if (!hasMany && text === "" && receivers.data.value?.next) setHasMany(true);
  const matches = (name: string) => !hasMany || matchesText(name, text.trim());
  return {
    sources: (sources.data.value?.sources ?? []).map(({ id, name }) => ({ value: id, label: name })),
    routes: [
      ...(queues.data.value?.queues ?? [])
        .filter(({ name }) => matches(name))
        .map(({ id, name }) => ({ value: `queue:${id}`, label: name, hint: texts.edit.queue })),
      ...(lastReceivers.current?.receivers ?? []).map(({ id, name, shown }) => ({
        value: `receiver:${id}`,
        label: name,
        hint: shown,
      })),
    ],
    findRoutes: hasMany ? setText : undefined,
  };
}
