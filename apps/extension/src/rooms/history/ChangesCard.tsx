import { Card } from "@callboard/ui/Card";
import { When } from "@callboard/ui/When";
import { api } from "../../api.ts";
import { serverNow } from "../../clock.ts";
import { useResource } from "../../resource.ts";
import { href } from "../../route.ts";
import { Loaded } from "../../shell/Loaded.tsx";
import { useViewer } from "../../shell/viewer.ts";
import { history as texts } from "../../texts/en/history.ts";
import { shell } from "../../texts/en/shell.ts";
import { say } from "../../texts/say.ts";
import { seesAll } from "./ChangeHistory.tsx";

const FEW = 6;

/** The last few changes; the whole list is one press away. */
export function ChangesCard() {
  const { account, zone, locale } = useViewer();
  const all = seesAll(account);
  const changes = useResource(
    ["account", "terms", "lifecycle", "member", "invitation", "apiKey", "status", "agent"],
    () => api().history.list.query({ limit: FEW, zone }),
    [zone],
  );
  return (
    <Card
      title={all ? shell.overview.changes : shell.overview.ownChanges}
      actions={<a href={href("history")}>{shell.overview.allChanges}</a>}
    >
      <Loaded of={changes} label={texts.loading} lines={4}>
        {({ changes: list }) =>
          list.length === 0 ? (
            <p class="cb-quiet">{all ? texts.empty : texts.emptyOwn}</p>
          ) : (
            <ul class="changes-few">
              {list.map(({ seq, at, by, byOneself, action, cause }) => (
                <li key={seq}>
                  <span>
                    <strong>{byOneself ? texts.you : by}</strong> {action}
                    {cause && <span class="cb-quiet"> · {say(texts.cause, { cause })}</span>}
                  </span>
                  <span class="cb-quiet">
                    <When at={at} now={serverNow} zone={zone} locale={locale} />
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
