import { describe, expect, test } from "vitest";
import { en } from "../../src/core/messages/en.ts";
import type { MessageKey } from "../../src/core/messages/keys.ts";
import { render } from "../../src/core/message.ts";

const NOON = Date.UTC(2026, 6, 1, 12, 0);
const reader = { zone: "Europe/London", language: "en", people: new Map([["ava", "Ava Lindqvist"]]) };
const HOLES = /\{(\w+)(?::(\w+)|\|[^|{}]+\|[^|{}]+)?\}/g;

/** Realistic values by placeholder name; all others are a word. */
const REAL: Record<string, string | number> = {
  number: "+49 30 23125074",
  numbers: "12 numbers",
  email: "ava@callboard.demo",
  address: "books@books.example",
  version: 3,
  count: 12,
  was: "Essentials",
  card: "Visa 4242",
  sum: "$12.50",
  fee: "$1.50",
  reason: "covering support",
  cadence: "every Monday",
  seconds: 30,
  max: 500,
  least: 2,
  minutes: 30,
};

type Named = (name: string) => string | number;
const distinct: Named = (name) => REAL[name] ?? `a ${name}`;
/** A preset and the source made from it have the same name. */
const NAMES = ["name", "preset", "source", "queue", "status"];
const alike: Named = (name) => (NAMES.includes(name) ? "Print" : distinct(name));
const single: Named = (name) => (typeof REAL[name] === "number" && name !== "max" ? 1 : distinct(name));

function written(key: MessageKey, named: Named): string {
  const values = [...en[key].matchAll(HOLES)].map(([whole, name, format]): [string, string | number] => {
    if (["time", "moment", "day"].includes(format ?? "")) return [name!, NOON];
    if (format === "minutes") return [name!, 90];
    if (whole.includes("|")) return [name!, Number(named("count"))];
    return [name!, format === "person" ? "ava" : named(name!)];
  });
  return render(en, { key, values: Object.fromEntries(values) }, reader);
}

const keys = Object.keys(en) as MessageKey[];
/** Placeholders, missing values, and traces of a template with an empty part. */
const BROKEN = /[{}]|undefined|null|NaN|Invalid|—|[ ]{2}|\(\)|\s[.,;:!?](?:\s|$)|^\s|\s$|^$/;
/** A plural noun next to a one. */
const ONE_MANY = /\b1 (?!minus|is\b|was\b|has\b)[a-z]+s\b|\b1 people\b/;
/** The same name twice in a row is ambiguous. */
const TWICE = /\bPrint (?:follows|from|to|for|of|under|into|as|by) Print\b/;

test.each(keys)("%s reads well whatever it is about", (key) => {
  for (const named of [distinct, alike, single]) expect(written(key, named)).not.toMatch(BROKEN);
  // In a mail, a link follows.
  if (!key.startsWith("mail.")) expect(written(key, distinct)).not.toMatch(/:$/);
  expect(written(key, alike)).not.toMatch(TWICE);
  // If there is a sentence of its own for one, this one is only used for several.
  if (!key.endsWith("Many")) expect(written(key, single)).not.toMatch(ONE_MANY);
});

const IRREGULAR =
  "began bought broke brought chose drew found froze gave got had heard held kept left lent let lost made meant met paid put read said saw sent set shut sold spent stood told took undid unfroze went withdrew wrote";
const PAST = new RegExp(`^(?:[a-z]+ed|${IRREGULAR.replaceAll(" ", "|")})\\b`);

describe("descriptions of actions", () => {
  const did = keys.filter((key) => /\.did(?:[A-Z]|-)/.test(key));

  test("there are some for every feature", () => {
    expect(did.length).toBeGreaterThan(100);
  });

  test.each(did)("%s follows a name: “Dana Reyes did …”", (key) => {
    expect(written(key, distinct)).toMatch(PAST);
    expect(written(key, distinct)).not.toMatch(/[.!]$/);
  });
});

test.each([
  [1, "Bring back 1 record as of Jul 1, 2026, 13:00"],
  [2, "Bring back 2 records as of Jul 1, 2026, 13:00"],
  [0, "Bring back 0 records as of Jul 1, 2026, 13:00"],
])("a count comes with its noun: %i", (count, text) => {
  expect(render(en, { key: "history.bringBackTitle", values: { count, at: NOON } }, reader)).toBe(text);
});
