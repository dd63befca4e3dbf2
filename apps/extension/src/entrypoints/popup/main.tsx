import "@callboard/ui/tokens.css";
import "@callboard/ui/base.css";
import { render } from "preact";
import { startLive } from "../../data/startLive.ts";
import { loadDeferredActions } from "../../popup/actions/statusActions.ts";
import { openStore, boot } from "../../popup/state/boot.ts";
import { syncPreferences } from "../../popup/state/preferences.ts";
import { prefetchViews, Popup } from "../../popup/views/Popup.tsx";
import { mount } from "../../popup/views/mount.ts";

const root = document.getElementById("root")!;

// No top-level `await`: lazily loaded views import this file and would wait for it.
async function startPopup(): Promise<void> {
  await prefetchViews(openStore.value);
  mount(root, () => render(<Popup />, root));
  void import("../../popup/afterRender.ts");
  void loadDeferredActions();
}

boot();
void startPopup();
startLive();
syncPreferences();
