import { benchLive } from "./live.ts";
import { benchPopup } from "./popup.ts";
import { benchStatus } from "./status.ts";

await benchStatus();
await benchLive();
await benchPopup();
// A puppeteer that was here leaves timers behind.
process.exit(0);
