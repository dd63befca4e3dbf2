import { expect, test } from "vitest";
import { DEMO_PASSWORD } from "../src/seed/people.ts";
import { openTestWorld, refusal } from "./kit.ts";

test("nobody who is known elsewhere is put into a sub-account unasked", async () => {
  const it = await openTestWorld();
  const harriet = it.as("harriet@callboard.demo", "harbor");
  const form = { name: "Trap", zone: "UTC", owner: { name: "S", email: "solveig@callboard.demo", softphone: true } };
  expect(await refusal(harriet.agency.open(form))).toMatchObject({ key: "account.ownerElsewhere" });
});

test("an invitation gives nobody else the way into a person who has no password yet", async () => {
  const it = await openTestWorld();
  const owner = { name: "Chief", email: "ceo@big.example" };
  await it.as("otto@callboard.demo").account.open({ name: "Big", zone: "UTC", plan: "essentials", owner });
  await it.as("solveig@callboard.demo", "solo").access.invite({ email: owner.email, name: "X", role: "agent" });
  const token = await it.link(owner.email);
  const taken = it.with(null).access.acceptInvitation({ token, password: "a password of mine" });
  expect(await refusal(taken)).toMatchObject({ code: "conflict", key: "access.emailTaken" });
});

test("a new password ends every older link to one", async () => {
  const it = await openTestWorld();
  const email = "ava@callboard.demo";
  await it.with(null).access.requestReset({ email });
  const older = await it.link(email);
  await it.with(null).access.requestReset({ email });
  await it.with(null).access.resetPassword({ token: await it.link(email), password: "the newer password" });
  const late = it.with(null).access.resetPassword({ token: older, password: "the older password" });
  expect(await refusal(late)).toMatchObject({ key: "access.linkOver" });
});

test("a changed password answers the same when it is asked for again, and its digest cannot be guessed against", async () => {
  const it = await openTestWorld();
  const change = { current: DEMO_PASSWORD, next: "another password" };
  const ava = () => it.as("ava@callboard.demo", undefined, { key: "change-1" });
  expect(await ava().access.changePassword(change)).toBe(null);
  expect(await ava().access.changePassword(change)).toBe(null);
  const { createHash } = await import("node:crypto");
  const plain = JSON.stringify([it.people["ava@callboard.demo"], change]);
  const [row] = await it.rows("SELECT hash FROM commands WHERE procedure = 'access.changePassword'");
  expect(row!.hash).not.toBe(createHash("sha256").update(plain).digest("base64url"));
});

test("the role of an agency's administrator is derived in its sub-accounts, never given there", async () => {
  const it = await openTestWorld();
  const inside = it.as("harriet@callboard.demo", "northwind");
  const invited = inside.access.invite({ email: "new@callboard.demo", name: "New", role: "agency administrator" });
  expect(await refusal(invited)).toMatchObject({ key: "access.agencyRoleOnly" });
});
