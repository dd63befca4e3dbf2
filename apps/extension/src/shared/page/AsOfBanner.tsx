import { Button } from "@callboard/ui/Button";
import { Icon } from "@callboard/ui/Icon";
import { setAsOf } from "../asOf.ts";
import { go } from "../route.ts";
import { shell } from "../../texts/en/shell/shell.ts";
import { format } from "../../texts/format.ts";
import { momentText, zoneLabel } from "../timeText.ts";
import { mayDo, useViewer } from "../viewer.ts";
import "./AsOfBanner.css";

const texts = shell.past;

/** Makes clear that this is the past, and leads back to now, to the differences or to the pages as they were. */
export function AsOfBanner({ at, inRooms = false }: { at: number; inRooms?: boolean }) {
  const viewer = useViewer();
  const leave = (room: string, ...rest: string[]) => {
    setAsOf(null);
    go(room, ...rest);
  };
  const enter = () => {
    setAsOf({ account: viewer.account.id, at });
    go("numbers");
  };
  return (
    <div class="past-band" role="status">
      <Icon name="history" />
      <p>{format(texts.band, { time: momentText(at, viewer), zone: zoneLabel(at, viewer) })}</p>
      {inRooms ? (
        <Button size="small" onClick={() => leave("as-of", String(at))}>
          {texts.compare}
        </Button>
      ) : (
        mayDo(viewer.account, "read routing") && (
          <Button size="small" onClick={enter}>
            {texts.openRooms}
          </Button>
        )
      )}
      <Button size="small" variant="quiet" onClick={() => leave(inRooms ? "" : "history")}>
        {texts.backToNow}
      </Button>
    </div>
  );
}
