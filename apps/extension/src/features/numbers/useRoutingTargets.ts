import { matchesWords } from "@callboard/domain/core/text/search";
import type { ComboboxOption } from "@callboard/ui/ComboboxList";
import { useRef, useState } from "preact/hooks";
import { type Outputs, api } from "../../data/api.ts";
import { useResource } from "../../data/resource.ts";
import { numbers as texts } from "../../texts/en/numbers.ts";

const RECEIVERS_LIMIT = 200;

export interface RoutingTargets {
  sources: readonly ComboboxOption[];
  /** `queue:<id>` and `receiver:<id>`. */
  routes: readonly ComboboxOption[];
  /** Called with the typed words if there are more receiving numbers than are loaded. */
  findRoute: ((words: string) => void) | undefined;
}

type Receivers = Outputs["receivers"]["list"];

/** The sources and routing targets that a number can have. */
export function useRoutingTargets(): RoutingTargets {
  const [words, setWords] = useState("");
  const sources = useResource(["source"], () => api().sources.list.query());
  const queues = useResource(["queue"], () => api().queues.list.query());
  const receivers = useResource(
    ["receiver"],
    () => api().receivers.list.query({ limit: RECEIVERS_LIMIT, ...(words === "" ? {} : { words }) }),
    [words],
  );
  const last = useRef<Receivers | null>(null);
  const [many, setMany] = useState(false);
  if (receivers.data.value) last.current = receivers.data.value;
  // Once there were too many to load at once, that stays true even when a search finds few.
  if (!many && words === "" && receivers.data.value?.next) setMany(true);
  const fits = (name: string) => !many || matchesWords(name, words.trim());
  return {
    sources: (sources.data.value?.sources ?? []).map(({ id, name }) => ({ value: id, label: name })),
    routes: [
      ...(queues.data.value?.queues ?? [])
        .filter(({ name }) => fits(name))
        .map(({ id, name }) => ({ value: `queue:${id}`, label: name, hint: texts.edit.queue })),
      ...(last.current?.receivers ?? []).map(({ id, name, shown }) => ({
        value: `receiver:${id}`,
        label: name,
        hint: shown,
      })),
    ],
    findRoute: many ? setWords : undefined,
  };
}
