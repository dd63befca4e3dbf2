import { AVAILABLE, OFFLINE } from "@callboard/domain/agents/types";
import { dayAfter, dayIn, isDay } from "@callboard/domain/core/calendar";
import { formatHours } from "@callboard/domain/reports/hours";
import { CORRECTION_REASON_MAX } from "@callboard/domain/reports/types";
import { Field } from "@callboard/ui/Field";
import { Select } from "@callboard/ui/Select";
import { TextInput } from "@callboard/ui/TextInput";
import { formatTimeOfDay, parseTime, TimeInput } from "@callboard/ui/TimeInput";
import { useState } from "preact/hooks";
import { api, type Inputs } from "../../../data/api.ts";
import { serverNow } from "../../../data/clock.ts";
import { useResource } from "../../../data/liveResource.ts";
import { fieldError } from "../../../shared/form/failures.ts";
import { FormDialog } from "../../../shared/form/FormDialog.tsx";
import { useAction } from "../../../shared/form/useAction.ts";
import { clockTime, pastInstantOf, zoneLabel } from "../../../shared/timeText.ts";
import { toasts } from "../../../shared/toasts.ts";
import { useViewer } from "../../../shared/viewer.ts";
import { reports } from "../../../texts/en/reports.ts";
import { format } from "../../../texts/format.ts";
import { spanText } from "./correctionText.ts";

const texts = reports.corrections;

interface Typed {
  date: string;
  from: string;
  to: string;
}

/** Times of day in a zone as a span; one that ends by the clock before it begins goes on into the next day. */
function spanOf({ date, from, to }: Typed, zone: string, now: number): { from: number; to: number } | null {
  const [begin, end] = [parseTime(from), parseTime(to)];
  if (!isDay(date) || begin === null || end === null) return null;
  const lastDay = end > begin ? date : dayAfter(date);
  return {
    from: pastInstantOf(date, formatTimeOfDay(begin), zone, now),
    to: pastInstantOf(lastDay, formatTimeOfDay(end), zone, now),
  };
}

/** "I was at my desk": an agent says when they were in which status, and why the log has another one. */
export function CorrectTimeDialog({ since, onClose }: { since: number | null; onClose: () => void }) {
  const viewer = useViewer();
  const [now] = useState(serverNow);
  const [typed, setTyped] = useState<Typed>({
    date: dayIn(since ?? now, viewer.zone),
    from: since === null ? "" : clockTime(since, viewer),
    to: since === null ? "" : clockTime(now, viewer),
  });
  const [status, setStatus] = useState<string>(AVAILABLE);
  const [reason, setReason] = useState("");
  const [wasSubmitted, setWasSubmitted] = useState(false);
  const statuses = useResource(["status"], () => api().agents.statuses.query());
  const propose = useAction((input: Inputs["reports"]["proposeCorrection"], options) =>
    api().reports.proposeCorrection.mutate(input, options),
  );
  const span = spanOf(typed, viewer.zone, now);
  const change = (part: Partial<Typed>) => setTyped({ ...typed, ...part });

  async function submit() {
    if (span === null || reason.trim() === "") return setWasSubmitted(true);
    const outcome = await propose.run({ ...span, status, reason });
    if (!outcome?.ok) return;
    toasts.show({ tone: "good", sentence: texts.proposed });
    onClose();
  }

  const outcome = propose.outcome.value;
  const options = statuses.data.value?.filter(({ id, archivedAt }) => id !== OFFLINE && archivedAt === null) ?? [];
  const missing = (isMissing: boolean, sentence: string) => (wasSubmitted && isMissing ? sentence : undefined);
  return (
    <FormDialog
      title={texts.open}
      submit={texts.propose}
      action={propose}
      fields={["from", "to", "status", "reason"]}
      onSubmit={submit}
      onClose={onClose}
    >
      <p class="cb-muted">{texts.intro}</p>
      <div class="correction-time">
        <Field label={texts.day} error={missing(!isDay(typed.date), texts.dayNeeded)}>
          <TextInput type="date" value={typed.date} onChange={(date) => change({ date })} />
        </Field>
        <Field
          label={texts.from}
          error={missing(parseTime(typed.from) === null, texts.timeNeeded) ?? fieldError(outcome, "from")}
        >
          <TimeInput value={typed.from} onChange={(from) => change({ from })} />
        </Field>
        <Field
          label={texts.to}
          error={missing(parseTime(typed.to) === null, texts.timeNeeded) ?? fieldError(outcome, "to")}
        >
          <TimeInput value={typed.to} onChange={(to) => change({ to })} />
        </Field>
      </div>
      <p class="cb-muted cb-small" role="status">
        {span === null
          ? format(texts.zone, { zone: zoneLabel(now, viewer) })
          : format(texts.spanIs, {
              span: spanText(span, viewer),
              hours: formatHours(span.to - span.from),
              zone: zoneLabel(span.from, viewer),
            })}
      </p>
      <Field label={texts.status} error={fieldError(outcome, "status")}>
        <Select
          value={status}
          options={options.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={setStatus}
        />
      </Field>
      <Field
        label={texts.reason}
        hint={texts.reasonHint}
        error={missing(reason.trim() === "", texts.reasonNeeded) ?? fieldError(outcome, "reason")}
      >
        <TextInput value={reason} maxLength={CORRECTION_REASON_MAX} required onChange={setReason} />
      </Field>
    </FormDialog>
  );
}
