import "@callboard/ui/tokens.css";
import "@callboard/ui/base.css";
import { render } from "preact";
import { startLive } from "../../live.ts";
import { later } from "../../popup/deeds.ts";
import { desk, enter } from "../../popup/entrance.ts";
import { followPreferences } from "../../popup/preferences.ts";
import { fetchViews, Popup } from "../../popup/Popup.tsx";
import { tellMissed } from "../../popup/missed.ts";
import { takeOver } from "../../popup/takeOver.ts";
import { watchIntents } from "../../popup/waiting.ts";

const root = document.getElementById("root")!;

// No `await` of the file itself: a view is a file that waits for this one.
async function begin(): Promise<void> {
  await fetchViews(desk.value);
  takeOver(root, () => render(<Popup />, root));
  tellMissed();
  // The first picture stands: what only the next one needs comes after it.
  void import("../../popup/lastFrame.tsx").then(({ keepPicture }) => keepPicture());
  void later();
}

enter();
void begin();
startLive();
followPreferences();
watchIntents();
