import "@callboard/ui/tokens.css";
import "@callboard/ui/base.css";
import "@callboard/ui/words.css";
import "@callboard/ui/moreGlyphs";
import { render } from "preact";
import { setExtraHeaders } from "../../api.ts";
import { startLive } from "../../live.ts";
// In the page from the start: a console is no small window that must open at once.
import "../../liveStream.ts";
import { asOfIn } from "../../past.ts";
import { session } from "../../session.ts";
import { Console } from "../../shell/Console.tsx";
import { followTabAccount } from "../../shell/accountHere.ts";

setExtraHeaders(() => {
  const at = asOfIn(session.value?.account ?? "");
  return at === null ? {} : { "x-callboard-as-of": String(at) };
});
void followTabAccount().then(startLive);
render(<Console />, document.getElementById("root")!);
