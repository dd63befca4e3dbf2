import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  addSource,
  changeSource,
  sourcesInOrder,
  orderSources,
  removeSource,
  type SourceDraft,
} from "../../src/sources/rules.ts";
import { formatRuleSentence, normalizeRule, testRule } from "../../src/sources/trackingRule.ts";
import { SOURCES_MAX } from "../../src/numbers/types.ts";
import type { SourceData, SourceRule } from "../../src/sources/schema.ts";
import { parsePageAddress } from "../../src/core/text/webAddress.ts";
import { ruleData, parseRule, sourceRecord } from "../support/routing.ts";
import { failureOf, failureText } from "../support/samples.ts";

const draft = (rules: SourceRule[], more: Partial<SourceDraft> = {}): SourceDraft => ({
  name: "Google Ads",
  description: "",
  site: "onsite",
  ruleGroups: rules.length === 0 ? [] : [{ id: "w", rules }],
  ...more,
});
const added = (rules: SourceRule[]) => addSource("acc", [], draft(rules), "s");
const savedSource = (effects: ReturnType<typeof added>) => (effects[0] as unknown as { data: SourceData }).data;

describe("two rules of a group that can never both hold are rejected by name", () => {
  test.each([
    ["referrer host is google.com", "referrer host is not google.com"],
    ["referrer host is www.google.com", "referrer host is not google.com"],
    ["referrer host is maps.google.com", "referrer host is not *.google.com"],
    ["referrer host is *.google.com", "referrer host is not *google*"],
    ["referrer host is google.com", "referrer host is bing.com"],
    ["referrer host is google.com", "referrer host is *.bing.com"],
    ["referrer host is *.google.com", "referrer host is *.bing.com"],
    ["referrer host is not *", "referrer host is google.com"],
    ["referrer host is not *", "referrer path begins with /search"],
    ["referrer path does not begin with /", "referrer parameter q is *"],
    ["landing page path begins with /spring", "landing page path begins with /autumn"],
    ["landing page path begins with /spring/sale", "landing page path does not begin with /spring"],
    ["landing page parameter utm_source is google", "landing page parameter utm_source is bing"],
    ["landing page parameter utm_source is goo*", "landing page parameter utm_source is bing"],
    ["landing page parameter gclid is *", "landing page parameter gclid is not *"],
    ["landing page parameter gclid is abc", "landing page parameter gclid is not a*"],
  ])("“%s” and “%s”", (one, other) => {
    for (const [first, second] of [
      [one, other],
      [other, one],
    ] as const) {
      const rules = [parseRule("landing page path begins with /"), parseRule(first), parseRule(second)];
      expect(failureText(() => added(rules))).toEqual([
        `“${first}” and “${second}” can never match together. Remove one of them.`,
        "ruleGroups.0.rules.2",
      ]);
    }
  });

  test.each([
    ["referrer host is google.com", "referrer host is www.google.com"],
    ["referrer host is google.com", "referrer host is *.google.com"],
    ["referrer host is google.*", "referrer host is not google.de"],
    ["referrer host is *.google.com", "referrer host is maps.*"],
    ["referrer host is google.com", "landing page host is bing.com"],
    ["referrer host is not google.com", "referrer host is not bing.com"],
    ["referrer host is not *", "landing page parameter gclid is *"],
    ["landing page path begins with /spring", "landing page path begins with /spring/sale"],
    ["landing page path begins with /spring", "landing page path does not begin with /spring/sale"],
    ["landing page parameter a is x", "landing page parameter b is y"],
    ["landing page parameter a is x*", "landing page parameter a is *y"],
    ["landing page parameter a is x", "landing page parameter A is y"],
  ])("“%s” and “%s” can", (one, other) => {
    expect(added([parseRule(one), parseRule(other)])).toHaveLength(1);
  });

  test("in two groups they are alternatives", () => {
    const ruleGroups = ["google.com", "bing.com"].map((value) => ({ id: value, rules: [ruleData({ value })] }));
    expect(addSource("acc", [], draft([], { ruleGroups }), "s")).toHaveLength(1);
  });

  test("rejects a rule that no visit can match: each has a landing page", () => {
    for (const text of ["landing page host is not *", "landing page path does not begin with /"])
      expect(failureText(() => added([parseRule(text)]))[0]).toBe(
        `“${text}” can never match: every visit has that. Remove it.`,
      );
  });
});

