import { Button } from "@callboard/ui/Button";
import { Icon } from "@callboard/ui/Icon";
import { setAsOf } from "../asOf.ts";
import { go, type PageName } from "../route.ts";
import { shell } from "../../texts/en/shell/shell.ts";
import { format } from "../../texts/format.ts";
import { momentText, zoneLabel } from "../timeText.ts";
import { mayDo, useViewer } from "../viewer.ts";
import "./AsOfBanner.css";

const texts = shell.asOf;

/**
 * Makes clear that this is the past, and leads back to now, to the differences or to the pages as they were.
 * `isActive`: this tab's pages show that instant.
 */
export function AsOfBanner({ at, isActive = false }: { at: number; isActive?: boolean }) {
  const viewer = useViewer();
  const leave = (page: PageName, ...rest: string[]) => {
    setAsOf(null);
    go(page, ...rest);
  };
  const enter = () => {
    setAsOf({ account: viewer.account.id, at });
    go("numbers");
  };
  return (
    <div class="as-of-banner" role="status">
      <Icon name="history" />
      <p>{format(texts.banner, { time: momentText(at, viewer), zone: zoneLabel(at, viewer) })}</p>
      {isActive ? (
        <Button size="small" onClick={() => leave("as-of", String(at))}>
          {texts.compare}
        </Button>
      ) : (
        mayDo(viewer.account, "read routing") && (
          <Button size="small" onClick={enter}>
            {texts.openRouting}
          </Button>
        )
      )}
      <Button size="small" variant="quiet" onClick={() => leave(isActive ? "" : "history")}>
        {texts.backToNow}
      </Button>
    </div>
  );
}
