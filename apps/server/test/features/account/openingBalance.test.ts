import { message } from "@callboard/domain/core/message";
import { post } from "@callboard/domain/core/effect";
import { adjustment, openingMovement } from "@callboard/domain/core/ledger";
import { money } from "@callboard/domain/core/money";
import { describe, expect, test } from "vitest";
import { commit } from "../../../src/store/commit.ts";
import { verify } from "../../../src/store/verify/verify.ts";
import { openTestApp, failureOf, type TestApp } from "../../support/kit.ts";
import { ownBalance, setBalance } from "../../support/fixtures/money.ts";
import { scopeOf } from "../../support/scopes.ts";

const harriet = (it: TestApp) => it.as("harriet@callboard.demo", "harbor");
const form = { zone: "UTC", balanceFrom: "own" as const };
const owner = (n: number) => ({ name: `Owner ${n}`, email: `owner${n}@example.com` });
const opened = (it: TestApp, n: number, openingBalanceMicros: number) =>
  harriet(it).agency.open({ ...form, name: `Client ${n}`, owner: owner(n), openingBalanceMicros });

/** What ever came in from outside of all books: an opening, a card, an adjustment. */
const createdMoney = async (it: TestApp): Promise<number> => {
  const [row] = await it.rows(
    `SELECT sum(CASE WHEN from_book GLOB '*/opening' OR from_book GLOB '*/adjustments' OR from_book GLOB '*/cards'
     THEN micros ELSE 0 END) AS sum FROM postings`,
  );
  return Number(row!.sum);
};

describe("the opening balance of a sub-account", () => {
  test("is moved from the agency's available balance, and no money comes into being", async () => {
    const it = await openTestApp();
    const harbor = it.account("harbor");
    const [before, all] = [await ownBalance(it, harbor), await createdMoney(it)];
    const { id } = await opened(it, 1, 20_000_000);
    expect(await ownBalance(it, id)).toBe(20_000_000);
    expect(await ownBalance(it, harbor)).toBe(before - 20_000_000);
    expect(await createdMoney(it)).toBe(all);
    const [here] = (await it.as("harriet@callboard.demo", id).balance.entries({})).entries;
    expect(here).toMatchObject({
      type: "opening",
      text: "Opening balance of Client 1, from Harbor Agency",
      account: null,
    });
    const [there] = (await harriet(it).balance.entries({})).entries;
    expect(there).toMatchObject({
      type: "opening",
      text: "Opening balance of Client 1, from Harbor Agency",
      account: "Client 1",
    });
    expect((await verify(it.world.db, it.world.seal)).broken).toBeNull();
  });

  test("is refused without funds to the micro, and then nothing is opened", async () => {
    const it = await openTestApp();
    await setBalance(it, "harbor", 5_000_000);
    for (const [n, micros] of [
      [1, 900_000_000_000_000],
      [2, 5_000_001],
    ] as const)
      expect(await failureOf(opened(it, n, micros))).toMatchObject({ code: "unpaid", field: "openingBalanceMicros" });
    expect((await harriet(it).agency.accounts({})).total).toBe(3);
    await opened(it, 3, 5_000_000);
    expect(await ownBalance(it, it.account("harbor"))).toBe(0);
  });

  test("of two that are opened at the same moment with all that is there, one is opened", async () => {
    const it = await openTestApp();
    await setBalance(it, "harbor", 5_000_000);
    const settled = await Promise.allSettled([opened(it, 1, 5_000_000), opened(it, 2, 5_000_000)]);
    expect(settled.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    expect(await ownBalance(it, it.account("harbor"))).toBe(0);
  });

  test("is not spent twice: what numbers are ordered for is no longer available", async () => {
    const it = await openTestApp();
    await setBalance(it, "harbor", 5_000_000);
    it.carrier.latencyMs = 0;
    const [offer] = (await harriet(it).numbers.searchOffers({ kind: "local", country: "US" })).offers;
    await harriet(it).numbers.buy({ e164: offer!.e164, name: "Line", source: null, route: null });
    expect(await failureOf(opened(it, 1, 5_000_000))).toMatchObject({ code: "unpaid" });
    await opened(it, 2, 5_000_000 - offer!.feeMicros);
  });

  test("has no sense where the agency pays", async () => {
    const it = await openTestApp();
    const asked = harriet(it).agency.open({
      ...form,
      balanceFrom: "agency",
      name: "Client",
      owner: owner(1),
      openingBalanceMicros: 1,
    });
    expect(await failureOf(asked)).toMatchObject({ code: "invalid", field: "openingBalanceMicros" });
  });
});

test("only the operator, and what works by itself, makes money out of nothing", async () => {
  const it = await openTestApp();
  const id = it.account("northwind");
  const memo = message("balance.opening");
  const out = [
    openingMovement("acc_new", money(1, "USD"), memo, it.now()),
    adjustment(id, money(1, "USD"), memo, it.now(), "nothing"),
  ];
  for (const movement of out)
    for (const actor of [
      { as: "person", id: "somebody" },
      { as: "agency person", id: "somebody", agency: "harbor" },
      { as: "key", id: "a key" },
    ] as const)
      await expect(
        commit(scopeOf(it.world, id, { actor, reach: ["acc_new"] }), {}, () => [post(movement)]),
      ).rejects.toThrow(/out of nothing/);
});
