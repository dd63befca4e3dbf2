import { expect, test } from "vitest";
import { normalizeMailAddress } from "@callboard/domain/core/text/mailAddress";
import { runDueJobs } from "../../../src/jobs/queue.ts";
import { createOperator } from "../../../src/features/access/createOperator.ts";
import { openTestApp, failureOf } from "../../support/kit.ts";
import { openMailServer } from "../../support/mailServer.ts";

const DANA = "dana@callboard.demo";
const VICTIM = "victim@corp.example";
const SIGNS = ["\0", "\u0085", "\u001b", "\u007f", "\u202e", "\u2066", "\u200b", "\u3164", "\ud800", "\r\n"];

test("no address may contain invisible characters: nothing is sent, and no other address's limit is used", async () => {
  const app = await openTestApp();
  const anyone = app.callerWith(null);
  const dana = app.callerFor(DANA, "northwind");
  for (const sign of SIGNS)
    for (const email of [`${VICTIM}${sign}1.z`, `${VICTIM.replace("@", `${sign}@`)}`, `a@q.example${sign}b.cc`]) {
      expect(await failureOf(anyone.access.requestReset({ email }))).toMatchObject({ code: "invalid", field: "email" });
      const invitation = dana.access.invite({ email, name: "Nora", role: "agent" });
      expect(await failureOf(invitation)).toMatchObject({ code: "invalid", field: "email" });
      expect(
        await failureOf(dana.statements.send({ first: "2026-03-10", last: "2026-03-11", recipients: [email] })),
      ).toMatchObject({
        code: "invalid",
      });
    }
  expect(await app.selectRows("SELECT 1 FROM mails WHERE recipient LIKE 'victim%' OR recipient LIKE 'a@q%'")).toEqual(
    [],
  );
});

test("all notations of an address share one limit, and mail goes to the normalized one", async () => {
  const office = await openMailServer();
  const app = await openTestApp({ smtpUrl: office.url, freeAttempts: 3 });
  const notations = [
    "NORA@Bücher.example",
    "nora@bücher.example",
    "ｎora@bücher.example.",
    "nora@bu\u0308cher.example",
    "nora@xn--bcher-kva.example",
  ];
  const dana = app.callerFor(DANA, "northwind");
  await dana.access.invite({ email: notations[0]!, name: "Nora", role: "agent" });
  for (const email of notations.slice(1))
    expect(await failureOf(dana.access.invite({ email, name: "Nora", role: "agent" }))).toMatchObject({
      key: expect.stringMatching(/invitedAlready|[tT]hrottled/),
    });
  const resets = await Promise.all(
    notations.map((email, at) =>
      app
        .callerWith(null, { network: `from ${at}` })
        .access.requestReset({ email })
        .then(
          () => "taken",
          () => "refused",
        ),
    ),
  );
  expect(resets.toSorted()).toEqual(["refused", "refused", "taken", "taken", "taken"]);
  await runDueJobs(app.services);
  // The test's mail server shows the domain in Unicode.
  expect(office.recipients.map(normalizeMailAddress)).toEqual(["nora@xn--bcher-kva.example"]);
});

test("a waiting mail to an invalid address fails without contacting the server", async () => {
  const office = await openMailServer();
  const app = await openTestApp({ smtpUrl: office.url });
  await app.callerFor(DANA, "northwind").access.invite({ email: "nora@example.com", name: "Nora", role: "agent" });
  const writes = [
    { sql: "UPDATE mails SET recipient = 'nora@example.com, eve@example.com' WHERE state = 'waiting'", args: [] },
  ];
  await app.services.db.write({ reads: [], decide: () => ({ writes, answer: null }) });
  await runDueJobs(app.services);
  expect(office.recipients).toEqual([]);
  expect(
    await app.selectRows("SELECT state FROM mails WHERE recipient LIKE '%eve%' AND subject LIKE '%Northwind%'"),
  ).toEqual([expect.objectContaining({ state: "failed" })]);
});

test("the operator command reads name and address like every other entry point", async () => {
  const app = await openTestApp();
  const who = { name: "Otto", email: "OPS@Bücher.example", password: "long enough to be one" };
  await createOperator(app.services, who);
  expect(await app.selectRows("SELECT email FROM people WHERE operator = 1 AND email LIKE 'ops%'")).toEqual([
    expect.objectContaining({ email: "ops@xn--bcher-kva.example" }),
  ]);
  expect(await failureOf(createOperator(app.services, { ...who, email: "ops\u202e@x.example" }))).toMatchObject({
    key: "fields.email",
  });
});
