import { DAY, HOUR, type Instant, MINUTE } from "@callboard/domain/core/time";
import type { SeedContext, SeedEvent } from "./seedContext.ts";
import type { DemoAccount } from "../features/demo/people.ts";

/** The agency's owner. */
const HARRIET = ["harriet@callboard.demo", "harbor"] as const;
/** The people who manage sub-accounts' queues. */
const SUB_ACCOUNT_MANAGERS: readonly (readonly [email: string, account: DemoAccount])[] = [
  ["dana@callboard.demo", "northwind"],
  ["ida@callboard.demo", "parkside"],
  ["mary@callboard.demo", "mason"],
];
const HOUSE_PRESET = {
  kind: "queue" as const,
  name: "House standard",
  description: "How calls are answered in all our accounts.",
};
const HOUSE_VALUES = { routing: "longest idle" as const, ringSeconds: 25, wrapUpSeconds: 45 };

/** The agency's queue preset, which its sub-accounts follow; one drifts from it, and the preset has changed since. */
export function monthOfPresets(end: Instant, days: number): SeedEvent[] {
  const firstDay = end - days * DAY - HOUR;
  const daysBeforeEnd = (count: number) => end - Math.min(count, days) * DAY;
  let preset = "";
  return [
    {
      at: firstDay + 10 * MINUTE,
      run: async (context) => {
        preset = (await context.clientFor(...HARRIET).presets.save({ ...HOUSE_PRESET, values: HOUSE_VALUES })).id;
      },
    },
    ...SUB_ACCOUNT_MANAGERS.map(([email, account], index): SeedEvent => ({
      at: firstDay + (20 + index) * MINUTE,
      run: (context) => applyPreset(context, email, account, preset),
    })),
    { at: daysBeforeEnd(4) + 2 * HOUR, run: (context) => makeDrift(context) },
    {
      at: daysBeforeEnd(1) - 3 * HOUR,
      run: async (context) => {
        const { presets } = context.clientFor(...HARRIET);
        await presets.save({ ...HOUSE_PRESET, id: preset, version: 1, values: { ...HOUSE_VALUES, wrapUpSeconds: 60 } });
      },
    },
  ];
}

async function applyPreset(context: SeedContext, email: string, account: DemoAccount, preset: string): Promise<void> {
  const { queues, presets, proposals } = context.clientFor(email, account);
  const records = (await queues.list()).queues.map(({ id }) => ({ id }));
  const { proposal } = await presets.proposeApply({ preset, to: { records } });
  await proposals.confirm({ proposal: proposal! });
}

/** Changes the ring time of one queue away from its preset, as if the support team had asked for more time. */
async function makeDrift(context: SeedContext): Promise<void> {
  const { queues } = context.clientFor("dana@callboard.demo", "northwind");
  const support = (await queues.list()).queues.find(({ name }) => name === "Support")!;
  const { id, version, name, routing, members, wrapUpSeconds, tags } = support;
  await queues.save({ id, version, name, routing, members, wrapUpSeconds, tags, ringSeconds: 40 });
}
