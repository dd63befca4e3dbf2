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

const harriet = (app: TestApp) => app.callerFor("harriet@callboard.demo", "harbor");
const form = { zone: "UTC", balanceFrom: "own" as const };
const owner = (n: number) => ({ name: `Owner ${n}`, email: `owner${n}@example.com` });
const openClient = (app: TestApp, n: number, openingBalanceMicros: number) =>
  harriet(app).agency.open({ ...form, name: `Client ${n}`, owner: owner(n), openingBalanceMicros });

/** All money that came in from outside the books: openings, card payments, adjustments. */
const createdMoney = async (app: TestApp): Promise<number> => {
  const [row] = await app.selectRows(
    `SELECT sum(CASE WHEN from_book GLOB '*/opening' OR from_book GLOB '*/adjustments' OR from_book GLOB '*/cards'
     THEN micros ELSE 0 END) AS sum FROM postings`,
  );
  return Number(row!.sum);
};

describe("the opening balance of a sub-account", () => {
  test("is moved from the agency's available balance, and creates no money", async () => {
    const app = await openTestApp();
    const harbor = app.account("harbor");
    const [before, createdBefore] = [await ownBalance(app, harbor), await createdMoney(app)];
    const { id } = await openClient(app, 1, 20_000_000);
    expect(await ownBalance(app, id)).toBe(20_000_000);
    expect(await ownBalance(app, harbor)).toBe(before - 20_000_000);
    expect(await createdMoney(app)).toBe(createdBefore);
    const [clientEntry] = (await app.callerFor("harriet@callboard.demo", id).balance.entries({})).entries;
    expect(clientEntry).toMatchObject({
      type: "opening",
      text: "Opening balance of Client 1, from Harbor Agency",
      account: null,
    });
    const [agencyEntry] = (await harriet(app).balance.entries({})).entries;
    expect(agencyEntry).toMatchObject({
      type: "opening",
      text: "Opening balance of Client 1, from Harbor Agency",
      account: "Client 1",
    });
    expect((await verify(app.services.db, app.services.seal)).broken).toBeNull();
  });

  test("is refused if the agency is short by a micro, and then nothing is opened", async () => {
    const app = await openTestApp();
    await setBalance(app, "harbor", 5_000_000);
    for (const [n, micros] of [
      [1, 900_000_000_000_000],
      [2, 5_000_001],
    ] as const)
      expect(await failureOf(openClient(app, n, micros))).toMatchObject({
        code: "unpaid",
        field: "openingBalanceMicros",
      });
    expect((await harriet(app).agency.accounts({})).total).toBe(3);
    await openClient(app, 3, 5_000_000);
    expect(await ownBalance(app, app.account("harbor"))).toBe(0);
  });

  test("opens only one of two sub-accounts that claim the whole balance at the same moment", async () => {
    const app = await openTestApp();
    await setBalance(app, "harbor", 5_000_000);
    const settled = await Promise.allSettled([openClient(app, 1, 5_000_000), openClient(app, 2, 5_000_000)]);
    expect(settled.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    expect(await ownBalance(app, app.account("harbor"))).toBe(0);
  });

  test("can't use money that is reserved for ordered numbers", async () => {
    const app = await openTestApp();
    await setBalance(app, "harbor", 5_000_000);
    app.carrier.latencyMs = 0;
    const [offer] = (await harriet(app).numbers.searchOffers({ kind: "local", country: "US" })).offers;
    await harriet(app).numbers.buy({ e164: offer!.e164, name: "Line", source: null, route: null });
    expect(await failureOf(openClient(app, 1, 5_000_000))).toMatchObject({ code: "unpaid" });
    await openClient(app, 2, 5_000_000 - offer!.feeMicros);
  });

  test("is refused where the agency pays", async () => {
    const app = await openTestApp();
    const attempt = harriet(app).agency.open({
      ...form,
      balanceFrom: "agency",
      name: "Client",
      owner: owner(1),
      openingBalanceMicros: 1,
    });
    expect(await failureOf(attempt)).toMatchObject({ code: "invalid", field: "openingBalanceMicros" });
  });
});

test("only the operator and system jobs create money", async () => {
  const app = await openTestApp();
  const id = app.account("northwind");
  const memo = message("balance.opening");
  const movements = [
    openingMovement("acc_new", money(1, "USD"), memo, app.now()),
    adjustment(id, money(1, "USD"), memo, app.now(), "nothing"),
  ];
  for (const movement of movements)
    for (const actor of [
      { as: "person", id: "somebody" },
      { as: "agency person", id: "somebody", agency: "harbor" },
      { as: "key", id: "a key" },
    ] as const)
      await expect(
        commit(scopeOf(app.services, id, { actor, relatedAccounts: ["acc_new"] }), {}, () => [post(movement)]),
      ).rejects.toThrow(/may not create money/);
});
