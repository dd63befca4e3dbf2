import { post } from "@callboard/domain/core/effect";
import { adjustment } from "@callboard/domain/core/ledger";
import { money } from "@callboard/domain/core/money";
import { message } from "@callboard/domain/core/message";
import { expect, test } from "vitest";
import { runBilling } from "../../../src/features/balance/billing.ts";
import { commit } from "../../../src/store/commit.ts";
import { SOLVEIG } from "../../support/fixtures/bakery.ts";
import { DAY, openTestApp, failureOf } from "../../support/kit.ts";
import { setBalance } from "../../support/fixtures/money.ts";
import { scopeOf } from "../../support/scopes.ts";

const OTTO = "otto@callboard.demo";

test("a correction of a partly refunded entry reverses the rest, and a fully refunded one can't be corrected", async () => {
  const app = await openTestApp();
  await setBalance(app, "solo", 500_000_000);
  const solveig = async () => app.signInAgain(SOLVEIG, "solo");
  const subscriptionEntries = async () =>
    (await (await solveig()).balance.entries({ types: ["subscription"] })).entries;
  const [{ renewsAt }] = (await app.selectRows(
    "SELECT data ->> '$.renewsAt' AS renewsAt FROM records WHERE kind = 'subscription' AND account = ?",
    app.account("solo"),
  )) as unknown as [{ renewsAt: number }];
  const change = async (plan: "essentials" | "advanced") => {
    const who = await solveig();
    await who.proposals.confirm({ proposal: (await who.plans.proposeChange({ plan })).proposal, name: null });
  };
  const correct = async (entry: number) =>
    (await app.signInAgain(OTTO)).balance.correct({ account: app.account("solo"), entry, reason: "ours" });
  app.advance(renewsAt - app.now() + 1000);
  await runBilling(app.services);
  const [paid] = await subscriptionEntries();
  app.advance(DAY);
  await change("advanced");
  const [due, back] = await subscriptionEntries();
  expect([paid!.micros, back!.micros > 0, due!.micros < 0]).toEqual([-39_000_000, true, true]);
  await correct(paid!.entry);
  const [rest] = (await (await solveig()).balance.entries({})).entries;
  expect(rest).toMatchObject({
    text: `Correction of the rest of entry #${paid!.entry}: ours`,
    micros: 39_000_000 - back!.micros,
  });
  await correct(due!.entry);
  const { lines } = await (async () => {
    const who = await solveig();
    return who.proposals.get({ proposal: (await who.plans.proposeChange({ plan: "essentials" })).proposal });
  })();
  expect(lines.filter(({ key }) => key.startsWith("rest ")).map(({ key }) => key)).toEqual(["rest due"]);
  expect(await failureOf(correct(due!.entry))).toMatchObject({ key: "balance.correctedAlready" });
});

test("correcting a fully reversed entry is refused with the reason, and the store itself books no more than is left", async () => {
  const app = await openTestApp();
  const account = app.account("northwind");
  await app.callerFor(OTTO).balance.adjust({ account, micros: 700, reason: "goodwill" });
  const [{ key }] = (await app.selectRows("SELECT key FROM postings ORDER BY seq DESC LIMIT 1")) as unknown as [
    { key: string },
  ];
  const reverse = (micros: number, name: string) => {
    const movement = adjustment(account, money(-micros, "USD"), message("balance.opening"), app.now(), name);
    return commit(scopeOf(app.services, account), {}, () => [post({ ...movement, refundOf: key })]);
  };
  await reverse(300, "test:a");
  expect(await failureOf(reverse(401, "test:b"))).toMatchObject({ code: "busy", key: "balance.refundedMeanwhile" });
  await reverse(400, "test:c");
  const [entry] = await app.selectRows("SELECT seq FROM postings WHERE key = ?", key);
  expect(
    await failureOf(
      (await app.signInAgain(OTTO)).balance.correct({ account, entry: Number(entry!.seq), reason: "oops" }),
    ),
  ).toMatchObject({
    key: "balance.refundedAlready",
  });
});
