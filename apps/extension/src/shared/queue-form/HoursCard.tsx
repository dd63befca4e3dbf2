import { HOURS_MAX, type Weekday, WEEKDAYS } from "@callboard/domain/queues/types";
import { Card } from "@callboard/ui/Card";
import { Switch } from "@callboard/ui/Switch";
import { useState } from "preact/hooks";
import { serverNow } from "../../data/clock.ts";
import { zoneLabel } from "../timeText.ts";
import { useViewer } from "../viewer.ts";
import { queues } from "../../texts/en/queues.ts";
import { format } from "../../texts/format.ts";
import { DayHours } from "./DayHours.tsx";
import { Holidays } from "./Holidays.tsx";
import type { HoursSpan } from "./queueFormValues.ts";
import type { QueueFieldProps } from "./QueueFieldProps.ts";

const texts = queues.form;
const COPY_TARGETS: readonly Weekday[] = [2, 3, 4, 5];

/** Copies Monday's hours to the other workdays. */
export function copyMonday(hours: readonly HoursSpan[]): HoursSpan[] {
  const monday = hours.filter(({ day }) => day === 1);
  const copies = COPY_TARGETS.flatMap((day) => monday.map((span) => ({ ...span, day, id: crypto.randomUUID() })));
  return [...hours.filter(({ day }) => !COPY_TARGETS.includes(day)), ...copies];
}

/** Opening hours per weekday in the account's zone, with any number of spans, and the days on which it is closed. */
export function HoursCard(props: QueueFieldProps) {
  const { form, edit, errorOf } = props;
  const { account, language } = useViewer();
  const [announcement, setAnnouncement] = useState("");
  const { hours } = form;
  const change = (next: readonly HoursSpan[]) => edit({ hours: next });
  const error = errorOf("schedule.hours");
  return (
    <Card
      title={texts.hours}
      subtitle={format(texts.zone, { zone: zoneLabel(serverNow(), { zone: account.zone, language }) })}
    >
      <div class="form">
        <Switch label={texts.always} checked={form.always} onChange={(always) => edit({ always })} />
        {!form.always && (
          <>
            <div class="hours">
              {WEEKDAYS.map((day) => (
                <DayHours
                  key={day}
                  day={day}
                  hours={hours}
                  full={hours.length >= HOURS_MAX}
                  errorOf={errorOf}
                  onChange={change}
                  onCopy={
                    day === 1
                      ? () => {
                          change(copyMonday(hours));
                          setAnnouncement(texts.copied);
                        }
                      : undefined
                  }
                />
              ))}
            </div>
            {error && (
              <p class="cb-field-error" role="alert">
                {error}
              </p>
            )}
            <Holidays {...props} />
          </>
        )}
        <p class="cb-visually-hidden" role="status">
          {announcement}
        </p>
      </div>
    </Card>
  );
}
