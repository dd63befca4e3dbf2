import { expect, test } from "vitest";
import type { Effect } from "../src/decision.ts";
import type { Errand, ErrandData } from "../src/errands.ts";
import { phrase } from "../src/phrase.ts";
import { numberNotReleased, numberReleased, releaseNumber } from "../src/releasing.ts";
import type { NumberData, NumberStanding } from "../src/tracking.ts";
import { numberData } from "./routing-sample.ts";
import { DAY } from "../src/time.ts";
import { AVA, doc, NOON, refused } from "./sample.ts";

const number = (standing: NumberStanding = { is: "active", since: 5 }) =>
  doc("number", "n", numberData({ standing }), 3);
const begin = (one = number(), version = 3) => releaseNumber(one, "e", { version, shown: "+1 512" }, AVA, NOON);
const savedNumber = (effects: readonly Effect[]) =>
  effects.flatMap((one) => (one.do === "save" && one.kind === "number" ? [one.data as NumberData] : []))[0];
const errandOf = (effects: readonly Effect[]): Errand =>
  doc("errand", "e", effects.flatMap((one) => (one.do === "create" ? [one.data as ErrandData] : []))[0]!);
const releasing = number({ is: "releasing", since: NOON });

const kept = { number: releasing, canceled: false, spare: "next" };

test("a number that is being released says since when, and keeps its month", () => {
  expect(savedNumber(begin())).toMatchObject({ standing: { is: "releasing", since: NOON }, renewsAt: NOON });
  expect(errandOf(begin()).data).toMatchObject({ what: "release number", record: "n", about: "+15125550143" });
});

test.each([
  ["porting", { is: "porting", since: 1 }, "errands.cannotRelease-porting"],
  ["held", { is: "held", since: 1, until: 9 }, "errands.cannotRelease-held"],
  ["being released", { is: "releasing", since: 1 }, "errands.cannotRelease-releasing"],
  ["released", { is: "released", since: 1 }, "errands.releasedAlready"],
] as const)("a number that is %s is not released, and the refusal says why", (_title, standing, key) => {
  expect(refused(() => begin(number(standing)))).toMatchObject({ code: "conflict", key });
});

test("an older version is refused", () => {
  expect(refused(() => begin(number(), 2))).toMatchObject({ code: "conflict", key: "record.changedMeanwhile" });
});

test("a settled release frees the number; a declined one puts it back to what it was", () => {
  const errand = errandOf(begin());
  const settled = numberReleased(errand, releasing, NOON + 1);
  expect(settled.state).toBe("settled");
  expect(savedNumber(settled.effects)).toMatchObject({ standing: { is: "released", since: NOON + 1 }, renewsAt: null });
  const declined = numberNotReleased(errand, { ...kept, number: releasing }, phrase("errands.keeps"), NOON);
  expect(declined).toMatchObject({ state: "declined", why: { key: "errands.keeps" } });
  expect(savedNumber(declined.effects)).toMatchObject({ standing: { is: "active", since: 5 }, renewsAt: NOON });
});

test("a number that is gone or stands otherwise by then is left alone", () => {
  const errand = errandOf(begin());
  for (const found of [null, number(), number({ is: "held", since: 1, until: 9 })]) {
    expect(numberReleased(errand, found, NOON).effects).toEqual([]);
    expect(numberNotReleased(errand, { ...kept, number: found }, phrase("errands.keeps"), NOON).effects).toEqual([]);
  }
});

test.each([
  ["its account is canceled", { is: "active", since: 5 }, true, "n"],
  ["its hold is over", { is: "held", since: 1, until: NOON }, false, "n"],
  ["its forward is over", { is: "forwarded", since: 1, until: NOON, to: "+1", left: 0 }, false, "n"],
  ["it never came into the list", undefined, false, null],
] as const)(
  "a refused release is wanted again tomorrow where nobody goes on with the number: %s",
  (_why, was, canceled, record) => {
    const wanted = { ...errandOf(begin()).data, record, input: { shown: "+1 512", was } };
    const number = record === null ? null : releasing;
    const { state, why, effects } = numberNotReleased(
      doc("errand", "e", wanted),
      { number, canceled, spare: "next" },
      phrase("errands.refused"),
      NOON,
    );
    expect([state, why]).toEqual(["declined", phrase("errands.keepsYet", { number: "+1 512", next: NOON + DAY })]);
    expect(savedNumber(effects)).toBeUndefined();
    expect(effects).toMatchObject([
      {
        id: "next",
        data: { what: "release number", record, state: "intent", wantedAt: NOON, nextAt: NOON + DAY, why },
      },
      { job: { dueAt: NOON + DAY } },
    ]);
  },
);
