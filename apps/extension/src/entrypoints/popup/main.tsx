import "@callboard/ui/tokens.css";
import "@callboard/ui/base.css";
import { render } from "preact";
import { startLive } from "../../data/startLive.ts";
import { loadDeferredActions } from "../../popup/actions/statusActions.ts";
import { openStore, boot } from "../../popup/state/boot.ts";
import { syncPreferences } from "../../popup/state/preferences.ts";
import { prefetchViews, Popup } from "../../popup/views/Popup.tsx";
import { followWorkerNotice } from "../../popup/state/workerNotice.ts";
import { mount } from "../../popup/views/mount.ts";
import { followPendingStatuses } from "../../popup/state/failedPendingStatus.ts";

const root = document.getElementById("root")!;

// No top-level `await`: lazily loaded views import this file and would wait for it.
async function startPopup(): Promise<void> {
  await prefetchViews(openStore.value);
  mount(root, () => render(<Popup />, root));
  followWorkerNotice();
  // Loaded after the first render, because only the next popup needs it.
  void import("../../popup/views/lastFrame.tsx").then((module) => module.keepSnapshot());
  void loadDeferredActions();
  void import("../../popup/state/followCoverage.ts");
}

boot();
void startPopup();
startLive();
syncPreferences();
followPendingStatuses();
