import { dayIn } from "@callboard/domain/core/calendar";
import { progressOf, plannedStatements } from "@callboard/domain/statements/schedule";
import { formatCadence } from "@callboard/domain/statements/cadence";
import { RECIPIENTS_MAX } from "@callboard/domain/statements/schema";
import { Field } from "@callboard/ui/Field";
import { Segmented } from "@callboard/ui/Segmented";
import { Select } from "@callboard/ui/Select";
import { TagInput } from "@callboard/ui/TagInput";
import { useState } from "preact/hooks";
import { api, type Inputs } from "../../data/api.ts";
import { serverNow } from "../../data/clock.ts";
import { FormDialog } from "../../shared/form/FormDialog.tsx";
import { fieldError } from "../../shared/form/failures.ts";
import { zoneLabel } from "../../shared/timeText.ts";
import { toasts } from "../../shared/toasts.ts";
import { useAction } from "../../shared/form/useAction.ts";
import { accountLocale, useViewer } from "../../shared/viewer.ts";
import { statements } from "../../texts/en/statements.ts";
import { format } from "../../texts/format.ts";
import { periodText, sendingDayText } from "./dayText.ts";
import { dayOptions } from "./scheduleDays.ts";
import type { Schedule } from "./types.ts";

const texts = statements.schedules.form;
const EVERY_OPTIONS = (["week", "month"] as const).map((value) => ({ value, label: texts.every[value] }));
const PREVIEW_COUNT = 3;

interface ScheduleDialogProps {
  /** Null for a new schedule. */
  schedule: Schedule | null;
  onClose: () => void;
  onDone: () => void;
}

/** When statements are sent and to whom; the next three dates are shown below. */
export function ScheduleDialog({ schedule, onClose, onDone }: ScheduleDialogProps) {
  const viewer = useViewer();
  const locale = accountLocale(viewer);
  const [every, setEvery] = useState(schedule?.every ?? "month");
  const [day, setDay] = useState(schedule?.day ?? 1);
  const [recipients, setRecipients] = useState<readonly string[]>(
    schedule?.recipients.map(({ address }) => address) ?? [viewer.me.person.email],
  );
  const save = useAction((input: Inputs["statements"]["saveSchedule"], options) =>
    api().statements.saveSchedule.mutate(input, options),
  );
  async function submit() {
    const idAndVersion = schedule ? { id: schedule.id, version: schedule.version } : {};
    const outcome = await save.run({ ...idAndVersion, every, day, recipients: [...recipients] });
    if (!outcome?.ok) return;
    const cadence = formatCadence({ every, day });
    toasts.show({ tone: "good", sentence: format(schedule ? texts.saved : texts.added, { cadence }) });
    onDone();
    onClose();
  }
  const outcome = save.outcome.value;
  const now = serverNow();
  // Where the schedule continues if it is saved like this today: it skips no day and covers none twice.
  const progress = progressOf(
    { every, day },
    schedule?.cadence ?? null,
    dayIn(now, locale.zone),
    schedule?.covered ?? null,
  );
  return (
    <FormDialog
      title={schedule ? texts.changeTitle : texts.addTitle}
      submit={schedule ? texts.save : texts.add}
      action={save}
      fields={["day", "recipients"]}
      ready={recipients.length > 0}
      onSubmit={submit}
      onClose={onClose}
    >
      <Segmented
        label={texts.cadence}
        value={every}
        options={EVERY_OPTIONS}
        onChange={(next) => {
          setEvery(next);
          setDay(1);
        }}
      />
      <Field
        label={texts.day}
        hint={format(texts.dayHint, { zone: zoneLabel(now, locale) })}
        error={fieldError(outcome, "day")}
      >
        <Select value={String(day)} options={dayOptions(every)} onChange={(next) => setDay(Number(next))} />
      </Field>
      <Field
        label={texts.recipients}
        hint={format(texts.hint, { max: RECIPIENTS_MAX })}
        error={fieldError(outcome, "recipients")}
      >
        <TagInput
          tags={recipients}
          // No mail address can be longer.
          maxLength={254}
          onChange={setRecipients}
          removeLabel={(address) => format(texts.remove, { address })}
        />
      </Field>
      <div class="schedule-ahead" role="status">
        <p>{schedule?.paused ? texts.aheadPaused : texts.ahead}</p>
        <ol class="schedule-list">
          {plannedStatements(progress, PREVIEW_COUNT).map((statement) => (
            <li key={statement.sendingDay}>
              {sendingDayText(statement.sendingDay, locale.language)}{" "}
              <span class="cb-muted">{periodText(statement, locale.language)}</span>
            </li>
          ))}
        </ol>
      </div>
    </FormDialog>
  );
}
