import { expect, test } from "vitest";
import { bill } from "../src/billing.ts";
import { reconcile } from "../src/books.ts";
import { workOff } from "../src/jobs.ts";
import { brokenLink } from "./chain.ts";
import { effects, read, said, sum } from "./bakery.ts";
import { DAY, openTestWorld, refusal, type TestWorld } from "./kit.ts";
import { setBalance } from "./money.ts";
import { addNumber } from "./numbered.ts";

const HARRIET = "harriet@callboard.demo";
const DANA = "dana@callboard.demo";

/** Harbor Agency with one sub-account that works. */
async function openHarbor() {
  const it = await openTestWorld();
  await setBalance(it, "harbor", 150_000_000);
  for (const account of ["mason", "parkside"]) await close(it, account);
  const harriet = it.as(HARRIET, "harbor");
  const ask = { plan: "essentials" as const, standalone: it.account("northwind") };
  return { it, harriet, ask };
}

async function close(it: TestWorld, account: string): Promise<void> {
  const who = it.as(HARRIET, account);
  const { proposal } = await who.lifecycle.proposeCancel({ others: { is: "release" } });
  const { name } = await who.proposals.get({ proposal });
  await who.proposals.confirm({ proposal, name });
}

test("the last sub-account stands alone with the agency's money, numbers and month; the agency is canceled", async () => {
  const { it, harriet, ask } = await openHarbor();
  const number = await addNumber(it, "harbor", "+15125550177", { name: "Front desk" });
  const own = await sum(it.as(DANA, "northwind")).catch(() => 0);
  const { proposal } = await harriet.lifecycle.proposeStandalone(ask);
  const { lines, name } = await read(harriet, proposal);
  expect(name).toBe("Northwind");
  expect(lines.map(({ text }) => text)).toEqual(
    expect.arrayContaining([
      "Northwind leaves Harbor Agency and stands alone on Essentials, paying from its own balance",
      "Harbor Agency is canceled: it can be read and exported, and its subscription ends",
      "+1 512 555 0177 (Front desk) moves to Northwind, without its source and where it leads",
    ]),
  );
  expect(await refusal(harriet.proposals.confirm({ proposal }))).toMatchObject({ key: "proposals.nameNeeded" });
  await harriet.proposals.confirm({ proposal, name });
  const dana = it.as(DANA, "northwind");
  const plans = await dana.lifecycle.plans();
  expect(plans).toMatchObject({ current: "essentials", why: null });
  expect(plans.renewsAt).toBeGreaterThan(it.now());
  const after = lines.find(({ key }) => key === "after")!.micros!;
  expect(await sum(dana)).toBe(after);
  expect(after).toBeGreaterThan(own);
  const moved = await it.rows(
    "SELECT account, data ->> '$.standing.is' AS stands FROM records WHERE kind = 'number' AND data ->> '$.e164' = ?",
    "+15125550177",
  );
  expect(moved.map(({ account, stands }) => [account, stands]).sort()).toEqual(
    [
      [it.account("harbor"), "released"],
      [it.account("northwind"), "active"],
    ].sort(),
  );
  expect(number).toBeDefined();
  expect((await it.as(HARRIET, "harbor").lifecycle.status()).label).toBe("canceled");
  // Whoever ran the agency is an administrator there now, and no more than that.
  expect(
    (await it.as(HARRIET, "northwind").access.me()).accounts.find(({ name: one }) => one === "Northwind"),
  ).toMatchObject({
    agency: null,
    role: "administrator",
  });
  const before = await sum(dana);
  it.pass(plans.renewsAt! - it.now() + DAY);
  await bill(it.world);
  await workOff(it.world);
  const spent = before - (await sum(await it.anew(DANA, "northwind")));
  expect(spent).toBeGreaterThanOrEqual(39_000_000);
  expect(spent).toBeLessThan(99_000_000);
  expect(await reconcile(it.world.db)).toMatchObject({ broken: null });
  expect(await brokenLink(it.world.db)).toBeNull();
});

test("the agency's cards go with it, in their order; an account with cards of its own keeps those", async () => {
  const { it, harriet, ask } = await openHarbor();
  const cards = (account: string) =>
    it.rows(
      "SELECT data ->> '$.last4' AS last4 FROM records WHERE kind = 'card' AND account = ? ORDER BY id",
      it.account(account),
    );
  const [before, there] = [await cards("harbor"), await cards("northwind")];
  const { proposal } = await harriet.lifecycle.proposeStandalone(ask);
  const { lines, name } = await read(harriet, proposal);
  const told = effects(lines).filter(({ key }) => key.startsWith("card:"));
  await harriet.proposals.confirm({ proposal, name });
  expect(told).toHaveLength(there.length > 0 ? 0 : before.length);
  expect(await cards("northwind")).toEqual(there.length > 0 ? there : before);
});

test("with two that work, with another tenant's, and by somebody below it is refused", async () => {
  const it = await openTestWorld();
  await close(it, "mason");
  const harriet = it.as(HARRIET, "harbor");
  const ask = (standalone: string) =>
    harriet.lifecycle.proposeStandalone({ plan: "essentials", standalone: it.account(standalone) });
  expect(await said(ask("northwind"))).toMatch(
    /^Essentials has no sub-accounts. Exactly one can be kept .*: .*, .*\.$/,
  );
  expect(await refusal(ask("solo"))).toMatchObject({ code: "not-found" });
  expect(await refusal(ask("mason"))).toMatchObject({ code: "not-found" });
  const dana = it.as(DANA, "northwind");
  const below = dana.lifecycle.proposeStandalone({ plan: "essentials", standalone: it.account("northwind") });
  expect(await refusal(below)).toMatchObject({ code: "forbidden" });
});
