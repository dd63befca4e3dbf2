import "@callboard/ui/tokens.css";
import "@callboard/ui/base.css";
import "@callboard/ui/words.css";
import "@callboard/ui/moreGlyphs";
import { render } from "preact";
import { alsoSay } from "../../api.ts";
import { startLive } from "../../live.ts";
// In the page from the start: a console is no small window that must open at once.
import "../../liveStream.ts";
import { pastIn } from "../../past.ts";
import { session } from "../../session.ts";
import { Console } from "../../shell/Console.tsx";
import { followAccount } from "../../shell/accountHere.ts";

alsoSay(() => {
  const at = pastIn(session.value?.account ?? "");
  return at === null ? {} : { "x-callboard-as-of": String(at) };
});
void followAccount().then(startLive);
render(<Console />, document.getElementById("root")!);
