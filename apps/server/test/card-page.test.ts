import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { startCardPage } from "../src/payments/sandbox/pageProcess.ts";
import { eventually, listen, openTestWorld } from "./kit.ts";
import { PAYS, sandboxOf } from "./payments.ts";

test("the card page is a process and a port of its own; it tells over HTTP, comes back after a crash, and logs no number", async () => {
  const it = await openTestWorld();
  const server = await listen(it);
  const dir = mkdtempSync(join(tmpdir(), "callboard-page-"));
  const log = join(dir, "card-page.log");
  const sandbox = sandboxOf(it);
  const stop = await startCardPage(sandbox, {
    port: 0,
    tell: `${server.url}/payments/sandbox`,
    log,
    ahead: () => it.now() - Date.now(),
  });
  onTestFinished(() => {
    stop();
    rmSync(dir, { recursive: true, force: true });
  });
  const dana = it.as("dana@callboard.demo", "northwind").cards;
  const { url } = await dana.add();
  expect(new URL(url).origin).not.toBe(server.url);
  const typed = { number: PAYS, expiry: "05/29", code: "123", holder: "Dana Reyes" };
  const enter = () => fetch(url, { method: "POST", body: new URLSearchParams(typed) });
  // The page hears of the demo's clock within a second.
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