describe("for any two rules", () => {
  const host = fc.constantFrom("a.com", "www.a.com", "*.a.com", "b.a.com", "*", "*a*", "b.*", "a.*");
  const path = fc.constantFrom("/", "/a", "/a/b", "/b");
  const value = fc.constantFrom("x", "y", "x*", "*x", "*", "xy");
  const someRule = fc.oneof(
    fc.record({
      subject: fc.constantFrom("referrer", "landing"),
      test: fc.constant("host"),
      name: fc.constant(""),
      value: host,
      negated: fc.boolean(),
    }),
    fc.record({
      subject: fc.constantFrom("referrer", "landing"),
      test: fc.constant("path"),
      name: fc.constant(""),
      value: path,
      negated: fc.boolean(),
    }),
    fc.record({
      subject: fc.constantFrom("referrer", "landing"),
      test: fc.constant("parameter"),
      name: fc.constantFrom("p", "q"),
      value,
      negated: fc.boolean(),
    }),
  ) as fc.Arbitrary<SourceRule>;
  const somePage = fc
    .tuple(
      fc.constantFrom("a.com", "www.a.com", "b.a.com", "c.org"),
      fc.constantFrom("", "/a", "/a/b", "/b/c"),
      fc.constantFrom("", "?p=x", "?p=xy", "?p=y&q=x"),
    )
    .map((parts) => parsePageAddress(parts.join(""))!);

  test("no visit matches two rules that are rejected together", () => {
    fc.assert(
      fc.property(someRule, someRule, somePage, fc.option(somePage), (one, other, landing, referrer) => {
        const held = [one, other].every(
          (each) => testRule(each, each.subject === "landing" ? landing : referrer).matched,
        );
        if (held) expect(added([one, other])).toHaveLength(1);
      }),
      { numRuns: 3000 },
    );
  });
});

describe("the stored form of a rule", () => {
  test.each([
    ["Google.COM", "google.com"],
    ["google.com.", "google.com"],
    ["*.Google.com", "*.google.com"],
    ["münchen.de", "xn--mnchen-3ya.de"],
    ["*.münchen.de", "*.xn--mnchen-3ya.de"],
    ["*", "*"],
    ["localhost", "localhost"],
  ])("the host %j is stored as %j", (typed, host) => {
    expect(savedSource(added([ruleData({ value: typed, name: "left over" })])).ruleGroups[0]!.rules[0]).toMatchObject({
      value: host,
      name: "",
    });
  });

  test.each<[Partial<SourceRule>, string]>([
    [
      { value: "https://google.com" },
      "https://google.com is more than a host name. Enter only the host, such as example.com.",
    ],
    [
      { value: "google.com/search" },
      "google.com/search is more than a host name. Enter only the host, such as example.com.",
    ],
    [
      { value: "google.com:8080" },
      "google.com:8080 is more than a host name. Enter only the host, such as example.com.",
    ],
    [{ value: "a b.com" }, "a b.com is more than a host name. Enter only the host, such as example.com."],
    [{ value: "a..com" }, "a..com is not a host name. Enter it like example.com or *.example.com."],
    [{ value: "a%zz.com" }, "a%zz.com is not a host name. Enter it like example.com or *.example.com."],
    [
      { value: "mün*.de" },
      "A * can’t be combined with letters such as ü in one label. Use the complete label, or * alone.",
    ],
    [{ test: "path", value: "spring" }, "spring is not the start of a path. It begins with a /, such as /spring."],
    [{ test: "path", value: "/a*" }, "/a* contains a *, which a path doesn’t need: it is matched from its start."],
    [{ test: "parameter", value: "x" }, "A parameter rule needs the parameter’s name, such as utm_source."],
  ])("%j is rejected in one sentence", (more, sentence) => {
    const text = failureText(() => added([ruleData(more)]));
    expect(text[0]).toBe(sentence);
    expect(text[1]).toMatch(/^ruleGroups\.0\.rules\.0\.(?:value|name)$/);
  });

  test("it reads back as itself", () => {
    const text = [
      "referrer host is not *.google.com",
      "landing page path begins with /x",
      "landing page parameter a is b*",
    ];
    expect(text.map((each) => formatRuleSentence(normalizeRule(parseRule(each), "x")))).toEqual(text);
  });
});

