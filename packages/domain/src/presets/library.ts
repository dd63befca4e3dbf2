import { LIBRARY, type Preset, type PresetKind } from "./rules.ts";
import type { SourceRule, RuleGroup } from "../sources/schema.ts";

const createRule = (
  subject: SourceRule["subject"],
  test: SourceRule["test"],
  value: string,
  name = "",
  negated = false,
): SourceRule => ({
  subject,
  test,
  name,
  value,
  negated,
});
const landingParameter = (name: string, value: string) => createRule("landing", "parameter", value, name);
const referrerHost = (host: string) => createRule("referrer", "host", host);
/** Paid clicks have a parameter of the ad system in the address; unpaid visits don't. */
const withoutAdParameter = (name: string) => createRule("landing", "parameter", "*", name, true);
const ruleGroups = (...groups: SourceRule[][]): RuleGroup[] =>
  groups.map((rules, index) => ({ id: `group${index + 1}`, rules }));

const onsite = (description: string, ...groups: SourceRule[][]) => ({
  description,
  site: "onsite",
  ruleGroups: ruleGroups(...groups),
});
const offsite = (description: string) => ({ description, site: "offsite", ruleGroups: [] });

const weeklyHours = (days: readonly number[], from: number, to: number) => ({
  hours: days.map((day) => ({ id: `day${day}`, day, from: from * 60, to: to * 60 })),
  holidays: [],
});
const WORKDAYS = [1, 2, 3, 4, 5];

const libraryPreset = (
  kind: PresetKind,
  id: string,
  name: string,
  description: string,
  values: Record<string, unknown>,
): Preset => ({
  id: `${LIBRARY}:${id}`,
  owner: LIBRARY,
  version: 1,
  kind,
  name,
  description,
  values,
  archivedAt: null,
});
const sourcePreset = (id: string, name: string, description: string, values: Record<string, unknown>) =>
  libraryPreset("source", id, name, description, values);

/** The presets that everybody has. A new version of one keeps its id with the version increased. */
export const PRESET_LIBRARY: readonly Preset[] = [
  sourcePreset(
    "google-ads",
    "Google Ads",
    "Visitors who clicked an ad on Google.",
    onsite(
      "Paid clicks from Google",
      [landingParameter("gclid", "*")],
      [landingParameter("utm_source", "google"), landingParameter("utm_medium", "cpc")],
    ),
  ),
  sourcePreset(
    "google-organic",
    "Google Organic",
    "Visitors who found the website on Google, without an ad.",
    onsite(
      "Unpaid visits from Google",
      [referrerHost("*.google.*"), withoutAdParameter("gclid")],
      [referrerHost("google.*"), withoutAdParameter("gclid")],
    ),
  ),
  sourcePreset(
    "bing-ads",
    "Bing Ads",
    "Visitors who clicked an ad on Bing.",
    onsite(
      "Paid clicks from Bing",
      [landingParameter("msclkid", "*")],
      [landingParameter("utm_source", "bing"), landingParameter("utm_medium", "cpc")],
    ),
  ),
  sourcePreset(
    "bing-organic",
    "Bing Organic",
    "Visitors who found the website on Bing, without an ad.",
    onsite(
      "Unpaid visits from Bing",
      [referrerHost("*.bing.com"), withoutAdParameter("msclkid")],
      [referrerHost("bing.com"), withoutAdParameter("msclkid")],
    ),
  ),
  sourcePreset(
    "duckduckgo",
    "DuckDuckGo",
    "Visitors who found the website on DuckDuckGo.",
    onsite("Visits from DuckDuckGo", [referrerHost("duckduckgo.com")], [referrerHost("*.duckduckgo.com")]),
  ),
  sourcePreset(
    "facebook",
    "Facebook",
    "Visitors from Facebook, its ads and its app.",
    onsite(
      "Visits from Facebook",
      [landingParameter("fbclid", "*")],
      [referrerHost("*.facebook.com")],
      [referrerHost("facebook.com")],
      [landingParameter("utm_source", "facebook")],
    ),
  ),
  sourcePreset(
    "instagram",
    "Instagram",
    "Visitors from Instagram.",
    onsite(
      "Visits from Instagram",
      [referrerHost("*.instagram.com")],
      [referrerHost("instagram.com")],
      [landingParameter("utm_source", "instagram")],
    ),
  ),
  sourcePreset(
    "linkedin",
    "LinkedIn",
    "Visitors from LinkedIn.",
    onsite(
      "Visits from LinkedIn",
      [referrerHost("*.linkedin.com")],
      [referrerHost("linkedin.com")],
      [referrerHost("lnkd.in")],
      [landingParameter("utm_source", "linkedin")],
    ),
  ),
  sourcePreset(
    "youtube",
    "YouTube",
    "Visitors from videos on YouTube.",
    onsite(
      "Visits from YouTube",
      [referrerHost("*.youtube.com")],
      [referrerHost("youtube.com")],
      [referrerHost("youtu.be")],
      [landingParameter("utm_source", "youtube")],
    ),
  ),
  sourcePreset(
    "newsletter",
    "Newsletter",
    "Visitors from links in mails, marked with utm_medium=email.",
    onsite("Visits from mails", [landingParameter("utm_medium", "email")]),
  ),
  sourcePreset("tv", "TV", "A number that is shown on television.", offsite("Television")),
  sourcePreset("radio", "Radio", "A number that is said on the radio.", offsite("Radio")),
  sourcePreset("print", "Print", "A number in newspapers and magazines.", offsite("Newspapers and magazines")),
  sourcePreset(
    "billboard",
    "Billboard",
    "A number on posters, vehicles and signs.",
    offsite("Posters, vehicles and signs"),
  ),
  sourcePreset("direct-mail", "Direct mail", "A number on letters and flyers.", offsite("Letters and flyers")),
  libraryPreset("queue", "sales", "Sales", "Whoever has been idle longest is rung first, in office hours.", {
    routing: "longest idle",
    ringSeconds: 20,
    wrapUpSeconds: 30,
    schedule: weeklyHours(WORKDAYS, 9, 18),
    noAnswer: { to: "voicemail" },
  }),
  libraryPreset("queue", "support", "Support", "Calls go round evenly, with time to write them up.", {
    routing: "round robin",
    ringSeconds: 25,
    wrapUpSeconds: 60,
    schedule: weeklyHours(WORKDAYS, 8, 18),
    noAnswer: { to: "voicemail" },
  }),
  libraryPreset("queue", "overflow", "Overflow", "Everybody's phone rings at once, at all hours.", {
    routing: "simultaneous",
    ringSeconds: 40,
    wrapUpSeconds: 10,
    schedule: null,
    noAnswer: { to: "voicemail" },
  }),
  libraryPreset("queue", "after-hours", "After hours", "Evenings on weekdays: rings briefly, then voicemail.", {
    routing: "simultaneous",
    ringSeconds: 15,
    wrapUpSeconds: 0,
    schedule: weeklyHours(WORKDAYS, 18, 24),
    noAnswer: { to: "voicemail" },
  }),
];
