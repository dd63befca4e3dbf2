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

/** Everything that shows an account's period: on screen, as PDF and as CSV. */
async function downloadStatements(app: TestApp, days: readonly string[]) {
  const httpApp = createApp(app.services, null);
  const { secret } = await app
    .callerWith(null, { network: HARRIET })
    .access.signIn({ email: HARRIET, password: DEMO_PASSWORD });
  const documents: Record<string, unknown> = {};
  for (const account of NAMES) {
    const headers = {
      authorization: `Bearer ${secret}`,
      "x-callboard-account": app.account(account),
      host: "127.0.0.1",
    };
    for (const [from, to] of [...days.map((day) => [day, day]), [days[0], days.at(-1)]] as [string, string][]) {
      const query = `first=${from}&last=${to}`;
      // Drawing pauses between pages: one PDF of all days contains what the others do.
      const kinds = from === to ? ["csv"] : ["csv", "pdf"];
      const files = await Promise.all(
        kinds.map(async (kind) => {
          const response = await httpApp.request(`/export/statement.${kind}?${query}`, { headers });
          expect(response.status).toBe(200);
          return Buffer.from(await response.arrayBuffer()).toString("base64");
        }),
      );
      const preview = await app.callerWith(secret, { account }).statements.preview({ first: from, last: to });
      documents[`${account} ${query}`] = { preview, files };
    }
  }
  return documents;
}

/** Three closed days: paid by its own balance, by both, and by the agency's. */
async function openClosed() {
  const app = await openTestApp();
  const meter = await meterOf(app, "northwind");
  const parkside = await meterOf(app, "parkside");
  const days: string[] = [];
  let count = 0;
  const reportCalls = async () => {
    count += 1;
    await meter.balance.recordUsage({ events: [usageEvent(app, `n${count}`, { quantity: count })] });
    await parkside.balance.recordUsage({ events: [usageEvent(app, `p${count}`, { quantity: count })] });
  };
  const endDay = async () => {
    days.push(dayIn("America/New_York", app.now()));
    app.advance(DAY);
  };
  await setBalance(app, "northwind", 50_000_000);
  await setBalance(app, "harbor", 300_000_000);
  await reportCalls();
  await endDay();
  await reportCalls();
  await setPayer(app, "agency");
  await reportCalls();
  await endDay();
  await reportCalls();
  await endDay();
  app.advance(DAY);
  return { app, days };
}

async function setPayer(app: TestApp, to: "own" | "agency"): Promise<void> {
  const harriet = await app.signInAgain(HARRIET, "harbor");
  const { proposal } = await harriet.agency.proposeBalanceMove({ account: app.account("northwind"), to });
  await confirm(harriet, proposal);
}

async function cancelAgency(app: TestApp): Promise<void> {
  const harriet = await app.signInAgain(HARRIET, "harbor");
  const { run } = await harriet.lifecycle.proposeAgencyCancel();
  await harriet.runs.start({ run, name: "Harbor Agency" });
  await runDueJobs(app.services);
}

async function detachNorthwind(app: TestApp): Promise<void> {
  for (const account of ["mason", "parkside"] as const) {
    const who = await app.signInAgain(HARRIET, account);
    const { proposal } = await who.lifecycle.proposeCancel({ others: { is: "release" } });
    await confirm(who, proposal, (await readProposal(who, proposal)).name);
  }
  const harriet = await app.signInAgain(HARRIET, "harbor");
  const { proposal } = await harriet.plans.proposeDetach({
    plan: "essentials",
    detachment: app.account("northwind"),
  });
  await confirm(harriet, proposal, (await readProposal(harriet, proposal)).name);
}

test("documents of a closed day have the same bytes, whoever pays today", async () => {
  const { app, days } = await openClosed();
  const before = await downloadStatements(app, days);
  await addCards(app, HARRIET, "northwind", [{}]);
  await setPayer(app, "own");
  expect(await downloadStatements(app, days)).toEqual(before);
  app.advance(DAY);
  await setPayer(app, "agency");
  expect(await downloadStatements(app, days)).toEqual(before);
  await setPayer(app, "own");
  await cancelAgency(app);
  expect(await downloadStatements(app, days)).toEqual(before);
});

test("documents of a closed day have the same bytes after a sub-account is detached", async () => {
  const { app, days } = await openClosed();
  const before = await downloadStatements(app, days);
  await detachNorthwind(app);
  expect(await downloadStatements(app, days)).toEqual(before);
  app.advance(40 * DAY);
  expect(await downloadStatements(app, days)).toEqual(before);
});
