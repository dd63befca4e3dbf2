import { DAY, HOUR, type Instant, MINUTE, SECOND } from "@callboard/domain/core/time";
import type { SeedContext, SeedEvent } from "./seedContext.ts";
import { DEMO_PEOPLE, type DemoAccount } from "../features/demo/people.ts";

interface NumberSeed {
  e164: string;
  name: string;
  source?: string;
  /** The name of a queue or receiving number. */
  to?: string;
  /** How many days before the end it was bought. */
  days: number;
}

interface RoutingSeed {
  receivers: readonly [name: string, number: string][];
  /** Queues with the complete team, or with these members. */
  queues: readonly { name: string; members?: readonly string[]; tags: readonly string[] }[];
  numbers: readonly NumberSeed[];
}

const ROUTING: Partial<Record<DemoAccount, RoutingSeed>> = {
  northwind: {
    receivers: [
      ["Front desk", "+1 212 555 0142"],
      ["Night line", "+1 212 555 0177"],
    ],
    queues: [
      { name: "Sales", tags: ["new customers"] },
      { name: "Support", members: ["ben", "cleo", "finn"], tags: ["customers"] },
    ],
    numbers: [
      { e164: "+12125550103", name: "Homepage", source: "Google Ads", to: "Sales", days: 8 },
      { e164: "+12125550107", name: "Bing search", source: "Bing Organic", to: "Sales", days: 8 },
      { e164: "+12125550110", name: "Facebook campaign", source: "Facebook", to: "Sales", days: 7 },
      { e164: "+13125550120", name: "Chicago radio", source: "Radio", to: "Front desk", days: 6 },
      { e164: "+14155550131", name: "San Francisco TV", source: "TV", to: "Sales", days: 6 },
      { e164: "+12125550145", name: "Spring flyer", source: "Print", to: "Front desk", days: 5 },
      { e164: "+18885550160", name: "Service line", to: "Support", days: 5 },
      // By their last digits, the sandbox carrier keeps one pending and declines the other.
      { e164: "+15122200194", name: "Austin billboard", source: "Print", to: "Night line", days: 3 },
      { e164: "+16172200191", name: "Boston office", days: 2 },
    ],
  },
  parkside: {
    receivers: [["Reception", "+1 312 555 0150"]],
    queues: [{ name: "Sales", tags: [] }],
    numbers: [
      { e164: "+13125550164", name: "New patients", source: "Google Ads", to: "Sales", days: 7 },
      { e164: "+13125550168", name: "Recall postcards", source: "Print", to: "Reception", days: 4 },
    ],
  },
  mason: {
    receivers: [["Workshop", "+44 20 7946 0958"]],
    queues: [{ name: "Support", tags: [] }],
    numbers: [
      { e164: "+442079460018", name: "Website", source: "Google Ads", to: "Workshop", days: 7 },
      { e164: "+442079460037", name: "Van sign", source: "Print", to: "Support", days: 3 },
    ],
  },
  solo: {
    receivers: [["Bakery", "+49 30 23125 010"]],
    queues: [{ name: "Sales", tags: [] }],
    numbers: [
      { e164: "+493023125037", name: "Cake orders", source: "Facebook", to: "Bakery", days: 6 },
      { e164: "+493023125074", name: "Window sign", source: "Print", to: "Sales", days: 2 },
    ],
  },
};

/** Library presets that every account starts with. */
const SOURCES = ["google-ads", "bing-organic", "facebook", "tv", "radio", "print"] as const;

/** Sources, receiving numbers and queues on the first day; then numbers, bought one by one. `end`: the present. */
export function monthOfRouting(end: Instant, days: number): SeedEvent[] {
  return (Object.keys(ROUTING) as DemoAccount[]).flatMap((account) => {
    const routing = ROUTING[account]!;
    const ids = new Map<string, string>();
    return [
      { at: end - days * DAY - HOUR, run: (context) => createRouting(context, account, routing, ids) },
      ...routing.numbers.map((number, index): SeedEvent => {
        const at = end - Math.min(number.days, days) * DAY + index * 20 * MINUTE;
        return { at, run: (context) => buyNumber(context, at, account, number, ids) };
      }),
    ];
  });
}

const ownerOf = (account: DemoAccount) => DEMO_PEOPLE.find((person) => person.owns === account)!.email;

async function createRouting(
  context: SeedContext,
  account: DemoAccount,
  routing: RoutingSeed,
  ids: Map<string, string>,
) {
  const { receivers, queues, presets } = context.clientFor(ownerOf(account), account);
  const presetNames = new Map((await presets.list({ kind: "source" })).presets.map(({ id, name }) => [id, name]));
  for (const preset of SOURCES.map((source) => `library:${source}`)) {
    const name = presetNames.get(preset)!;
    ids.set(name, (await presets.create({ preset, name })).id);
  }
  for (const [name, number] of routing.receivers)
    ids.set(`receiver/${name}`, (await receivers.save({ name, number })).id);
  for (const { name, members, tags } of routing.queues) {
    const team = softphonesIn(account).filter(
      (email) => !members || members.some((member) => email.startsWith(`${member}@`)),
    );
    const people = team.map((email) => ({ id: context.people.get(email)!, weight: 1 }));
    const queue = { name, routing: "longest idle" as const, members: people, tags: [...tags] };
    ids.set(`queue/${name}`, (await queues.save(queue)).id);
  }
}

const softphonesIn = (account: DemoAccount): string[] =>
  DEMO_PEOPLE.filter(({ memberships }) => memberships.some((one) => one.account === account && one.softphone)).map(
    ({ email }) => email,
  );

/** The seconds after an order at which a running server would have checked it, often enough for a slow carrier. */
const CARRIER_CHECKS = [0, 6, 17, 38] as const;

async function buyNumber(
  context: SeedContext,
  at: Instant,
  account: DemoAccount,
  number: NumberSeed,
  ids: Map<string, string>,
): Promise<void> {
  const { e164, name, source, to } = number;
  const queue = ids.get(`queue/${to}`);
  const receiver = ids.get(`receiver/${to}`);
  await context.clientFor(ownerOf(account), account).numbers.buy({
    e164,
    name,
    source: source ? ids.get(source)! : null,
    route: queue ? { to: "queue", id: queue } : receiver ? { to: "receiver", id: receiver } : null,
  });
  for (const seconds of CARRIER_CHECKS) {
    context.setClock(at + seconds * SECOND);
    await context.runDueJobs();
  }
}
