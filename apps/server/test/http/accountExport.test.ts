import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { createApp } from "../../src/http/app.ts";
import { cardNumbersIn } from "../support/checks/cardNumbers.ts";
import { openTestApp, type TestApp } from "../support/kit.ts";
import { meterOf, usageEvent } from "../support/fixtures/money.ts";
import { addNumber } from "../support/fixtures/numbers.ts";
import { unzip } from "../support/checks/unzip.ts";

async function fetchExport(app: TestApp, email: string, account: string): Promise<Response> {
  const headers = { authorization: `Bearer ${app.sessions[email]}`, "x-callboard-account": app.account(account) };
  return createApp(app.services, null).request("/export/account.zip", { headers });
}

test("an account is exported as one file: each kind, the history, the entries and the sent statements, with a matching manifest", async () => {
  const app = await openTestApp();
  for (let n = 0; n < 12; n += 1) await addNumber(app, "northwind", `+15125551${100 + n}`, { name: `=Line ${n}` });
  await (await meterOf(app, "northwind")).balance.recordUsage({ events: [usageEvent(app, "a", { quantity: 12 })] });
  const dana = app.callerFor("dana@callboard.demo", "northwind");
  await dana.statements.send({ first: "2026-03-01", last: "2026-03-31", recipients: ["books@example.com"] });
  const response = await fetchExport(app, "dana@callboard.demo", "northwind");
  expect(response.headers.get("content-disposition")).toContain("Northwind 2026-");
  const zip = Buffer.from(await response.arrayBuffer());
  const files = unzip(zip);
  const manifest = JSON.parse(files.get("manifest.json")!.toString());
  expect(manifest).toMatchObject({ product: "Callboard", account: "Northwind" });
  expect(manifest.files.map(({ name }: { name: string }) => name).sort()).toEqual(
    [...files.keys()].filter((name) => name !== "manifest.json").sort(),
  );
  for (const { name, bytes, sha256 } of manifest.files) {
    expect([name, files.get(name)!.length]).toEqual([name, bytes]);
    expect(createHash("sha256").update(files.get(name)!).digest("hex")).toBe(sha256);
  }
  const numbers = JSON.parse(files.get("records/number.json")!.toString());
  expect(numbers).toHaveLength(12);
  expect(numbers[0]).toMatchObject({ version: 1, e164: expect.stringMatching(/^\+1512/), state: { is: "active" } });
  expect(manifest.files.find(({ name }: { name: string }) => name === "records/number.csv").rows).toBe(12);
  // A name that a spreadsheet would take for a formula is made safe in the CSV; the JSON has it unchanged.
  expect(files.get("records/number.csv")!.toString()).toContain("'=Line 0");
  expect(numbers.map(({ name }: { name: string }) => name)).toContain("=Line 0");
  expect(JSON.parse(files.get("history.json")!.toString()).length).toBeGreaterThan(12);
  expect(JSON.parse(files.get("entries.json")!.toString()).length).toBeGreaterThanOrEqual(2);
  const documents = [...files.keys()].filter((name) => name.startsWith("statements/"));
  expect(documents).toHaveLength(1);
  expect(files.get(documents[0]!)!.subarray(0, 5).toString()).toBe("%PDF-");
  for (const [name, bytes] of files) if (!name.endsWith(".pdf")) expect(cardNumbersIn(bytes.toString())).toEqual([]);
});

const statusOf = async (response: Response): Promise<number> => {
  await response.body?.cancel();
  return response.status;
};

test("stopping a download in the middle leaves nothing running", async () => {
  const app = await openTestApp();
  const response = await fetchExport(app, "dana@callboard.demo", "northwind");
  const reader = response.body!.getReader();
  expect((await reader.read()).value!.length).toBeGreaterThan(0);
  await reader.cancel();
});

test("the export is available for a canceled account too, and refused to people without the permission", async () => {
  const app = await openTestApp();
  const harriet = app.callerFor("harriet@callboard.demo", "northwind");
  const { proposal } = await harriet.lifecycle.proposeCancel({});
  await harriet.proposals.confirm({ proposal });
  expect(await statusOf(await fetchExport(app, "dana@callboard.demo", "northwind"))).toBe(200);
  for (const email of ["ava@callboard.demo", "bill@callboard.demo", "rita@callboard.demo"])
    expect([email, await statusOf(await fetchExport(app, email, "northwind"))]).toEqual([email, 403]);
  expect(await statusOf(await fetchExport(app, "solveig@callboard.demo", "northwind"))).toBe(404);
  const ida = await fetchExport(app, "ida@callboard.demo", "parkside");
  expect(await ida.json()).toMatchObject({ error: { message: expect.stringContaining("agency pays") } });
  expect(await statusOf(await fetchExport(app, "harriet@callboard.demo", "parkside"))).toBe(200);
});
