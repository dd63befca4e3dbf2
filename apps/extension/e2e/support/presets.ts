import type { Caller } from "./server.ts";
import type { RoutingFixture } from "./routing.ts";

export interface PresetsFixture extends RoutingFixture {
  /** A preset of the account that two queues follow; one of them rings longer than the preset says. */
  evening: string;
  /** A preset for sources that nothing follows. */
  fair: string;
}

/** Presets as somebody would make them: from an existing queue and from scratch, with records that follow them. */
export async function makePresets({ api }: Caller, routing: RoutingFixture): Promise<PresetsFixture> {
  const made = { ...routing, queues: { ...routing.queues } };
  const { people } = await api.queues.people.query();
  const members = people.slice(0, 2).map(({ id }) => ({ id, weight: 10 }));
  const settings = { routing: "round robin" as const, members, ringSeconds: 20, wrapUpSeconds: 30 };
  for (const name of ["Early evenings", "Late evenings"])
    made.queues[name] = (await api.queues.save.mutate({ name, ...settings })).id;
  const { id: evening } = await api.presets.saveFromRecord.mutate({
    kind: "queue",
    id: made.queues["Early evenings"]!,
    name: "Evening shift",
    description: "How we ring after five",
    fields: ["routing", "ringSeconds", "wrapUpSeconds"],
  });
  const late = made.queues["Late evenings"]!;
  const { proposal } = await api.presets.proposeApply.mutate({ preset: evening, to: { records: [{ id: late }] } });
  if (proposal) await api.proposals.confirm.mutate({ proposal, name: null });
  const { version } = await api.queues.get.query({ id: late });
  await api.queues.save.mutate({ id: late, version, name: "Late evenings", ...settings, ringSeconds: 45 });
  const { id: fair } = await api.presets.save.mutate({
    kind: "source",
    name: "Fair booth",
    description: "Posters and cards at trade fairs",
    values: { site: "offsite", ruleGroups: [] },
  });
  return { ...made, evening, fair };
}
