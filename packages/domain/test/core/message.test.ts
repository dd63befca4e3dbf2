import { expect, test } from "vitest";
import { fail } from "../../src/core/failure.ts";
import { en } from "../../src/core/messages/en.ts";
import type { MessageKey } from "../../src/core/messages/keys.ts";
import { message, render } from "../../src/core/message.ts";
import { failureOf } from "../support/samples.ts";

const NOON = Date.UTC(2026, 6, 1, 12, 0);
const reader = { zone: "Europe/London", language: "en", people: new Map([["ava", "Ava Lindqvist"]]) };

/** A value for every placeholder of the text. */
function valuesFor(text: string): Record<string, string | number> {
  const holes = [...text.matchAll(/\{(\w+)(?::(\w+)|\|[^|{}]+\|[^|{}]+)?\}/g)];
  return Object.fromEntries(
    holes.map(([, name, format]) => [
      name!,
      ["time", "moment", "day"].includes(format ?? "") ? NOON : format === "minutes" ? 90 : "ava",
    ]),
  );
}

test.each(Object.entries(en) as [MessageKey, string][])("%s renders with every placeholder filled", (key, text) => {
  const written = render(en, { key, values: valuesFor(text) }, reader);
  expect(written).not.toMatch(/[{}]|undefined|null|NaN/);
  expect(written.trim()).toBe(written);
  expect(written).not.toBe("");
});

test("a message uses only known formats", () => {
  const formats = Object.values(en).flatMap((text) => [...text.matchAll(/\{\w+:(\w+)\}/g)].map(([, format]) => format));
  for (const format of formats) expect(["time", "moment", "day", "minutes", "person"]).toContain(format);
});

test.each([
  ["agents.didChooseUntil", { status: "Lunch", until: NOON }, "chose Lunch until 13:00"],
  [
    "agents.offlineChoiceTooOld",
    { minutes: 90 },
    "You chose this 1 h 30 min ago, while offline. Choose again if you still want it.",
  ],
  ["numbers.service.released", { since: NOON }, "Released since Jul 1, 2026, 13:00"],
  ["agents.cause.idle", { minutes: 60 }, "computer idle for 1 h"],
  ["access.didRemove", { who: "ava" }, "removed Ava Lindqvist"],
  ["access.didRemove", { who: "erased" }, "removed someone who has left"],
  ["agents.cause.reason", { reason: "{status} and <b>" }, "{status} and <b>"],
] as const)("%s with %o reads “%s”", (key, values, text) => {
  expect(render(en, { key, values: { ...values } }, reader)).toBe(text);
});

test("times are written in the reader's zone", () => {
  const text = message("agents.didChooseUntil", { status: "Lunch", until: NOON });
  expect(render(en, text, { zone: "America/New_York", language: "en" })).toBe("chose Lunch until 08:00");
});

test("a missing value, one of the wrong type or under a wrong name doesn't compile", () => {
  message("agents.cause.chosen");
  message("agents.cause.timeOver", { status: "Lunch" });
  // @ts-expect-error the status is missing
  message("agents.cause.timeOver");
  // @ts-expect-error the status is missing
  message("agents.cause.timeOver", {});
  // @ts-expect-error an instant is a number
  message("agents.didChooseUntil", { status: "Lunch", until: "noon" });
  // @ts-expect-error a person is named by an id
  message("access.didRemove", { who: 7 });
  // @ts-expect-error there is no such message
  message("cause.unheard");
  // @ts-expect-error a failure needs its values too
  expect(failureOf(() => fail("invalid", "agents.statusArchived")).key).toBe("agents.statusArchived");
  // @ts-expect-error there is no such failure code
  expect(failureOf(() => fail("odd", "agents.endInPast")).code).toBe("odd");
});
