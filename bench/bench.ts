import { benchBoard } from "./board.ts";
import { benchCallReport } from "./callReport.ts";
import { benchCalls } from "./calls.ts";
import { benchCancelAgency } from "./cancelAgency.ts";
import { benchCancelAccount } from "./cancelAccount.ts";
import { benchHistory } from "./history.ts";
import { benchLarge } from "./largeAccount.ts";
import { benchLedger } from "./ledger.ts";
import { benchLists } from "./lists.ts";
import { benchLive } from "./live.ts";
import { benchPopup } from "./popup.ts";
import { benchPurge } from "./purge.ts";
import { benchReports } from "./reports.ts";
import { benchRuns } from "./runs.ts";
import { benchStatements } from "./statements.ts";
import { benchStatus } from "./status.ts";
import { benchSwap } from "./swap.ts";
import { benchUsage } from "./usage.ts";
import { benchVersions } from "./versions.ts";

const BENCHMARKS: Record<string, () => Promise<void>> = {
  status: benchStatus,
  runs: benchRuns,
  agency: benchCancelAgency,
  cancel: benchCancelAccount,
  lists: benchLists,
  history: benchHistory,
  usage: benchUsage,
  ledger: benchLedger,
  statements: benchStatements,
  purge: benchPurge,
  versions: benchVersions,
  large: benchLarge,
  live: benchLive,
  popup: benchPopup,
  calls: benchCalls,
  callReport: benchCallReport,
  swap: benchSwap,
  reports: benchReports,
  board: benchBoard,
};

const selected = process.argv.slice(2);
const unknown = selected.filter((part) => !Object.hasOwn(BENCHMARKS, part));
if (unknown.length > 0) {
  console.error(`Unknown benchmark ${unknown.join(", ")}: choose from ${Object.keys(BENCHMARKS).join(", ")}.`);
  process.exit(1);
}
for (const part of selected.length > 0 ? selected : Object.keys(BENCHMARKS)) await BENCHMARKS[part]!();
// Puppeteer leaves timers behind that would keep the process alive.
process.exit(0);
