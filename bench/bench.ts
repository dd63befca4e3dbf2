import { benchAgency } from "./agency.ts";
import { benchHistory } from "./history.ts";
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

await benchStatus();
await benchRuns();
await benchAgency();
await benchLists();
await benchHistory();
await benchUsage();
await benchLedger();
await benchStatements();
await benchPurge();
await benchVersions();
await benchLive();
await benchPopup();
// A puppeteer that was here leaves timers behind.
process.exit(0);
