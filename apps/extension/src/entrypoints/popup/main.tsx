import "@callboard/ui/tokens.css";
import "@callboard/ui/base.css";
import { render } from "preact";
import { startLive } from "../../data/live.ts";
import { loadDeferredActions } from "../../popup/actions/statusActions.ts";
import { store, boot } from "../../popup/state/boot.ts";
import { followPreferences } from "../../popup/state/preferences.ts";
import { prefetchViews, Popup } from "../../popup/views/Popup.tsx";
import { followWorkerNotice } from "../../popup/state/workerNotice.ts";
import { mount } from "../../popup/views/mount.ts";
import { followPendingStatuses } from "../../popup/state/pendingStatus.ts";

const root = document.getElementById("root")!;

// No `await` of the file itself: a view is a file that waits for this one.
async function startPopup(): Promise<void> {
  await prefetchViews(store.value);
  mount(root, () => render(<Popup />, root));
  followWorkerNotice();
  // The first picture stands: what only the next one needs comes after it.
  void import("../../popup/views/lastFrame.tsx").then(({ keepSnapshot }) => keepSnapshot());
  void loadDeferredActions();
}

boot();
void startPopup();
startLive();
followPreferences();
followPendingStatuses();