describe("a list of sources", () => {
  const list = [
    sourceRecord("a", { position: 0 }),
    sourceRecord("b", { position: 1 }),
    sourceRecord("c", { position: 2 }),
  ];
  const idsAfter = (ids: string[], sources = list) => {
    const changed = new Map(
      orderSources(sources, ids).map((effect) => [
        (effect as { id: string }).id,
        effect as unknown as { data: SourceData },
      ]),
    );
    return sourcesInOrder(sources.map((one) => ({ ...one, data: changed.get(one.id)?.data ?? one.data }))).map(
      ({ id }) => id,
    );
  };

  test("a new one comes last, and an edit keeps its place", () => {
    expect(savedSource(addSource("acc", list, draft([]), "n")).position).toBe(3);
    expect(savedSource(changeSource(list[1]!, 1, draft([])))).toMatchObject({ name: "Google Ads", position: 1 });
    expect(changeSource(list[1]!, 1, list[1]!.data)).toEqual([]);
  });

  test.each([
    [
      ["c", "a", "b"],
      ["c", "a", "b"],
    ],
    [["c"], ["c", "a", "b"]],
    [[], ["a", "b", "c"]],
  ])("the order %j gives %j, with the others following in their present order", (ids, expected) => {
    expect(idsAfter(ids)).toEqual(expected);
  });

  test("rejects an order that names one twice or an unknown one", () => {
    expect(failureOf(() => orderSources(list, ["a", "a"]))).toMatchObject({
      key: "sources.duplicateInOrder",
      field: "ids",
    });
    expect(failureOf(() => orderSources(list, ["x"]))).toMatchObject({ key: "sources.unknown", field: "ids" });
  });

  test("there are at most five hundred", () => {
    const full = Array.from({ length: SOURCES_MAX }, (_, at) => sourceRecord(`s${at}`, { position: at }));
    expect(failureOf(() => addSource("acc", full, draft([]), "n")).key).toBe("sources.tooMany");
  });

  test("an offsite one has no rules", () => {
    const offsite = draft([ruleData({})], { site: "offsite" });
    expect(failureOf(() => addSource("acc", [], offsite, "n"))).toEqual({
      code: "invalid",
      key: "sources.offsiteNoRules",
      field: "ruleGroups",
    });
  });

  test("rejects two groups with one id", () => {
    const ruleGroups = [1, 2].map(() => ({ id: "same", rules: [ruleData({})] }));
    expect(failureOf(() => addSource("acc", [], draft([], { ruleGroups }), "n"))).toMatchObject({
      field: "ruleGroups.1.id",
    });
  });

  test("rejects an outdated form", () => {
    const stale = { code: "conflict", key: "record.changedMeanwhile", field: "version" };
    expect(failureOf(() => changeSource(list[0]!, 7, draft([])))).toEqual(stale);
    expect(failureOf(() => removeSource(list[0]!, 7, []))).toEqual(stale);
  });

  test("one that numbers use is not removed; the error names how many and the first ones", () => {
    const uses = [{ kind: "number" as const, count: 5, names: ["Spring", "Summer", "Autumn"] }];
    expect(failureText(() => removeSource(list[0]!, 1, uses))[0]).toBe(
      "Source a is in use. Tracking numbers that use it: 5 (Spring, Summer, Autumn, …). Change those first.",
    );
    expect(removeSource(list[0]!, 1, [{ kind: "number", count: 0, names: [] }])).toMatchObject([
      { do: "remove", id: "a" },
    ]);
  });
});
