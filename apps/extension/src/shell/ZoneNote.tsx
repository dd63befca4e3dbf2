import { serverNow } from "../clock.ts";
import { href } from "../route.ts";
import { shell as texts } from "../texts/en/shell.ts";
import { say } from "../texts/say.ts";
import { zoneLabel } from "./times.ts";
import { useViewer } from "./viewer.ts";

/** Says in whose zone a page's times are written, and where to change it. */
export function ZoneNote() {
  const viewer = useViewer();
  return (
    <p class="cb-quiet cb-small">
      {say(texts.zoneNote, { zone: zoneLabel(serverNow(), viewer) })}{" "}
      <a href={href("preferences")}>{texts.changeZone}</a>
    </p>
  );
}
