import { Button } from "@callboard/ui/Button";
import { Card } from "@callboard/ui/Card";
import { When } from "@callboard/ui/When";
import { api } from "../../data/api.ts";
import { serverNow } from "../../data/clock.ts";
import { useResource } from "../../data/liveResource.ts";
import { href } from "../../shared/route.ts";
import { Loaded } from "../../shared/page/Loaded.tsx";
import { useViewer } from "../../shared/viewer.ts";
import { history as texts } from "../../texts/en/history.ts";
import { shell } from "../../texts/en/shell/shell.ts";
import { format } from "../../texts/format.ts";
import { SETTINGS_KINDS } from "../../shared/recordKinds.ts";
import { readsAllChanges } from "./readsAllChanges.ts";
import { unreadText } from "./UnreadChanges.tsx";
import { useUnread } from "./useUnread.ts";
import "./ChangesCard.css";

const CHANGES_MAX = 6;

/** The last few changes and how many are new, with a link to the full list. */
export function ChangesCard() {
  const { account, zone, language } = useViewer();
  const readsAll = readsAllChanges(account);
  const changes = useResource(
    [...SETTINGS_KINDS, "agent"],
    () => api().history.list.query({ limit: CHANGES_MAX, zone }),
    [zone],
  );
  const { unread, markRead, busy } = useUnread();
  const { data } = unread;
  const lastRead = data.value?.readUpTo ?? null;
  const unreadSummary = data.value && unreadText(data.value);
  return (
    <Card
      title={readsAll ? shell.overview.changes : shell.overview.ownChanges}
      // While the count loads, a space keeps the line's height.
      subtitle={
        unreadSummary ? <span class="unread-summary">{unreadSummary}</span> : data.value ? texts.unreadNone : "\u00a0"
      }
      actions={
        <>
          {unreadSummary && (
            <Button size="small" icon="check" busy={busy} onClick={markRead}>
              {texts.markRead}
            </Button>
          )}
          <a href={href("history")}>{shell.overview.allChanges}</a>
        </>
      }
    >
      <Loaded resource={changes} label={texts.loading} lines={4}>
        {({ changes: list }) =>
          list.length === 0 ? (
            <p class="cb-muted">{readsAll ? texts.empty : texts.emptyOwn}</p>
          ) : (
            <ul class="changes-few">
              {list.map(({ n, at, by, byOneself, action, cause }) => (
                <li key={n} data-fresh={(lastRead !== null && n > lastRead && !byOneself) || undefined}>
                  <span>
                    <strong>{byOneself ? texts.you : by}</strong> {action}
                    {cause && <span class="cb-muted"> · {format(texts.cause, { cause })}</span>}
                  </span>
                  <span class="cb-muted">
                    <When at={at} now={serverNow} zone={zone} language={language} />
                  </span>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Card>
  );
}
