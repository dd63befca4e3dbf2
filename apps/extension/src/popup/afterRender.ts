import "./state/followCoverage.ts";
import { followPendingStatuses } from "./state/followPendingStatuses.ts";
import { followWorkerNotice } from "./state/workerNotice.ts";
import { keepSnapshot } from "./views/lastFrame.tsx";

// Loaded as soon as the popup is on the screen: its first render needs none of this.
followPendingStatuses();
followWorkerNotice();
keepSnapshot();
