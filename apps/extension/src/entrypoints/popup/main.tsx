import "@callboard/ui/tokens.css";
import "@callboard/ui/base.css";
import { render } from "preact";
import { startLive } from "../../live.ts";
import { enter } from "../../popup/entrance.ts";
import { followPreferences } from "../../popup/preferences.ts";
import { Popup } from "../../popup/Popup.tsx";
import { tellMissed } from "../../popup/missed.ts";
import { watchIntents } from "../../popup/waiting.ts";

enter();
render(<Popup />, document.getElementById("root")!);
startLive();
followPreferences();
watchIntents();
void tellMissed();
