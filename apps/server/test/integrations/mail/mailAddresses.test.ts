import { copyFileSync, mkdtempSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, inject, test } from "vitest";
import { normalizeMailAddress } from "@callboard/domain/core/text/mailAddress";
import { create } from "@callboard/domain/core/effect";
import { message } from "@callboard/domain/core/message";
import { runDueJobs } from "../../../src/jobs/queue.ts";
import { createOperator } from "../../../src/features/access/createOperator.ts";
import { commit } from "../../../src/store/commit.ts";
import { openTestApp, failureOf, START } from "../../support/kit.ts";
import { openMailServer } from "../../support/mailServer.ts";
import { scopeOf } from "../../support/scopes.ts";

const DANA = "dana@callboard.demo";
const VICTIM = "victim@corp.example";
const SIGNS = ["\0", "\u0085", "\u001b", "\u007f", "\u202e", "\u2066", "\u200b", "\u3164", "\ud800", "\r\n"];

test("no address may contain invisible characters: nothing is sent, and no other address's limit is used", async () => {
  const app = await openTestApp();
  const anyone = app.with(null);
  const dana = app.as(DANA, "northwind");
  for (const sign of SIGNS)
    for (const email of [`${VICTIM}${sign}1.z`, `${VICTIM.replace("@", `${sign}@`)}`, `a@q.example${sign}b.cc`]) {
      expect(await failureOf(anyone.access.requestReset({ email }))).toMatchObject({ code: "invalid", field: "email" });
      const invited = dana.access.invite({ email, name: "Nora", role: "agent" });
      expect(await failureOf(invited)).toMatchObject({ code: "invalid", field: "email" });
      expect(
        await failureOf(dana.statements.send({ first: "2026-03-10", last: "2026-03-11", recipients: [email] })),
      ).toMatchObject({
        code: "invalid",
      });
    }
  expect(await app.rows("SELECT 1 FROM mails WHERE recipient LIKE 'victim%' OR recipient LIKE 'a@q%'")).toEqual([]);
});

test("all notations of an address share one limit, and mail goes to the normalized one", async () => {
  const office = await openMailServer();
  const app = await openTestApp({ smtpUrl: office.url, tries: 3 });
  const written = [
    "NORA@Bücher.example",
    "nora@bücher.example",
    "ｎora@bücher.example.",
    "nora@bu\u0308cher.example",
    "nora@xn--bcher-kva.example",
  ];
  const dana = app.as(DANA, "northwind");
  await dana.access.invite({ email: written[0]!, name: "Nora", role: "agent" });
  for (const email of written.slice(1))
    expect(await failureOf(dana.access.invite({ email, name: "Nora", role: "agent" }))).toMatchObject({
      key: expect.stringMatching(/invitedAlready|[oO]ften/),
    });
  const resets = await Promise.all(
    written.map((email, at) =>
      app
        .with(null, { from: `from ${at}` })
        .access.requestReset({ email })
        .then(
          () => "taken",
          () => "refused",
        ),
    ),
  );
  expect(resets.toSorted()).toEqual(["refused", "refused", "taken", "taken", "taken"]);
  await runDueJobs(app.world);
  // The test's mail server shows the domain in Unicode.
  expect(office.knocks.map(normalizeMailAddress)).toEqual(["nora@xn--bcher-kva.example"]);
});

test("a waiting mail to an invalid address fails without contacting the server", async () => {
  const office = await openMailServer();
  const app = await openTestApp({ smtpUrl: office.url });
  await app.as(DANA, "northwind").access.invite({ email: "nora@example.com", name: "Nora", role: "agent" });
  const writes = [
    { sql: "UPDATE mails SET recipient = 'nora@example.com, eve@example.com' WHERE state = 'waiting'", args: [] },
  ];
  await app.world.db.write({ reads: [], decide: () => ({ writes, answer: null }) });
  await runDueJobs(app.world);
  expect(office.knocks).toEqual([]);
  expect(await app.rows("SELECT state FROM mails WHERE recipient LIKE '%eve%' AND subject LIKE '%Northwind%'")).toEqual(
    [expect.objectContaining({ state: "failed" })],
  );
});

test("the operator command reads name and address like every other entry point", async () => {
  const app = await openTestApp();
  const who = { name: "Otto", email: "OPS@Bücher.example", password: "long enough to be one" };
  await createOperator(app.world, who);
  expect(await app.rows("SELECT email FROM people WHERE operator = 1 AND email LIKE 'ops%'")).toEqual([
    expect.objectContaining({ email: "ops@xn--bcher-kva.example" }),
  ]);
  expect(await failureOf(createOperator(app.world, { ...who, email: "ops\u202e@x.example" }))).toMatchObject({
    key: "fields.email",
  });
});

test("stored addresses are normalized later: people can sign in, and invalid ones are removed and reported", async () => {
  const file = join(mkdtempSync(join(tmpdir(), "callboard-test-")), "older.db");
  const { file: prepared, people } = inject("prepared");
  copyFileSync(prepared, file);
  const before = await openTestApp({ file });
  const own = before.account("northwind");
  const invitation = { name: "N", role: "agent", softphone: false, by: null, owns: false, expiresAt: START } as const;
  const said = { action: message("cause.chosen") };
  await commit(scopeOf(before.world, own), {}, () => [
    create(own, "invitation", "inv1", { ...invitation, email: "a@example.com" }, said),
    create(own, "invitation", "inv2", { ...invitation, email: "b@example.com" }, said),
    create(
      own,
      "statementSchedule",
      "sch1",
      { every: "month", day: 1, recipients: ["c@example.com"], paused: false },
      said,
    ),
  ]);
  await before.close();
  const db = new DatabaseSync(file);
  db.exec("DELETE FROM migrations WHERE name LIKE '%mail addresses'");
  db.prepare("UPDATE people SET email = ? WHERE id = ?").run("dana@bücher.example", people[DANA]!);
  db.exec("UPDATE records SET data = replace(data, 'a@example.com', 'a@bücher.example') WHERE kind = 'invitation'");
  db.exec("UPDATE records SET data = replace(data, 'b@example.com', 'b\u202e@example.com') WHERE kind = 'invitation'");
  db.exec(
    "UPDATE records SET data = replace(data, 'c@example.com', 'c@x.example\u202e') WHERE kind = 'statementSchedule'",
  );
  db.close();
  const app = await openTestApp({ file });
  expect(await app.anew("Dana@BÜCHER.example", "northwind")).toBeTruthy();
  const dana = app.as(DANA, "northwind");
  const invitations = (await dana.access.people()).invitations;
  expect(invitations.map(({ email }) => email)).toEqual(["a@xn--bcher-kva.example"]);
  const { schedules } = await dana.statements.schedules();
  expect(schedules).toMatchObject([{ recipients: [], paused: true }]);
  const { changes } = await dana.history.list({});
  expect(JSON.stringify(changes)).toContain("wrote mail addresses as mail is sent to them");
});
