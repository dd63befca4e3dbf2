import "@callboard/ui/tokens.css";
import "@callboard/ui/base.css";
import "@callboard/ui/words.css";
import "@callboard/ui/moreGlyphs";
import { render } from "preact";
import { alsoSay } from "../../api.ts";
import { startLive } from "../../live.ts";
import { pastIn } from "../../past.ts";
import { loadSession, session } from "../../session.ts";
import { Console } from "../../shell/Console.tsx";

alsoSay(() => {
  const at = pastIn(session.value?.account ?? "");
  return at === null ? {} : { "x-callboard-as-of": String(at) };
});
void loadSession().then(startLive);
render(<Console />, document.getElementById("root")!);
