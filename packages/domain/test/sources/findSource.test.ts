import { describe, expect, test } from "vitest";
import { en } from "../../src/core/messages/en.ts";
import { render } from "../../src/core/message.ts";
import { testRule } from "../../src/sources/trackingRule.ts";
import { normalizeRule } from "../../src/sources/trackingRule.ts";
import { parsePageAddress } from "../../src/core/text/webAddress.ts";
import { findSource } from "../../src/sources/findSource.ts";
import { parseRule, sourceRecord } from "../support/routing.ts";
import { failureText } from "../support/samples.ts";

const search = (text: Parameters<typeof render>[1]) => render(en, text, { zone: "UTC", language: "en" });
const holds = (rule: string, address: string | null) =>
  testRule(normalizeRule(parseRule(rule), "rule"), address === null ? null : parsePageAddress(address, "any")).matched;

test.each([
  ["landing page host is example.com", "https://example.com/", true],
  ["landing page host is example.com", "https://EXAMPLE.com./", true],
  ["landing page host is example.com", "https://www.example.com/", true],
  ["landing page host is www.example.com", "https://example.com/", true],
  ["landing page host is example.com", "https://example.com:8443/", true],
  ["landing page host is example.com", "https://shop.example.com/", false],
  ["landing page host is example.com", "https://example.com.evil.org/", false],
  ["landing page host is *.example.com", "https://www.example.com/", true],
  ["landing page host is *.example.com", "https://example.com/", false],
  ["landing page host is *example.com", "https://example.com/", true],
  ["landing page host is google.*", "https://www.google.co.uk/", true],
  ["landing page host is münchen.de", "https://xn--mnchen-3ya.de/", true],
  ["landing page host is xn--mnchen-3ya.de", "https://MÜNCHEN.de/", true],
  ["landing page host is not example.com", "https://example.com/", false],
  ["referrer host is *", null, false],
  ["referrer host is not *", null, true],
  ["referrer host is not google.com", null, true],
  ["referrer parameter q is not x", null, true],
  ["referrer host is com.google.android.gm", "android-app://com.google.android.gm/", true],
  ["landing page path begins with /spring", "https://example.com/spring-sale", true],
  ["landing page path begins with /spring/", "https://example.com/spring-sale", false],
  ["landing page path begins with /Spring", "https://example.com/spring", false],
  ["landing page path begins with /", "https://example.com", true],
  ["landing page path begins with /café", "https://example.com/caf%C3%A9/x", true],
  ["landing page path begins with /caf%c3%a9", "https://example.com/café", true],
  ["landing page path begins with /a%zz", "https://example.com/a%zz", true],
  ["landing page path does not begin with /x", "https://example.com/y", true],
  ["landing page parameter utm_source is google", "https://example.com/?utm_source=google", true],
  ["landing page parameter utm_source is google", "https://example.com/?utm_source=Google", false],
  ["landing page parameter utm_source is goo*", "https://example.com/?x=1&utm_source=google", true],
  ["landing page parameter UTM_SOURCE is google", "https://example.com/?utm_source=google", false],
  ["landing page parameter a is 2", "https://example.com/?a=1&a=2", true],
  ["landing page parameter a is not 2", "https://example.com/?a=1&a=2", false],
  ["landing page parameter a is *", "https://example.com/?a", true],
  ["landing page parameter a is *", "https://example.com/?b=1", false],
  ["landing page parameter a is not *", "https://example.com/?b=1", true],
  ["landing page parameter a is spring sale", "https://example.com/?a=spring+sale", true],
  ["landing page parameter a is spring%20sale", "https://example.com/?a=spring%20sale", true],
  ["landing page parameter a is *", "https://example.com/#a=1", false],
])("“%s” on %s: %s", (rule, address, held) => expect(holds(rule, address)).toBe(held));

const ruleGroup = (id: string, ...rules: string[]) => ({ id, rules: rules.map(parseRule) });
const SOURCES = [
  sourceRecord("print", { name: "Print", site: "offsite", position: 0 }),
  sourceRecord("bing", { name: "Bing", position: 3, ruleGroups: [ruleGroup("b", "referrer host is *.bing.com")] }),
  sourceRecord("ads", {
    name: "Google Ads",
    position: 1,
    ruleGroups: [
      ruleGroup("click", "landing page parameter gclid is *"),
      ruleGroup("utm", "referrer host is google.*", "landing page parameter utm_medium is cpc"),
    ],
  }),
  sourceRecord("organic", { name: "Google", position: 2, ruleGroups: [ruleGroup("g", "referrer host is google.*")] }),
  sourceRecord("none", { name: "Nothing", position: 4 }),
];
const explain = (address: string, referrer = "") => findSource(SOURCES, { address, referrer });

describe("sources are tried in order", () => {
  test.each([
    ["https://example.com/?gclid=1", "", "ads"],
    ["https://example.com/?utm_medium=cpc", "https://google.com", "ads"],
    ["https://example.com/?utm_medium=mail", "https://google.com", "organic"],
    ["example.com", "www.bing.com/search?q=x", "bing"],
    ["https://example.com/", "", null],
  ])("%s from %j comes from %s", (address, referrer, winner) => {
    expect(explain(address, referrer).winner?.id ?? null).toBe(winner);
  });

  test("the first match wins, and later sources are not tried; offsite ones never are", () => {
    const { winner, why, steps } = explain("https://example.com/?utm_medium=cpc", "https://google.com");
    expect(winner).toEqual({ id: "ads", name: "Google Ads" });
    expect(search(why)).toBe("Google Ads is the first source with a rule group in which all rules match.");
    expect(steps.map(({ id, tested, matched }) => [id, tested, matched])).toEqual([
      ["print", false, false],
      ["ads", true, true],
      ["organic", false, false],
      ["bing", false, false],
      ["none", false, false],
    ]);
    const ruleGroups = steps[1]!.ruleGroups.map(({ id, matched, rules }) => [
      id,
      matched,
      rules.map(({ text, matched, observed }) => [search(text), matched, search(observed)]),
    ]);
    expect(ruleGroups).toEqual([
      ["click", false, [["landing page parameter gclid is *", false, "no such parameter"]]],
      [
        "utm",
        true,
        [
          ["referrer host is google.*", true, "google.com"],
          ["landing page parameter utm_medium is cpc", true, "cpc"],
        ],
      ],
    ]);
  });

  test("without a match or without sources it says so", () => {
    expect(search(explain("https://example.com/").why)).toBe("No source has a rule group in which all rules match.");
    expect(search(findSource([SOURCES[0]!], { address: "a.com", referrer: "" }).why)).toBe(
      "There is no onsite source to match.",
    );
    expect(search(explain("https://example.com/").steps[2]!.ruleGroups[0]!.rules[0]!.observed)).toBe("no referrer");
  });

  test.each([
    [
      "not an address",
      "",
      "not an address is not a page address. Enter it like https://example.com/spring.",
      "address",
    ],
    [
      "ftp://example.com",
      "",
      "ftp://example.com is not a page address. Enter it like https://example.com/spring.",
      "address",
    ],
    ["https://", "", "https:// is not a page address. Enter it like https://example.com/spring.", "address"],
    ["a.com", "http://a b", "http://a b can’t be a referrer. Enter it like https://google.com.", "referrer"],
    ["a.com", "about:blank", "about:blank can’t be a referrer. Enter it like https://google.com.", "referrer"],
  ])("%j from %j is rejected in one sentence", (address, referrer, sentence, field) => {
    expect(failureText(() => explain(address, referrer))).toEqual([sentence, field]);
  });
});
