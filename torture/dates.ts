import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { DATES } from "../apps/server/test/support/dates.ts";

// Runs the suites about days, months and clock changes on every date that ever caused trouble.
const ROOT = resolve(import.meta.dirname, "..");
/** Server tests that count days and months from the start date. */
const SERVER =
  "features/agents/agents http/asOf features/balance/balance features/balance/billing features/calls/calls features/history/completeSince features/balance/forecast features/lifecycle/forwarding features/history/history features/lifecycle/lifecycle features/lifecycle/lifecycleProperty features/lifecycle/lifecycleYear features/balance/lowBalanceAlert features/lifecycle/outstanding features/plans/plans store/purge features/balance/recharge features/numbers/release features/lifecycle/reactivate features/statements/schedules features/plans/detach features/statements/statements features/balance/usage".split(
    " ",
  );
/** Journeys whose screens show dates. */
const JOURNEYS = ["features/balance", "features/lifecycle", "popup/chooseStatus", "features/statements"];

const selected = process.argv.slice(2);
const dates = selected.length === 0 ? DATES : selected.map((at) => ({ name: at, at: new Date(at).toISOString() }));
const failed: string[] = [];

function run(title: string, folder: string, args: readonly string[], env: Record<string, string>): void {
  const { status } = spawnSync("npx", ["vitest", "run", ...args], {
    cwd: resolve(ROOT, folder),
    env: { ...process.env, ...env },
    stdio: "inherit",
  });
  if (status !== 0) failed.push(title);
}

console.log(`\n${dates.length} dates: the demo world, and two months of its life`);
run("the demo world", "apps/server", ["test/seed/demoDates.test.ts"], {
  TESTS_DATES: dates.map(({ at }) => at).join(","),
});
for (const { name, at } of dates) {
  console.log(`\n${name} (${at})`);
  const tests = SERVER.map((one) => `test/${one}.test.ts`);
  run(`the server's tests on ${name}`, "apps/server", tests, { TESTS_FROM: at });
  const journeys = JOURNEYS.map((one) => `e2e/${one}.test.ts`);
  const options = ["--config", "vitest.e2e.config.ts", "--fileParallelism", "--maxWorkers=2"];
  run(`journeys on ${name}`, "apps/extension", [...options, ...journeys], { TESTS_FROM: at });
}
if (failed.length > 0) {
  console.error(`\nFailed: ${failed.join("; ")}.`);
  process.exit(1);
}
console.log(`\nPassed on ${dates.length} dates.`);
