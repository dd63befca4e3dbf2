import { expect, onTestFinished, test as each } from "vitest";
import { type Database, stmt, type WriteRequest } from "../../src/store/database/port.ts";
import { openDatabase } from "../../src/store/database/open.ts";
import { finishJob, leaseJob, runDueJobs } from "../../src/jobs/queue.ts";
import { migrate } from "../../src/store/migrations/migrate.ts";
import { totpCode } from "../../src/auth/secondStep.ts";
import { createThrottle } from "../../src/auth/throttle.ts";
import { DEMO_PASSWORD } from "../../src/features/demo/people.ts";
import { findBrokenLink, rebuildRecords, versionsOf } from "../support/checks/changeChain.ts";
import { failureOf } from "../support/kit.ts";
import { START } from "../support/prepared.ts";
import { call, openRemoteServices, seedSmallAccount } from "../support/remote/remoteServices.ts";
import { sqldProgram, startSqld } from "../support/remote/sqld.ts";

const program = sqldProgram();
if ("missing" in program) console.warn(`The remote write queue is not tested: ${program.missing}.`);
const test = "missing" in program ? each.skip : each;
const start = () => startSqld((program as { path: string }).path);

const insert = (value: number): WriteRequest<number> => ({
  reads: [stmt("SELECT count(*) AS count FROM settings WHERE name GLOB '[0-9]*'")],
  decide: ([rows]) => ({
    writes: [stmt("INSERT INTO settings (name, value) VALUES (?, ?)", String(rows![0]!.count), String(value))],
    answer: Number(rows![0]!.count),
  }),
});

test("on a remote database a number that two clicks order and two servers work on is bought once, for one fee", async () => {
  const url = await start();
  const services = await openRemoteServices(url);
  const { account, secret } = await seedSmallAccount(services);
  const other = await openRemoteServices(url);
  const e164 = "+493023125037";
  const clicks = [services, other].map((one) => call(one, secret, account).numbers.buy({ e164, name: "Cakes" }));
  const settled = await Promise.allSettled(clicks);
  expect(settled.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  await Promise.all([runDueJobs(services, "requests"), runDueJobs(other, "requests")]);
  const { numbers } = await call(services, secret, account).numbers.list({});
  expect(numbers).toMatchObject([{ e164, state: { is: "active" } }]);
  const [fees] = await services.db.read([stmt("SELECT micros FROM postings WHERE to_book = ?", `${account}/fees`)]);
  expect(fees).toEqual([{ micros: 1_500_000 }]);
});

test("on a remote database, two servers' changes of one status conflict, are decided again, and all succeed", async () => {
  const url = await start();
  const services = await openRemoteServices(url);
  const { account, person, secret } = await seedSmallAccount(services);
  const other = await openRemoteServices(url);
  const before = (await versionsOf(services.db, account, "agent", person)).at(-1)!;
  const writes = Array.from({ length: 40 }, (_, index) =>
    call(index % 2 ? services : other, secret, account).agents.setStatus({ status: "available", minutes: index + 1 }),
  );
  await Promise.all(writes);
  const versions = await versionsOf(services.db, account, "agent", person);
  expect(versions).toEqual(Array.from({ length: before + 40 }, (_, index) => index + 1));
  expect(await findBrokenLink(services.db)).toBeNull();
  const [present] = await services.db.read([
    stmt("SELECT account, kind, id, version, shape, data, at FROM records ORDER BY account, kind, id"),
  ]);
  const plain = (rows: object[]) => rows.map((row) => ({ ...row }));
  expect(plain(await rebuildRecords(services.db))).toEqual(plain(present!));
  expect(await call(services, secret, account).balance.current()).toMatchObject({ money: { micros: 5_000_000 } });
});

test("on a remote database an idempotency key counts once even if calls overlap", async () => {
  const services = await openRemoteServices(await start());
  const { account, secret } = await seedSmallAccount(services);
  const defineTea = () => call(services, secret, account, "same").agents.defineStatus({ name: "Tea", color: "teal" });
  const answers = await Promise.all([defineTea(), defineTea(), defineTea()]);
  expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
});

test("on a remote database a refused call among others, a taken name and a repeated call have the same results as on a file", async () => {
  const services = await openRemoteServices(await start());
  const { account, secret } = await seedSmallAccount(services);
  const caller = call(services, secret, account);
  const settled = await Promise.allSettled([
    caller.agents.defineStatus({ name: "Tea", color: "teal" }),
    caller.agents.defineStatus({ name: "TEA", color: "teal" }),
    caller.agents.defineStatus({ name: "Offline", color: "teal" }),
    caller.agents.defineStatus({ name: "Juice", color: "teal" }),
  ]);
  expect(settled.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "fulfilled", "rejected", "rejected"]);
  expect(await failureOf(caller.agents.defineStatus({ name: "tea", color: "teal" }))).toMatchObject({
    key: "agents.nameTaken",
  });
  const names = (await caller.agents.statuses()).map(({ name }) => name.toLowerCase());
  expect(names.toSorted()).toEqual(["available", "juice", "offline", "tea"]);
});

