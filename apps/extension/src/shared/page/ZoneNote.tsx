import { serverNow } from "../../data/clock.ts";
import { href } from "../route.ts";
import { shell as texts } from "../../texts/en/shell/shell.ts";
import { format } from "../../texts/format.ts";
import { zoneLabel } from "../timeText.ts";
import { accountLocale, useViewer } from "../viewer.ts";

/** The time zone of a page's times: the reader's, with a link to change it; with `account`, the account's. */
export function ZoneNote({ account = false }: { account?: boolean }) {
  const viewer = useViewer();
  if (account) {
    const zone = zoneLabel(serverNow(), accountLocale(viewer));
    return <p class="cb-muted cb-small">{format(texts.accountZoneNote, { zone })}</p>;
  }
  return (
    <p class="cb-muted cb-small">
      {format(texts.zoneNote, { zone: zoneLabel(serverNow(), viewer) })}{" "}
      <a href={href("preferences")}>{texts.changeZone}</a>
    </p>
  );
}
