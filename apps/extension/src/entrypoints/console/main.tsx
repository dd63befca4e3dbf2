import "@callboard/ui/tokens.css";
import "@callboard/ui/base.css";
import "@callboard/ui/text.css";
import "@callboard/ui/extraIconPaths";
import { render } from "preact";
import { setExtraHeaders } from "../../data/api.ts";
import { startLive } from "../../data/startLive.ts";
// Loaded from the start: unlike the popup, the console doesn't have to open instantly.
import "../../data/liveStream.ts";
import { asOfIn } from "../../shared/asOf.ts";
import { session } from "../../data/session.ts";
import { Console } from "../../shell/Console.tsx";
import { followTabAccount } from "../../shell/tabAccount.ts";

setExtraHeaders(() => {
  const at = asOfIn(session.value?.account ?? "");
  return at === null ? {} : { "x-callboard-as-of": String(at) };
});
void followTabAccount().then(startLive);
render(<Console />, document.getElementById("root")!);
