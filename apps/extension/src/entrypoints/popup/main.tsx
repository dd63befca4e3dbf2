import "@callboard/ui/tokens.css";
import "@callboard/ui/base.css";
import { render } from "preact";
import { startLive } from "../../live.ts";
import { loadDeferredActions } from "../../popup/deeds.ts";
import { store, boot } from "../../popup/entrance.ts";
import { followPreferences } from "../../popup/preferences.ts";
import { prefetchViews, Popup } from "../../popup/Popup.tsx";
import { followWorkerNotice } from "../../popup/missed.ts";
import { mount } from "../../popup/takeOver.ts";
import { followPendingStatuses } from "../../popup/waiting.ts";

const root = document.getElementById("root")!;

// No `await` of the file itself: a view is a file that waits for this one.
async function startPopup(): Promise<void> {
  await prefetchViews(store.value);
  mount(root, () => render(<Popup />, root));
  followWorkerNotice();
  // The first picture stands: what only the next one needs comes after it.
  void import("../../popup/lastFrame.tsx").then(({ keepSnapshot }) => keepSnapshot());
  void loadDeferredActions();
}

boot();
void startPopup();
startLive();
followPreferences();
followPendingStatuses();
