import { parsePhoneNumber } from "@callboard/domain/numbers/phoneNumber";
import { expect, test } from "vitest";
import { COUNTRIES, generateOffers } from "../../../src/integrations/carrier/sandbox/inventory.ts";
import { readAnswer } from "../../../src/integrations/carrier/port.ts";
import { IndefiniteAnswer } from "../../../src/integrations/indefiniteAnswer.ts";
import { SandboxCarrier } from "../../../src/integrations/carrier/sandbox/sandbox.ts";
import { openTestApp, failureOf } from "../../support/kit.ts";
import { AVAILABLE_NUMBER, openNumberOrders } from "../../support/fixtures/numberOrders.ts";

const signal = new AbortController().signal;

test.each(COUNTRIES.flatMap((country) => [[country, "local"] as const, [country, "toll-free"] as const]))(
  "the sandbox's numbers in %s, %s, exist and are distinct",
  (country, kind) => {
    const all = [...generateOffers({ country, kind, digits: "" })].map(({ number }) => number);
    expect(new Set(all).size).toBe(all.length);
    // Every 97th: checking all of them takes a minute.
    for (const number of all.filter((_, index) => index % 97 === 0))
      expect(parsePhoneNumber(number, "US")).toBe(number);
    if (kind === "local") expect(all.length).toBeGreaterThanOrEqual(5000);
  },
);

test("an area has thousands of numbers to choose from, fictional ones first", () => {
  const austin = [...generateOffers({ country: "US", kind: "local", digits: "512" })].filter(({ region }) =>
    /Austin/.test(region),
  );
  expect(austin.length).toBeGreaterThan(5000);
  expect(austin[0]!.number).toBe("+15125550100");
});

test("numbers of several areas are listed together, those starting with the digits first", () => {
  const first = [...generateOffers({ country: "US", kind: "local", digits: "" })].slice(0, 5);
  expect(new Set(first.map(({ region }) => region)).size).toBe(5);
  const numbers = [...generateOffers({ country: "US", kind: "local", digits: "212" })].map(({ number }) => number);
  const firstOther = numbers.findIndex((number) => !number.startsWith("+1212"));
  expect(firstOther).toBeGreaterThan(1000);
  expect(numbers.slice(firstOther).every((number) => number.includes("212") && !number.startsWith("+1212"))).toBe(true);
});

test("a sold number isn't offered to anybody until it is released, whichever server asks", async () => {
  const { carrier, services } = await openTestApp();
  const query = { country: "US", kind: "local", digits: "5125550100", limit: 10 } as const;
  expect((await carrier.search(query, signal)).map(({ number }) => number)).toEqual([AVAILABLE_NUMBER]);
  expect(await carrier.buy({ number: AVAILABLE_NUMBER, key: "a" }, signal)).toEqual({ outcome: "done" });
  expect(await carrier.buy({ number: AVAILABLE_NUMBER, key: "b" }, signal)).toEqual({
    outcome: "declined",
    reason: "taken",
  });
  const restarted = new SandboxCarrier(services.db);
  expect(await restarted.search(query, signal)).toEqual([]);
  expect(await restarted.checkOrder("a", signal)).toEqual({ outcome: "done" });
  expect(await restarted.checkOrder("c", signal)).toEqual({ outcome: "not received" });
  expect(await restarted.buy({ number: AVAILABLE_NUMBER, key: "a" }, signal)).toEqual({ outcome: "done" });
  expect(await restarted.release({ number: AVAILABLE_NUMBER, key: "d" }, signal)).toEqual({ outcome: "done" });
  expect(await restarted.search(query, signal)).toHaveLength(1);
  // The answer to a key never changes.
  expect(await restarted.buy({ number: AVAILABLE_NUMBER, key: "b" }, signal)).toEqual({
    outcome: "declined",
    reason: "taken",
  });
});

test.each([
  "",
  "<html>502</html>",
  "{}",
  '{"outcome":"perhaps"}',
  '{"outcome":"declined"}',
  "null",
  '{"outcome":"declined","reason":"x"}',
])("an answer such as %j is invalid", (text) => {
  expect(() => readAnswer(text)).toThrow(IndefiniteAnswer);
});

test("a search shows kinds and fees by the account's own terms", async () => {
  const { dana, callerFor } = await openNumberOrders();
  const search = async (filter: object) => (await dana.numbers.searchOffers(filter)).offers;
  const local = await search({ limit: 3 });
  expect(local).toHaveLength(3);
  expect(local[0]).toMatchObject({
    kind: "local",
    feeMicros: 1_500_000,
    currency: "USD",
    shown: expect.stringMatching(/^\+1 /),
  });
  expect(await search({ kind: "toll-free", digits: "(888)", limit: 1 })).toMatchObject([
    { e164: "+18885550100", kind: "toll-free", feeMicros: 2_500_000 },
  ]);
  expect(await search({ country: "GB", limit: 1 })).toMatchObject([{ kind: "international", feeMicros: 4_000_000 }]);
  expect((await search({ kind: "international", limit: 5 })).every(({ kind }) => kind === "international")).toBe(true);
  expect(await search({ country: "GB", kind: "local" })).toEqual([]);
  expect(await search({ country: "ZZ" })).toEqual([]);
  expect(await search({ digits: "999999999" })).toEqual([]);
  const solveig = callerFor("solveig@callboard.demo", "solo");
  expect((await solveig.numbers.searchOffers({ limit: 1 })).offers).toMatchObject([
    { kind: "local", e164: expect.stringMatching(/^\+49/) },
  ]);
});

test("a search says so if the carrier doesn't answer", async () => {
  const { dana, carrier } = await openNumberOrders();
  for (const fault of ["timeout after", "failure", "garbage"] as const) {
    carrier.faultFor = () => fault;
    expect(await failureOf(dana.numbers.searchOffers({}))).toEqual({ code: "busy", key: "numbers.carrierSilent" });
  }
  expect(await failureOf(dana.numbers.searchOffers({ digits: "abc" }))).toMatchObject({
    code: "invalid",
    field: "digits",
  });
});
