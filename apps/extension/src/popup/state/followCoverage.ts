import { computed, effect, signal } from "@preact/signals";
import { truncateText } from "@callboard/domain/core/text/text";
import { leastCovered } from "@callboard/domain/queues/coverage";
import { api, type Outputs } from "../../data/api.ts";
import { createResource, type Resource } from "../../data/liveResource.ts";
import { popupCoverage as texts } from "../../texts/en/popup/coverage.ts";
import { format } from "../../texts/format.ts";
import { openStore } from "./boot.ts";
import { coverageHint, pointedStatus } from "./coverage.ts";

/** What fits into the line: the numbers after the name must be seen. */
const NAME_SHOWN = 24;
const shortName = (name: string): string => {
  const shown = truncateText(name, NAME_SHOWN);
  return shown === name ? name : `${shown.trimEnd()}…`;
};

// Loaded after the first render, and asked only once somebody points at a status: the click waits for nothing.
const coverage = signal<Resource<Outputs["queues"]["coverage"]> | null>(null);
const isAsked = signal(false);
effect(() => {
  if (pointedStatus.value) isAsked.value = true;
});
const askedAccount = computed(() =>
  isAsked.value && openStore.value?.me.answeredAt.value != null ? openStore.value.account : null,
);
effect(() => {
  coverage.peek()?.stop();
  coverage.value =
    askedAccount.value === null
      ? null
      : createResource(["agent", "phone", "queue", "member", "status"], () => api().queues.coverage.query());
});
effect(() => {
  const queues = coverage.value?.data.value?.queues ?? [];
  const least = pointedStatus.value?.takesCalls === false ? leastCovered(queues) : null;
  coverageHint.value =
    least === null
      ? ""
      : format(texts.left, { queue: shortName(least.name), left: least.takingCalls - 1, members: least.members });
});
