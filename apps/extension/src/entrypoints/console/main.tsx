import "@callboard/ui/tokens.css";
import "@callboard/ui/base.css";
import "@callboard/ui/words.css";
import "@callboard/ui/moreGlyphs";
import { render } from "preact";
import { startLive } from "../../live.ts";
import { loadSession } from "../../session.ts";
import { Console } from "../../shell/Console.tsx";

void loadSession().then(startLive);
render(<Console />, document.getElementById("root")!);
