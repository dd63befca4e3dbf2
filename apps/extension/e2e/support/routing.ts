import type { Inputs } from "../../src/data/api.ts";
import type { Caller } from "./server.ts";

type RuleGroup = NonNullable<Inputs["sources"]["save"]["ruleGroups"]>[number];
type Rule = RuleGroup["rules"][number];

const rule = (subject: Rule["subject"], test: Rule["test"], value: string, name = ""): Rule => ({
  subject: subject,
  test,
  name,
  value,
  negated: false,
});
const ruleGroup = (id: string, ...rules: Rule[]): RuleGroup => ({ id, rules });

const SOURCES: Inputs["sources"]["save"][] = [
  {
    name: "Google Ads",
    description: "Search ads with auto-tagging",
    site: "onsite",
    ruleGroups: [
      ruleGroup("tagged", rule("landing", "parameter", "*", "gclid")),
      ruleGroup(
        "named",
        rule("landing", "parameter", "google", "utm_source"),
        rule("landing", "parameter", "cpc", "utm_medium"),
      ),
    ],
  },
  {
    name: "Google organic",
    site: "onsite",
    ruleGroups: [ruleGroup("search", rule("referrer", "host", "*.google.*"))],
  },
  {
    name: "Spring newsletter",
    site: "onsite",
    ruleGroups: [
      ruleGroup("link", rule("landing", "parameter", "newsletter", "utm_source"), {
        ...rule("landing", "path", "/careers"),
        negated: true,
      }),
      ruleGroup("mail", rule("referrer", "host", "mail.*")),
      ruleGroup("page", rule("landing", "path", "/spring")),
    ],
  },
  { name: "Yellow pages", description: "Printed directory, 2026", site: "offsite" },
  { name: "Direct visits", site: "onsite", ruleGroups: [] },
];

const RECEIVERS = [
  { name: "Front desk", number: "(212) 555-0143" },
  { name: "Milo's mobile", number: "+1 917 555 0188" },
  { name: "Night service", number: "+44 20 7946 0958" },
];

const day = (on: number, from: number, to: number) => ({
  id: `day-${on}-${from}`,
  day: on,
  from: from * 60,
  to: to * 60,
});
const WEEK = [1, 2, 3, 4, 5];

export interface RoutingFixture {
  sources: Record<string, string>;
  receivers: Record<string, string>;
  queues: Record<string, string>;
}

/** Sources, receiving numbers and queues as somebody would set them up, created through the API. */
export async function makeRouting({ api }: Caller): Promise<RoutingFixture> {
  const made: RoutingFixture = { sources: {}, receivers: {}, queues: {} };
  for (const source of SOURCES) made.sources[source.name] = (await api.sources.save.mutate(source)).id;
  for (const one of RECEIVERS) made.receivers[one.name] = (await api.receivers.save.mutate(one)).id;
  const { people } = await api.queues.people.query();
  const members = (...names: string[]) =>
    names.map((name, at) => ({ id: people.find((one) => one.name.startsWith(name))!.id, weight: at === 0 ? 20 : 10 }));
  const queue = async (
    form: Pick<Inputs["queues"]["save"], "name" | "routing" | "members"> & Partial<Inputs["queues"]["save"]>,
  ) => {
    made.queues[form.name] = (await api.queues.save.mutate(form)).id;
  };
  await queue({
    name: "Support",
    routing: "longest idle",
    members: members("Ava", "Ben", "Cleo", "Finn", "Milo"),
    tags: ["service"],
    wrapUpSeconds: 60,
  });
  await queue({
    name: "Sales",
    routing: "weighted",
    members: members("Dana", "Ava", "Milo"),
    tags: ["new business", "VIP"],
    schedule: {
      hours: WEEK.flatMap((on) => (on === 5 ? [day(on, 9, 15)] : [day(on, 9, 12), day(on, 13, 18)])),
      holidays: [
        { id: "thanks", date: "2026-11-26", name: "Thanksgiving" },
        { id: "xmas", date: "2026-12-25", name: "Christmas Day" },
      ],
    },
    noAnswer: { to: "queue", id: made.queues["Support"]! },
  });
  await queue({
    name: "After hours",
    routing: "simultaneous",
    members: members("Finn"),
    schedule: { hours: [6, 7].map((on) => day(on, 0, 24)), holidays: [] },
    noAnswer: { to: "receiver", id: made.receivers["Night service"]! },
  });
  return made;
}