test("on a remote database writes of two servers each see the one before", async () => {
  const url = await start();
  const dbs: Database[] = [openDatabase(url), openDatabase(url)];
  onTestFinished(async () => {
    for (const db of dbs) await db.close();
  });
  await migrate(dbs[0]!);
  const answers = await Promise.all(Array.from({ length: 40 }, (_, index) => dbs[index % 2]!.write(insert(index))));
  expect(answers.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, index) => index));
});

test("on a remote database two workers never hold the same job", async () => {
  const services = await openRemoteServices(await start());
  await services.db.runScript([
    stmt("INSERT INTO jobs (kind, key, data, due_at) VALUES ('mail', 'a', '{}', 0), ('mail', 'b', '{}', 0)"),
  ]);
  const leased = await Promise.all([1, 2, 3].map(() => leaseJob(services.db, START)));
  const ids = leased.flatMap((job) => (job ? [job.id] : []));
  expect(ids.toSorted((a, b) => a - b)).toEqual([1, 2]);
  // Network timing decides which of them was late.
  const leasedJob = leased.find((job) => job !== null)!;
  expect(await finishJob(services.db, leasedJob, START, null)).toBe(true);
});

test("on a remote database a worker that slept through its lease can't end the job, even if it checked just before", async () => {
  const { db } = await openRemoteServices(await start());
  await db.runScript([stmt("INSERT INTO jobs (kind, key, data, due_at) VALUES ('mail', 'a', '{}', 0)")]);
  const asleep = (await leaseJob(db, START))!;
  const awake = (await leaseJob(db, START + 2 * 60_000))!;
  expect(awake.id).toBe(asleep.id);
  // The first worker has read the state from before the second one came.
  const withStaleRead = (work: WriteRequest<boolean>): WriteRequest<boolean> => {
    const staleRows = [[[{ fence: asleep.fence }]]];
    return { ...work, decide: (rows) => work.decide(staleRows.pop() ?? rows) };
  };
  const staleDb = { ...db, write: (work: WriteRequest<boolean>) => db.write(withStaleRead(work)) } as Database;
  for (const result of [null, "again", new Error("late")] as const)
    expect(await finishJob(staleDb, asleep, START, result)).toBe(false);
  expect(await finishJob(db, awake, START, null)).toBe(true);
});

test("on a remote database a code, a recovery code and a link each work once, even if two calls overlap", async () => {
  const services = await openRemoteServices(await start());
  const { secret, email } = await seedSmallAccount(services);
  const me = call(services, secret);
  const { secret: totp } = await me.access.startTotp();
  const { recoveryCodes } = await me.access.confirmTotp({ code: totpCode(totp, START - 30_000) });
  const signIn = (code: string) => call(services, null).access.signIn({ email, password: DEMO_PASSWORD, code });
  const countFulfilled = async (calls: Promise<unknown>[]) =>
    (await Promise.allSettled(calls)).filter(({ status }) => status === "fulfilled").length;
  expect(await countFulfilled([signIn(totpCode(totp, START)), signIn(totpCode(totp, START))])).toBe(1);
  expect(await countFulfilled([signIn(recoveryCodes[0]!), signIn(recoveryCodes[0]!)])).toBe(1);
  expect(await countFulfilled([signIn(recoveryCodes[1]!), signIn(recoveryCodes[2]!)])).toBe(2);
  expect((await failureOf(signIn(recoveryCodes[1]!))).key).toBe("access.codeWrong");
  await call(services, null).access.requestReset({ email });
  await runDueJobs(services);
  const [mails] = await services.db.read([
    stmt("SELECT secret FROM mails WHERE recipient = ? ORDER BY rowid DESC", email),
  ]);
  const token = services.seal.decrypt(mails![0]!.secret);
  const reset = (password: string) => call(services, null).access.resetPassword({ token, password });
  expect(await countFulfilled([reset("the first new password"), reset("the second new password")])).toBe(1);
});

test("on a remote database tries are counted one by one, whichever server gets them", async () => {
  const url = await start();
  const [one, other] = [await openRemoteServices(url), await openRemoteServices(url)];
  const throttles = [one, other].map(({ db, now }) => createThrottle({ db, now }));
  const attempts = Array.from({ length: 30 }, (_, n) => throttles[n % 2]!.countAttempt(["own", "somebody"]));
  const settled = await Promise.allSettled(attempts);
  expect(settled.filter(({ status }) => status === "fulfilled")).toHaveLength(10);
});
