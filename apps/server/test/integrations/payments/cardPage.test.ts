import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { type IncomingMessage, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { restartPause, startCardPage } from "../../../src/integrations/payments/sandbox/pageProcess.ts";
import { eventually, listen, openTestApp } from "../../support/kit.ts";
import { PAYING_CARD, sandboxOf } from "../../support/fixtures/payments.ts";

test("the card page is its own process on its own port; it reports over HTTP and logs no card numbers", async () => {
  const app = await openTestApp();
  const server = await listen(app);
  const dir = mkdtempSync(join(tmpdir(), "callboard-page-"));
  const log = join(dir, "card-page.log");
  const sandbox = sandboxOf(app);
  const page = await startCardPage(sandbox, {
    port: 0,
    tell: `${server.url}/payments/sandbox`,
    log,
    ahead: () => app.now() - Date.now(),
  });
  onTestFinished(() => {
    page.stop();
    rmSync(dir, { recursive: true, force: true });
  });
  const dana = app.as("dana@callboard.demo", "northwind").cards;
  const { url } = await dana.add();
  expect(new URL(url).origin).not.toBe(server.url);
  const typed = { number: PAYING_CARD, expiry: "05/29", code: "123", holder: "Dana Reyes" };
  const enter = () => fetch(url, { method: "POST", body: new URLSearchParams(typed) });
  // The page learns of the demo's clock within a second.
  await eventually(async () => (await fetch(url)).status === 200);
  const answer = await enter();
  expect(answer.status).toBe(200);
  expect(answer.headers.get("content-security-policy")).toContain("default-src 'none'");
  expect(await answer.text()).toContain("Visa 4242 is with Northwind now.");
  expect((await dana.list()).cards).toHaveLength(1);
  const before = sandbox.pageAddress;
  expect((await fetch(`${before}/cards/nothing`)).status).toBe(410);
  const logged = await eventually(() => readFileSync(log, "utf8").split("\n").length > 2 && readFileSync(log, "utf8"));
  expect(logged).not.toMatch(/\d{13}|Dana|cards\//);
});

/** The page of a server of which only the address is used. */
async function pageWith(log: (dir: string) => string) {
  const sandbox = sandboxOf(await openTestApp());
  const dir = mkdtempSync(join(tmpdir(), "callboard-page-"));
  writeFileSync(join(dir, "a-file"), "");
  const ends: (string | null)[] = [];
  const page = await startCardPage(sandbox, {
    port: 0,
    tell: "http://127.0.0.1:1",
    log: log(dir),
    ahead: () => 0,
    ended: ({ signal, error }) => ends.push(signal ?? String(error)),
    pause: () => 1,
  });
  onTestFinished(() => {
    page.stop();
    rmSync(dir, { recursive: true, force: true });
  });
  const answers = async () => (await fetch(`${sandbox.pageAddress}/cards/nothing`).catch(() => null))?.status === 410;
  return { sandbox, page, dir, ends, answers };
}

test("the card page creates its log folder; if that fails, it runs without a log", async () => {
  const made = await pageWith((dir) => join(dir, "not", "yet", "card-page.log"));
  expect(await made.answers()).toBe(true);
  await eventually(() => existsSync(join(made.dir, "not", "yet", "card-page.log")));
  const cannot = await pageWith((dir) => join(dir, "a-file", "card-page.log"));
  expect([await cannot.answers(), await cannot.answers()]).toEqual([true, true]);
  expect([made.ends, cannot.ends]).toEqual([[], []]);
});

test("the card page is restarted each time it is killed, and the server runs on", async () => {
  const { sandbox, page, ends, answers } = await pageWith((dir) => join(dir, "card-page.log"));
  for (let kills = 1; kills <= 5; kills += 1) {
    const pid = page.pid()!;
    process.kill(pid, "SIGKILL");
    await eventually(() => sandbox.pageAddress === null || page.pid() !== pid);
    await eventually(answers);
    expect(ends).toEqual(Array.from({ length: kills }, () => "SIGKILL"));
  }
});

test("each crash in a row is followed by a longer pause, up to a minute", () => {
  const pauses = [1, 2, 3, 4, 5, 6, 7, 8, 5000].map((ends) => restartPause(ends) / 1000);
  expect(pauses).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60]);
});

test("a page from elsewhere that calls it by another host name is refused", async () => {
  const { sandbox } = await pageWith((dir) => join(dir, "card-page.log"));
  const asked = request(`${sandbox.pageAddress}/cards/nothing`, { headers: { host: "evil.example" } }).end();
  const [answer] = (await once(asked, "response")) as [IncomingMessage];
  expect(answer.statusCode).toBe(421);
});
