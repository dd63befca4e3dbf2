import { Button } from "@callboard/ui/Button";
import { Card } from "@callboard/ui/Card";
import { EmptyState } from "@callboard/ui/EmptyState";
import { Notice } from "@callboard/ui/Notice";
import { useState } from "preact/hooks";
import { api, type Inputs } from "../../data/api.ts";
import { useResource } from "../../data/liveResource.ts";
import { href } from "../../shared/route.ts";
import { Loaded } from "../../shared/page/Loaded.tsx";
import { Page } from "../../shared/page/Page.tsx";
import { toasts } from "../../shared/toasts.ts";
import { useAction } from "../../shared/form/useAction.ts";
import { useTimedRefetch } from "../../shared/useTimedRefetch.ts";
import { ZoneNote } from "../../shared/page/ZoneNote.tsx";
import { shell } from "../../texts/en/shell/shell.ts";
import { statements } from "../../texts/en/statements.ts";
import { format } from "../../texts/format.ts";
import { RemoveScheduleDialog } from "./RemoveScheduleDialog.tsx";
import { ScheduleDialog } from "./ScheduleDialog.tsx";
import { ScheduleTable } from "./ScheduleTable.tsx";
import "./Schedules.css";
import type { Schedule } from "./types.ts";

const texts = statements.schedules;
type OpenDialog = { what: "new" } | { what: "change" | "remove"; schedule: Schedule };

/** Statements that are sent automatically: when, to whom, the next three dates and the result of the last one. */
export function Schedules() {
  const resource = useResource(["statementSchedule", "account"], () => api().statements.schedules.query());
  // The next dates change as days pass, without a change that the server would report.
  useTimedRefetch(resource, null);
  const [openDialog, setOpenDialog] = useState<OpenDialog | null>(null);
  const pause = useAction((input: Inputs["statements"]["pauseSchedule"], options) =>
    api().statements.pauseSchedule.mutate(input, options),
  );
  async function togglePause({ id, version, cadenceText: cadence, paused }: Schedule) {
    const outcome = await pause.run({ id, version, paused: !paused });
    if (outcome?.ok)
      toasts.show({ tone: "good", sentence: format(paused ? texts.resumedDone : texts.pausedDone, { cadence }) });
    else toasts.show({ tone: "bad", sentence: outcome?.failure?.sentence ?? shell.unreachable });
    await resource.refetch();
  }
  const all = resource.data.value?.schedules;
  const add = (
    <Button variant="primary" icon="plus" onClick={() => setOpenDialog({ what: "new" })}>
      {texts.add}
    </Button>
  );
  const dialogProps = { onClose: () => setOpenDialog(null), onDone: () => void resource.refetch() };
  return (
    <Page
      title={texts.title}
      summary={all && summaryText(all)}
      action={all && all.length > 0 && add}
      back={{ href: href("statements"), label: texts.back }}
    >
      <Loaded resource={resource} label={texts.loading} lines={4}>
        {({ sendsMail, schedules }) => (
          <>
            {!sendsMail && schedules.length > 0 && <Notice sentence={texts.noServer} />}
            {schedules.length > 0 ? (
              <>
                <ScheduleTable
                  schedules={schedules}
                  onChange={(schedule) => setOpenDialog({ what: "change", schedule })}
                  onPause={(schedule) => void togglePause(schedule)}
                  onRemove={(schedule) => setOpenDialog({ what: "remove", schedule })}
                />
                <ZoneNote account />
              </>
            ) : (
              <Card>
                <EmptyState icon="clock" sentence={texts.empty} action={add} />
              </Card>
            )}
          </>
        )}
      </Loaded>
      {openDialog?.what === "new" && <ScheduleDialog schedule={null} {...dialogProps} />}
      {openDialog?.what === "change" && <ScheduleDialog schedule={openDialog.schedule} {...dialogProps} />}
      {openDialog?.what === "remove" && <RemoveScheduleDialog schedule={openDialog.schedule} {...dialogProps} />}
    </Page>
  );
}

function summaryText(schedules: readonly Schedule[]): string {
  const count = schedules.filter(({ paused }) => !paused).length;
  if (schedules.length === 0) return texts.summaryNone;
  if (count === 0) return texts.summaryPaused;
  return count === 1 ? texts.summaryOne : format(texts.summary, { count });
}
