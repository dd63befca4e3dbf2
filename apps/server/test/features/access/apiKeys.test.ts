import { expect, test } from "vitest";
import { openTestApp, failureOf } from "../../support/kit.ts";

const signedOut = { code: "signed-out", key: "api.expired" };
const forbidden = { code: "forbidden", key: "api.forbidden" };

test("a key allows what it was created for and nothing else", async () => {
  const app = await openTestApp();
  const dana = app.callerFor("dana@callboard.demo", "northwind");
  const { secret } = await dana.access.createApiKey({ name: "Wallboard", permissions: ["read the board"] });
  const key = app.callerWith(secret);
  expect((await key.agents.board()).rows.length).toBeGreaterThan(3);
  expect(await failureOf(key.agents.defineStatus({ name: "Tea", color: "teal" }))).toEqual(forbidden);
  expect(await failureOf(key.agents.setStatus({ status: "available" }))).toEqual(forbidden);
  expect(await failureOf(key.balance.current())).toEqual(forbidden);
  expect(await failureOf(key.access.people())).toEqual(forbidden);
  expect(await failureOf(key.access.me())).toEqual(forbidden);
});

test("a key works only in its own account", async () => {
  const app = await openTestApp();
  const notFound = { code: "not-found", key: "api.notFound" };
  await app.callerWith(app.keys.all, { account: "northwind" }).agents.board();
  for (const account of ["mason", "parkside", "harbor", "nothing"])
    expect(await failureOf(app.callerWith(app.keys.all, { account }).agents.board())).toEqual(notFound);
});

test("a key is shown once: the list shows only its beginning", async () => {
  const app = await openTestApp();
  const dana = app.callerFor("dana@callboard.demo", "northwind");
  const { secret } = await dana.access.createApiKey({ name: "Wallboard", permissions: ["read the board"] });
  const listed = JSON.stringify(await dana.access.apiKeys());
  expect(listed).toContain(secret.slice(0, 10));
  expect(listed).not.toContain(secret.slice(0, 14));
  const history = JSON.stringify(await dana.history.list({}));
  expect(history).not.toContain(secret.slice(0, 14));
});

test("a revoked key stops working at once, within moments on another server with the same file, and its name is free again", async () => {
  const app = await openTestApp();
  const other = await openTestApp({ file: app.file });
  const dana = app.callerFor("dana@callboard.demo", "northwind");
  const { secret, id } = await dana.access.createApiKey({ name: "Wallboard", permissions: ["read the board"] });
  await app.callerWith(secret).agents.board();
  await other.callerWith(secret).agents.board();
  expect(
    await failureOf(dana.access.createApiKey({ name: "wallboard", permissions: ["read the board"] })),
  ).toMatchObject({
    key: "access.keyNameTaken",
  });
  await dana.access.revokeApiKey({ id });
  expect(await failureOf(app.callerWith(secret).agents.board())).toEqual(signedOut);
  await expect
    .poll(
      () =>
        other
          .callerWith(secret)
          .agents.board()
          .then(
            () => "in",
            () => "out",
          ),
      { timeout: 20_000 },
    )
    .toBe("out");
  await dana.access.revokeApiKey({ id });
  await dana.access.createApiKey({ name: "wallboard", permissions: ["read the board"] });
});

test("a key can't be given permissions that its creator doesn't have", async () => {
  const app = await openTestApp();
  const dana = app.callerFor("dana@callboard.demo", "northwind");
  for (const permissions of [["operate"], ["manage the account"], ["set own status"], []])
    expect(
      (await failureOf(dana.access.createApiKey({ name: "Too much", permissions: permissions as never }))).code,
    ).toBe("invalid");
  const byKey = app.callerWith(app.keys.all);
  expect(await failureOf(byKey.access.createApiKey({ name: "Child", permissions: ["read the board"] }))).toEqual(
    forbidden,
  );
});

test("changes made with a key have the key's name as their actor", async () => {
  const app = await openTestApp();
  await app.callerWith(app.keys.all).agents.defineStatus({ name: "Tea", color: "teal" });
  const [row] = await app.selectRows(
    "SELECT actor, person FROM changes WHERE kind = 'status' ORDER BY seq DESC LIMIT 1",
  );
  expect(JSON.parse(row!.actor).as).toBe("key");
  expect(row!.person).toBeNull();
});

test("another account's key can be neither listed nor revoked", async () => {
  const app = await openTestApp();
  const dana = app.callerFor("dana@callboard.demo", "northwind");
  const { secret, id } = await dana.access.createApiKey({ name: "Wallboard", permissions: ["read the board"] });
  const mary = app.callerFor("mary@callboard.demo", "mason");
  expect((await mary.access.apiKeys()).map(({ name }) => name).toSorted()).toEqual(["Phone system", "Phones"]);
  const missing = { code: "not-found", key: "access.keyMissing", field: "id" };
  expect(await failureOf(mary.access.revokeApiKey({ id }))).toEqual(missing);
  expect(await failureOf(mary.access.revokeApiKey({ id: "nothing" }))).toEqual(missing);
  await app.callerWith(secret).agents.board();
});
