import { readsHistory } from "@callboard/domain/access";
import { Button } from "@callboard/ui/Button";
import { EmptyState } from "@callboard/ui/EmptyState";
import { Notice } from "@callboard/ui/Notice";
import { serverNow } from "../../clock.ts";
import { Loaded } from "../../shell/Loaded.tsx";
import { Page } from "../../shell/Page.tsx";
import { dayName, type Reader } from "../../shell/times.ts";
import { standingIn, type OwnAccount, useViewer } from "../../shell/viewer.ts";
import { ZoneNote } from "../../shell/ZoneNote.tsx";
import { history as texts } from "../../texts/en/history.ts";
import { shell } from "../../texts/en/shell.ts";
import { say } from "../../texts/say.ts";
import { type Change, ChangeLine } from "./ChangeLine.tsx";
import { useChanges } from "./useChanges.ts";
import "./ChangeHistory.css";

/** Whether a person sees the account's history, or only what was changed about them. */
export const seesAll = (account: OwnAccount): boolean =>
  (["team", "billing", "access", "account"] as const).some((area) => readsHistory(standingIn(account), area));

export function ChangeHistory() {
  const viewer = useViewer();
  const { account } = viewer;
  const { head, changes, more, loading, failed, loadMore } = useChanges(viewer.zone);
  const all = seesAll(account);
  return (
    <Page title={shell.rooms.history} state={say(all ? texts.stateAll : texts.stateOwn, { account: account.name })}>
      <Loaded of={head} label={texts.loading}>
        {() =>
          changes.length === 0 ? (
            <EmptyState icon="history" sentence={all ? texts.empty : texts.emptyOwn} />
          ) : (
            <>
              {byDay(changes, viewer).map(({ day, list }) => (
                <section key={day} class="changes-day" aria-label={day}>
                  <h2>{day}</h2>
                  <ol class="changes">
                    {list.map((change) => (
                      <ChangeLine key={change.seq} change={change} reader={viewer} />
                    ))}
                  </ol>
                </section>
              ))}
              {failed && <Notice kind="bad" sentence={shell.unreachable} />}
              <div class="changes-foot">
                {more ? (
                  <Button busy={loading} onClick={() => void loadMore()}>
                    {texts.more}
                  </Button>
                ) : (
                  <p class="cb-quiet">{texts.end}</p>
                )}
                <ZoneNote />
              </div>
            </>
          )
        }
      </Loaded>
    </Page>
  );
}

function byDay(changes: readonly Change[], reader: Reader): { day: string; list: Change[] }[] {
  const days: { day: string; list: Change[] }[] = [];
  for (const change of changes) {
    const day = dayName(change.at, serverNow(), reader);
    if (days.at(-1)?.day !== day) days.push({ day, list: [] });
    days.at(-1)!.list.push(change);
  }
  return days;
}
