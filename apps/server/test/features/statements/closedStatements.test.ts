import { expect, test } from "vitest";
import { createApp } from "../../../src/http/app.ts";
import { runDueJobs } from "../../../src/jobs/queue.ts";
import { DEMO_PASSWORD } from "../../../src/features/demo/people.ts";
import { confirm, readProposal } from "../../support/fixtures/bakery.ts";
import { dayIn } from "../../support/models/clocks.ts";
import { DAY, openTestApp, type TestApp } from "../../support/kit.ts";
import { meterOf, setBalance, usageEvent } from "../../support/fixtures/money.ts";
import { addCards } from "../../support/fixtures/payments.ts";

const HARRIET = "harriet@callboard.demo";
const NAMES = ["northwind", "harbor"] as const;

/** Everything that is made of an account's period: on screen, on paper and as a file. */
async function downloadStatements(it: TestApp, days: readonly string[]) {
  const app = createApp(it.world, null);
  const { secret } = await it.with(null, { from: HARRIET }).access.signIn({ email: HARRIET, password: DEMO_PASSWORD });
  const papers: Record<string, unknown> = {};
  for (const account of NAMES) {
    const headers = {
      authorization: `Bearer ${secret}`,
      "x-callboard-account": it.account(account),
      host: "127.0.0.1",
    };
    for (const [from, to] of [...days.map((day) => [day, day]), [days[0], days.at(-1)]] as [string, string][]) {
      const ask = `first=${from}&last=${to}`;
      // Drawing rests between its strokes: one paper of all days holds what the others do.
      const kinds = from === to ? ["csv"] : ["csv", "pdf"];
      const files = await Promise.all(
        kinds.map(async (kind) => {
          const answer = await app.request(`/export/statement.${kind}?${ask}`, { headers });
          expect(answer.status).toBe(200);
          return Buffer.from(await answer.arrayBuffer()).toString("base64");
        }),
      );
      const preview = await it.with(secret, { account }).statements.preview({ first: from, last: to });
      papers[`${account} ${ask}`] = { preview, files };
    }
  }
  return papers;
}

/** Three closed days: paid by its own balance, by both, and by the agency's. */
async function openClosed() {
  const it = await openTestApp();
  const meter = await meterOf(it, "northwind");
  const parkside = await meterOf(it, "parkside");
  const days: string[] = [];
  let count = 0;
  const call = async () => {
    count += 1;
    await meter.balance.recordUsage({ events: [usageEvent(it, `n${count}`, { quantity: count })] });
    await parkside.balance.recordUsage({ events: [usageEvent(it, `p${count}`, { quantity: count })] });
  };
  const close = async () => {
    days.push(dayIn("America/New_York", it.now()));
    it.pass(DAY);
  };
  await setBalance(it, "northwind", 50_000_000);
  await setBalance(it, "harbor", 300_000_000);
  await call();
  await close();
  await call();
  await move(it, "agency");
  await call();
  await close();
  await call();
  await close();
  it.pass(DAY);
  return { it, days };
}

async function move(it: TestApp, to: "own" | "agency"): Promise<void> {
  const harriet = await it.anew(HARRIET, "harbor");
  const { proposal } = await harriet.agency.proposeBalanceMove({ account: it.account("northwind"), to });
  await confirm(harriet, proposal);
}

async function cancelAgency(it: TestApp): Promise<void> {
  const harriet = await it.anew(HARRIET, "harbor");
  const { run } = await harriet.lifecycle.proposeAgencyCancel();
  await harriet.runs.start({ run, name: "Harbor Agency" });
  await runDueJobs(it.world);
}

async function standAlone(it: TestApp): Promise<void> {
  for (const account of ["mason", "parkside"] as const) {
    const who = await it.anew(HARRIET, account);
    const { proposal } = await who.lifecycle.proposeCancel({ others: { is: "release" } });
    await confirm(who, proposal, (await readProposal(who, proposal)).name);
  }
  const harriet = await it.anew(HARRIET, "harbor");
  const { proposal } = await harriet.plans.proposeDetach({
    plan: "essentials",
    standalone: it.account("northwind"),
  });
  await confirm(harriet, proposal, (await readProposal(harriet, proposal)).name);
}

test("the papers of a closed day are the same bytes, whoever pays today", async () => {
  const { it, days } = await openClosed();
  const before = await downloadStatements(it, days);
  await addCards(it, HARRIET, "northwind", [{}]);
  await move(it, "own");
  expect(await downloadStatements(it, days)).toEqual(before);
  it.pass(DAY);
  await move(it, "agency");
  expect(await downloadStatements(it, days)).toEqual(before);
  await move(it, "own");
  await cancelAgency(it);
  expect(await downloadStatements(it, days)).toEqual(before);
}, 60_000);

test("the papers of a closed day are the same bytes, once a sub-account stands alone", async () => {
  const { it, days } = await openClosed();
  const before = await downloadStatements(it, days);
  await standAlone(it);
  expect(await downloadStatements(it, days)).toEqual(before);
  it.pass(40 * DAY);
  expect(await downloadStatements(it, days)).toEqual(before);
}, 60_000);
