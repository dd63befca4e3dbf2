import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Effect } from "@callboard/domain/core/effect";
import { expect, test } from "vitest";
import { addKey, removeKey } from "../../src/auth/people.ts";
import { saveAlertedLevel } from "../../src/features/balance/reads.ts";
import { commit } from "../../src/store/commit.ts";
import { ROW_EFFECTS } from "../../src/store/rowEffects.ts";
import { saveUnsubscribed } from "../../src/store/reads/statementSchedules.ts";
import { failureOf, openTestApp } from "../support/kit.ts";
import { scopeOf } from "../support/scopes.ts";

const SOURCE = join(import.meta.dirname, "../../src");

async function open() {
  const app = await openTestApp();
  const [account, other] = [app.account("northwind"), app.account("mason")];
  return { ...app, account, other, scope: scopeOf(app.services, account) };
}

test("an effect on another account's rows is refused, and nothing of its decision is written", async () => {
  const app = await open();
  const foreign = [
    saveAlertedLevel(app.other, "low"),
    saveUnsubscribed(scopeOf(app.services, app.other), "reader@example.com"),
    removeKey(app.other, "key"),
    addKey("secret", app.other, "key"),
  ];
  for (const effect of foreign)
    expect(await failureOf(commit(app.scope, {}, () => [saveAlertedLevel(app.account, "low"), effect]))).toEqual({
      code: "not-found",
      key: "record.notFound",
    });
  expect(await app.selectRows("SELECT account FROM low_balances")).toEqual([]);
  await commit({ ...app.scope, relatedAccounts: [app.other] }, {}, () => [saveAlertedLevel(app.other, "low")]);
  expect(await app.selectRows("SELECT account FROM low_balances")).toEqual([{ account: app.other }]);
});

test("an effect holds no SQL, and one that nobody registered is not written", async () => {
  const { scope } = await open();
  // @ts-expect-error An effect names what it writes; how it is written is the store's.
  const raw: Effect = { do: "row", name: "raw", owner: null, sql: "DELETE FROM people", values: {} };
  await expect(commit(scope, {}, () => [raw])).rejects.toThrow("No statement is registered for the effect raw.");
});

test("each effect that a module defines is registered, under a name of its own", async () => {
  await open();
  const files = readdirSync(SOURCE, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"));
  const defined = files.flatMap((file) =>
    [...readFileSync(join(SOURCE, file), "utf8").matchAll(/= defineRowEffect\(\s*"([^"]+)"/g)].map(([, name]) => name),
  );
  expect(defined.toSorted()).toEqual([...ROW_EFFECTS.keys()].toSorted());
});
