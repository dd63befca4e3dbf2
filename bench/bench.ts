import { benchAgency } from "./agency.ts";
import { benchCancel } from "./cancel.ts";
import { benchHistory } from "./history.ts";
import { benchLarge } from "./large.ts";
import { benchLedger } from "./ledger.ts";
import { benchLists } from "./lists.ts";
import { benchLive } from "./live.ts";
import { benchPopup } from "./popup.ts";
import { benchPurge } from "./purge.ts";
import { benchRuns } from "./runs.ts";
import { benchStatements } from "./statements.ts";
import { benchStatus } from "./status.ts";
import { benchUsage } from "./usage.ts";
import { benchVersions } from "./versions.ts";

const PARTS: Record<string, () => Promise<void>> = {
  status: benchStatus,
  runs: benchRuns,
  agency: benchAgency,
  cancel: benchCancel,
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
};

const asked = process.argv.slice(2);
const unknown = asked.filter((part) => !Object.hasOwn(PARTS, part));
if (unknown.length > 0) {
  console.error(`There is no part ${unknown.join(", ")}: choose from ${Object.keys(PARTS).join(", ")}.`);
  process.exit(1);
}
for (const part of asked.length > 0 ? asked : Object.keys(PARTS)) await PARTS[part]!();
// A puppeteer that was here leaves timers behind.
process.exit(0);
