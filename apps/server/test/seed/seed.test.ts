import { expect, test } from "vitest";
import { reconcile } from "../../src/store/verify/ledger.ts";
import { stmt } from "../../src/store/database/port.ts";
import { findBrokenLink } from "../support/checks/changeChain.ts";
import { openDemoApp } from "../support/fixtures/demo.ts";
import { START } from "../support/prepared.ts";

test("the demo world has bought numbers, sources of callers and routing targets", async () => {
  const { services, signIn } = await openDemoApp(START, { days: 9, routing: true });
  const dana = await signIn("dana", "northwind");
  const { numbers } = await dana.numbers.list({ by: "number" });
  expect(numbers).toHaveLength(8);
  for (const { state, origin, renewsAt } of numbers) {
    expect([state.is, origin]).toEqual(["active", "bought"]);
    expect(renewsAt).toBeGreaterThan(START);
  }
  expect(numbers.find(({ name }) => name === "Homepage")).toMatchObject({
    sourceName: "Google Ads",
    routeName: "Sales",
  });
  const { winner } = await dana.sources.testVisit({ address: "https://northwind.example/?gclid=x", referrer: "" });
  expect(winner?.name).toBe("Google Ads");
  expect((await dana.queues.list()).queues.map(({ name, members }) => [name, members.length])).toEqual([
    ["Sales", 6],
    ["Support", 3],
  ]);
  const { orders } = await dana.numbers.orders({});
  expect(orders.map(({ state }) => state).filter((state) => state !== "settled")).toEqual(["declined"]);
  const { entries } = await dana.balance.entries({ limit: 200 });
  const entriesOf = (...types: string[]) => entries.filter(({ type }) => types.includes(type));
  expect(entriesOf("number")).toHaveLength(8);
  expect(entriesOf("minutes").length).toBeGreaterThan(60);
  const expectedBalance = entriesOf("number", "minutes", "messages").reduce(
    (sum, { micros }) => sum + micros,
    182_400_000,
  );
  expect((await dana.balance.current()).money?.micros).toBe(expectedBalance);
  expect((await reconcile(services.db)).broken).toBeNull();
  for (const [name, account, count] of [
    ["ida", "parkside", 2],
    ["mary", "mason", 2],
    ["solveig", "solo", 2],
  ] as const)
    expect((await (await signIn(name, account)).numbers.list({})).total).toBe(count);
  const [openJobs] = await services.db.read([stmt("SELECT 1 FROM jobs WHERE done_at IS NULL")]);
  expect(openJobs).toEqual([]);
  expect(await findBrokenLink(services.db)).toBeNull();
});
