import { LIBRARY, type Preset, type PresetOf } from "./presets.ts";
import type { SourceRule, SourceWay } from "./sources.schema.ts";

const rule = (of: SourceRule["of"], test: SourceRule["test"], value: string, name = "", not = false): SourceRule => ({
  of,
  test,
  name,
  value,
  not,
});
const landing = (name: string, value: string) => rule("landing", "parameter", value, name);
const from = (host: string) => rule("referrer", "host", host);
/** Paid clicks carry the ad system's own parameter: an unpaid visit has none. */
const unpaid = (name: string) => rule("landing", "parameter", "*", name, true);
const ways = (...all: SourceRule[][]): SourceWay[] => all.map((rules, at) => ({ id: `way${at + 1}`, rules }));

const onsite = (description: string, ...all: SourceRule[][]) => ({ description, site: "onsite", ways: ways(...all) });
const offsite = (description: string) => ({ description, site: "offsite", ways: [] });

const hours = (days: readonly number[], from: number, to: number) => ({
  hours: days.map((day) => ({ id: `day${day}`, day, from: from * 60, to: to * 60 })),
  holidays: [],
});
const WEEK = [1, 2, 3, 4, 5];

const made = (of: PresetOf, id: string, name: string, about: string, values: Record<string, unknown>): Preset => ({
  id: `${LIBRARY}:${id}`,
  owner: LIBRARY,
  version: 1,
  of,
  name,
  about,
  values,
  archivedAt: null,
});
const source = (id: string, name: string, about: string, values: Record<string, unknown>) =>
  made("source", id, name, about, values);

/** The presets that everybody has. A newer edition of one is the same id with its version one up. */
export const PRESET_LIBRARY: readonly Preset[] = [
  source(
    "google-ads",
    "Google Ads",
    "Visitors who clicked an ad on Google.",
    onsite(
      "Paid clicks from Google",
      [landing("gclid", "*")],
      [landing("utm_source", "google"), landing("utm_medium", "cpc")],
    ),
  ),
  source(
    "google-organic",
    "Google Organic",
    "Visitors who found the website on Google, without an ad.",
    onsite("Unpaid visits from Google", [from("*.google.*"), unpaid("gclid")], [from("google.*"), unpaid("gclid")]),
  ),
  source(
    "bing-ads",
    "Bing Ads",
    "Visitors who clicked an ad on Bing.",
    onsite(
      "Paid clicks from Bing",
      [landing("msclkid", "*")],
      [landing("utm_source", "bing"), landing("utm_medium", "cpc")],
    ),
  ),
  source(
    "bing-organic",
    "Bing Organic",
    "Visitors who found the website on Bing, without an ad.",
    onsite("Unpaid visits from Bing", [from("*.bing.com"), unpaid("msclkid")], [from("bing.com"), unpaid("msclkid")]),
  ),
  source(
    "duckduckgo",
    "DuckDuckGo",
    "Visitors who found the website on DuckDuckGo.",
    onsite("Visits from DuckDuckGo", [from("duckduckgo.com")], [from("*.duckduckgo.com")]),
  ),
  source(
    "facebook",
    "Facebook",
    "Visitors from Facebook, its ads and its app.",
    onsite(
      "Visits from Facebook",
      [landing("fbclid", "*")],
      [from("*.facebook.com")],
      [from("facebook.com")],
      [landing("utm_source", "facebook")],
    ),
  ),
  source(
    "instagram",
    "Instagram",
    "Visitors from Instagram.",
    onsite(
      "Visits from Instagram",
      [from("*.instagram.com")],
      [from("instagram.com")],
      [landing("utm_source", "instagram")],
    ),
  ),
  source(
    "linkedin",
    "LinkedIn",
    "Visitors from LinkedIn.",
    onsite(
      "Visits from LinkedIn",
      [from("*.linkedin.com")],
      [from("linkedin.com")],
      [from("lnkd.in")],
      [landing("utm_source", "linkedin")],
    ),
  ),
  source(
    "youtube",
    "YouTube",
    "Visitors from videos on YouTube.",
    onsite(
      "Visits from YouTube",
      [from("*.youtube.com")],
      [from("youtube.com")],
      [from("youtu.be")],
      [landing("utm_source", "youtube")],
    ),
  ),
  source(
    "newsletter",
    "Newsletter",
    "Visitors from links in mails, marked with utm_medium=email.",
    onsite("Visits from mails", [landing("utm_medium", "email")]),
  ),
  source("tv", "TV", "A number that is shown on television.", offsite("Television")),
  source("radio", "Radio", "A number that is said on the radio.", offsite("Radio")),
  source("print", "Print", "A number in newspapers and magazines.", offsite("Newspapers and magazines")),
  source("billboard", "Billboard", "A number on posters, vehicles and signs.", offsite("Posters, vehicles and signs")),
  source("direct-mail", "Direct mail", "A number on letters and flyers.", offsite("Letters and flyers")),
  made("queue", "sales", "Sales", "Whoever has been idle longest is rung first, in office hours.", {
    routing: "longest idle",
    ringSeconds: 20,
    wrapUpSeconds: 30,
    schedule: hours(WEEK, 9, 18),
    noAnswer: { to: "voicemail" },
  }),
  made("queue", "support", "Support", "Calls go round evenly, with time to write them up.", {
    routing: "round robin",
    ringSeconds: 25,
    wrapUpSeconds: 60,
    schedule: hours(WEEK, 8, 18),
    noAnswer: { to: "voicemail" },
  }),
  made("queue", "overflow", "Overflow", "Everybody's phone rings at once, at all hours.", {
    routing: "simultaneous",
    ringSeconds: 40,
    wrapUpSeconds: 10,
    schedule: null,
    noAnswer: { to: "voicemail" },
  }),
  made("queue", "after-hours", "After hours", "Evenings on weekdays: rings briefly, then voicemail.", {
    routing: "simultaneous",
    ringSeconds: 15,
    wrapUpSeconds: 0,
    schedule: hours(WEEK, 18, 24),
    noAnswer: { to: "voicemail" },
  }),
];
