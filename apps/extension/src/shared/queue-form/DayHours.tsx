import { DAY_MINUTES, type Weekday } from "@callboard/domain/queues/types";
import { Button } from "@callboard/ui/Button";
import { Icon } from "@callboard/ui/Icon";
import { IconButton } from "@callboard/ui/IconButton";
import { parseTime, TimeInput, formatTimeOfDay } from "@callboard/ui/TimeInput";
import { useId, useLayoutEffect, useRef } from "preact/hooks";
import { queues } from "../../texts/en/queues.ts";
import { format } from "../../texts/format.ts";
import type { HoursSpan } from "./queueFormValues.ts";
import type { QueueFieldProps } from "./QueueFieldProps.ts";

const texts = queues.form;

interface DayHoursProps extends Pick<QueueFieldProps, "errorOf"> {
  day: Weekday;
  /** Hours of all weekdays, because errors are numbered across the week. */
  hours: readonly HoursSpan[];
  /** No more hours can be added. */
  full: boolean;
  onChange: (hours: readonly HoursSpan[]) => void;
  onCopy?: (() => void) | undefined;
}

/** An hour after the previous span, as long as the day has room; on a closed day, the usual hours. */
export function nextSpan(day: Weekday, own: readonly HoursSpan[]): HoursSpan {
  const ends = own.map(({ to }) => parseTime(to, true) ?? 0);
  const last = Math.max(0, ...ends);
  const [from, to] =
    own.length === 0 || last + 60 >= DAY_MINUTES ? [9 * 60, 17 * 60] : [last + 60, Math.min(last + 300, DAY_MINUTES)];
  return { id: crypto.randomUUID(), day, from: formatTimeOfDay(from), to: formatTimeOfDay(to) };
}

export function DayHours({ day, hours, full, errorOf, onChange, onCopy }: DayHoursProps) {
  const row = useRef<HTMLDivElement>(null);
  const added = useRef(false);
  const id = useId();
  const name = texts.days[day];
  const own = hours.map((span, at) => ({ span, at })).filter(({ span }) => span.day === day);
  const spanError = (at: number, end: "from" | "to") => errorOf(`schedule.hours.${at}.${end}`);
  const error = own.map(({ at }) => spanError(at, "from") ?? spanError(at, "to")).find(Boolean);
  useLayoutEffect(() => {
    if (added.current) [...(row.current?.querySelectorAll<HTMLElement>(".cb-time input") ?? [])].at(-2)?.focus();
    added.current = false;
  }, [own.length]);

  return (
    <div class="hours-day" ref={row} role="group" aria-labelledby={`${id}-day`}>
      <span class="hours-name" id={`${id}-day`}>
        {name}
      </span>
      <div class="hours-spans">
        {own.length === 0 && <span class="cb-muted hours-closed">{texts.closedDay}</span>}
        {own.map(({ span, at }, nth) => (
          <div key={span.id} class="hours-span">
            <TimeInput
              label={format(texts.from, { day: name, place: nth + 1 })}
              value={span.from}
              invalid={spanError(at, "from") !== undefined}
              describedBy={error && id}
              onChange={(from) => onChange(hours.with(at, { ...span, from }))}
            />
            <span class="cb-muted">{texts.until}</span>
            <TimeInput
              isEnd
              label={format(texts.to, { day: name, place: nth + 1 })}
              value={span.to}
              invalid={spanError(at, "to") !== undefined}
              describedBy={error && id}
              onChange={(to) => onChange(hours.with(at, { ...span, to }))}
            />
            <IconButton
              icon="x"
              label={format(texts.removeHours, { from: span.from, to: span.to, day: name })}
              onClick={() => {
                row.current?.querySelector<HTMLElement>("[data-add]")?.focus();
                onChange(hours.filter((one) => one !== span));
              }}
            />
          </div>
        ))}
        {error && (
          <p class="cb-field-error" id={id} role="alert">
            <Icon name="alert" size={14} />
            <span>{error}</span>
          </p>
        )}
      </div>
      <div class="hours-actions">
        {onCopy && (
          <Button variant="quiet" size="small" icon="copy" onClick={onCopy}>
            {texts.copyMonday}
          </Button>
        )}
        <IconButton
          icon="plus"
          data-add
          label={format(texts.addHours, { day: name })}
          disabled={full}
          onClick={() => {
            added.current = true;
            const last = own.at(-1)?.at ?? hours.length - 1;
            onChange(
              hours.toSpliced(
                last + 1,
                0,
                nextSpan(
                  day,
                  own.map(({ span }) => span),
                ),
              ),
            );
          }}
        />
      </div>
    </div>
  );
}
