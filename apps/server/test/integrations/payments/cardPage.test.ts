import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { type IncomingMessage, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { restartPause, startCardPage } from "../../../src/integrations/payments/sandbox/pageProcess.ts";
import { eventually } from "../../support/eventually.ts";
import { listen, openTestApp } from "../../support/kit.ts";
import { PAYING_CARD, sandboxOf } from "../../support/fixtures/payments.ts";

test("the card page is its own process on its own port; it reports over HTTP and logs no card numbers", async () => {
  const app = await openTestApp();
  const server = await listen(app);
  const dir = mkdtempSync(join(tmpdir(), "callboard-page-"));
  const log = join(dir, "card-page.log");
  const sandbox = sandboxOf(app);
  const page = await startCardPage(sandbox, {
    port: 0,
    webhookUrl: `${server.url}/payments/sandbox`,
    log,
    clockOffset: () => app.now() - Date.now(),
  });
  onTestFinished(() => {
    page.stop();
    rmSync(dir, { recursive: true, force: true });
  });
  const dana = app.callerFor("dana@callboard.demo", "northwind").cards;
  const { url } = await dana.add();
  expect(new URL(url).origin).not.toBe(server.url);
  const fields = { number: PAYING_CARD, expiry: "05/29", code: "123", holder: "Dana Reyes" };
  const enter = () => fetch(url, { method: "POST", body: new URLSearchParams(fields) });
  // The page learns of the demo's clock within a second.
  await eventually(async () => (await fetch(url)).status === 200);
  const response = await enter();
  expect(response.status).toBe(200);
  expect(response.headers.get("content-security-policy")).toContain("default-src 'none'");
  expect(await response.text()).toContain("Visa 4242 is with Northwind now.");
  expect((await dana.list()).cards).toHaveLength(1);
  const before = sandbox.pageAddress;
  expect((await fetch(`${before}/cards/nothing`)).status).toBe(410);
  const logged = await eventually(() => readFileSync(log, "utf8").split("\n").length > 2 && readFileSync(log, "utf8"));
  expect(logged).not.toMatch(/\d{13}|Dana|cards\//);
});

/** The card page of a sandbox whose server doesn't run. */
async function pageWith(log: (dir: string) => string) {
  const sandbox = sandboxOf(await openTestApp());
  const dir = mkdtempSync(join(tmpdir(), "callboard-page-"));
  writeFileSync(join(dir, "a-file"), "");
  const exits: (string | null)[] = [];
  const page = await startCardPage(sandbox, {
    port: 0,
    webhookUrl: "http://127.0.0.1:1",
    log: log(dir),
    clockOffset: () => 0,
    onExit: ({ signal, error }) => exits.push(signal ?? String(error)),
    pauseFor: () => 1,
  });
  onTestFinished(() => {
    page.stop();
    rmSync(dir, { recursive: true, force: true });
  });
  const answers = async () => (await fetch(`${sandbox.pageAddress}/cards/nothing`).catch(() => null))?.status === 410;
  return { sandbox, page, dir, exits, answers };
}

test("the card page creates its log folder; if that fails, it runs without a log", async () => {
  const withLog = await pageWith((dir) => join(dir, "not", "yet", "card-page.log"));
  expect(await withLog.answers()).toBe(true);
  await eventually(() => existsSync(join(withLog.dir, "not", "yet", "card-page.log")));
  const withoutLog = await pageWith((dir) => join(dir, "a-file", "card-page.log"));
  expect([await withoutLog.answers(), await withoutLog.answers()]).toEqual([true, true]);
  expect([withLog.exits, withoutLog.exits]).toEqual([[], []]);
});

test("the card page is restarted each time it is killed, and the server runs on", async () => {
  const { sandbox, page, exits, answers } = await pageWith((dir) => join(dir, "card-page.log"));
  for (let kills = 1; kills <= 5; kills += 1) {
    const pid = page.pid()!;
    process.kill(pid, "SIGKILL");
    await eventually(() => sandbox.pageAddress === null || page.pid() !== pid);
    await eventually(answers);
    expect(exits).toEqual(Array.from({ length: kills }, () => "SIGKILL"));
  }
});

test("each crash in a row is followed by a longer pause, up to a minute", () => {
  const pauses = [1, 2, 3, 4, 5, 6, 7, 8, 5000].map((exits) => restartPause(exits) / 1000);
  expect(pauses).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60]);
});

test("a page from elsewhere that calls it by another host name is refused", async () => {
  const { sandbox } = await pageWith((dir) => join(dir, "card-page.log"));
  const outgoing = request(`${sandbox.pageAddress}/cards/nothing`, { headers: { host: "evil.example" } }).end();
  const [response] = (await once(outgoing, "response")) as [IncomingMessage];
  expect(response.statusCode).toBe(421);
});
