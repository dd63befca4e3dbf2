import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { findSource } from "../../src/sources/findSource.ts";
import { sourceOfVisit } from "../../src/sources/visitSource.ts";
import { isListedWebsite, normalizeWebsite } from "../../src/sources/websites.ts";
import { parseRule, sourceRecord } from "../support/routing.ts";
import { failureText } from "../support/samples.ts";

const DAY_SECONDS = 86_400;
const SHOP = "https://shop.example.com/";
const sources = [
  sourceRecord("ads", {
    position: 0,
    ruleGroups: [{ id: "1", rules: [parseRule("landing page parameter gclid is *")] }],
  }),
  sourceRecord("search", { position: 1, ruleGroups: [{ id: "1", rules: [parseRule("referrer host is google.*")] }] }),
  sourceRecord("poster", { position: 2, site: "offsite" }),
];
const GOOGLE = "https://www.google.com/";

test.each<
  [
    what: string,
    address: string,
    referrer: string,
    remembered: string | null,
    days: number,
    source: string | null,
    isNew: boolean,
  ]
>([
  ["recognized", `${SHOP}?gclid=1`, "", null, 0, "ads", true],
  ["recognized again", `${SHOP}?gclid=1`, "", "ads", 29, "ads", true],
  ["another one recognized", SHOP, GOOGLE, "ads", 1, "search", true],
  ["direct, nothing remembered", SHOP, "", null, 0, null, false],
  ["direct", SHOP, "", "ads", 29, "ads", false],
  ["an unknown site", SHOP, "https://blog.example.org/", "ads", 29, "ads", false],
  ["direct after the days", SHOP, "", "ads", 30, null, false],
  ["a removed source", SHOP, "", "gone", 1, null, false],
  ["an offsite source", SHOP, "", "poster", 1, null, false],
  ["a click within the site", `${SHOP}?gclid=1`, SHOP, null, 0, null, false],
  ["a click within the site keeps it", `${SHOP}?gclid=1`, SHOP, "search", 1, "search", false],
  ["www. is the same site", `${SHOP}?gclid=1`, "https://www.shop.example.com/a", "search", 1, "search", false],
  ["another site of the same domain", `${SHOP}?gclid=1`, "https://example.com/", "search", 1, "ads", true],
  ["an app", SHOP, "android-app://com.google.android.gm/", "ads", 1, "ads", false],
])("a visit that is %s", (_what, address, referrer, remembered, days, source, isRecognized) => {
  const memory = remembered === null ? null : { source: remembered, seconds: days * DAY_SECONDS };
  expect(sourceOfVisit(sources, { address, referrer }, memory, 30)).toEqual({ source, isRecognized });
});

test("a series of visits shows what a plain simulation says", () => {
  const visit = fc.record({
    address: fc.constantFrom(SHOP, `${SHOP}?gclid=1`),
    referrer: fc.constantFrom("", GOOGLE, "https://blog.example.org/"),
    daysLater: fc.integer({ min: 0, max: 20 }),
  });
  fc.assert(
    fc.property(fc.array(visit, { maxLength: 12 }), fc.integer({ min: 1, max: 30 }), (visits, stickyDays) => {
      let browser: { source: string; day: number } | null = null;
      // The simulation: the latest recognized visit of the last days, by going through all of them again.
      const past: { source: string; day: number }[] = [];
      let day = 0;
      for (const { daysLater, ...one } of visits) {
        day += daysLater;
        const winner = findSource(sources, one).winner?.id;
        if (winner !== undefined) past.push({ source: winner, day });
        const latest = past.at(-1);
        const expected = latest && day - latest.day < stickyDays ? latest.source : null;
        const memory: { source: string; seconds: number } | null = browser && {
          source: browser.source,
          seconds: (day - browser.day) * DAY_SECONDS,
        };
        const answer = sourceOfVisit(sources, one, memory, stickyDays);
        expect(answer.source).toBe(expected);
        // As the script does.
        if (answer.isRecognized) browser = { source: answer.source!, day };
        else if (answer.source === null) browser = null;
      }
    }),
  );
});

describe("a website", () => {
  test.each([
    ["example.com", "example.com"],
    [" https://www.Example.com/contact?x#y ", "example.com"],
    ["http://example.com:8080", "example.com"],
    ["www.example.com.", "example.com"],
    ["*.example.com", "*.example.com"],
    ["münchen.de", "xn--mnchen-3ya.de"],
    ["localhost:3000", "localhost"],
    ["127.0.0.1", "127.0.0.1"],
    ["www.com", "www.com"],
  ])("%j is stored as %s", (typed, stored) => {
    expect(normalizeWebsite(typed, "websites.0")).toBe(stored);
    expect(normalizeWebsite(stored, "websites.0")).toBe(stored);
  });

  test.each([
    ["", /is not a website/],
    ["two words.com", /is not a website/],
    ["shop.*.com", /is not a website/],
    ["*example.com", /is not a website/],
    ["*", /is not a website/],
    ["a@b.com", /is not a website/],
    ["*.com", /would allow any website/],
  ])("%j is refused by name", (typed, sentence) => {
    const [text, field] = failureText(() => normalizeWebsite(typed, "websites.3"));
    expect(text).toMatch(sentence);
    expect(field).toBe("websites.3");
  });

  test.each([
    ["https://example.com", ["example.com"], true],
    ["http://EXAMPLE.com:8080", ["example.com"], true],
    ["https://www.example.com", ["example.com"], true],
    ["https://shop.example.com", ["example.com"], false],
    ["https://shop.example.com", ["*.example.com"], true],
    ["https://a.b.example.com", ["*.example.com"], true],
    ["https://example.com", ["*.example.com"], false],
    ["https://evilexample.com", ["*.example.com"], false],
    ["https://example.com.evil.org", ["example.com", "*.example.com"], false],
    ["https://example.com", [], false],
    ["null", ["null"], false],
    ["file://", ["example.com"], false],
    ["chrome-extension://example.com", ["example.com"], false],
    ["", ["example.com"], false],
  ])("a page of %s, with %j listed: %s", (origin, websites, isListed) => {
    expect(isListedWebsite(websites, origin)).toBe(isListed);
  });
});
