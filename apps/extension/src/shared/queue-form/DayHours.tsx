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
  /** The hours of all weekdays, because the server names a span by its index in the whole week. */
  hours: readonly HoursSpan[];
  /** No more hours can be added. */
  full: boolean;
  onChange: (hours: readonly HoursSpan[]) => void;
  onCopy?: (() => void) | undefined;
}

/** New hours for a day: four hours that start an hour after the last span; if none fit or there are none, 9 to 17. */
export function nextSpan(day: Weekday, daySpans: readonly HoursSpan[]): HoursSpan {
  const ends = daySpans.map(({ to }) => parseTime(to, true) ?? 0);
  const lastEnd = Math.max(0, ...ends);
  const [from, to] =
    daySpans.length === 0 || lastEnd + 60 >= DAY_MINUTES
      ? [9 * 60, 17 * 60]
      : [lastEnd + 60, Math.min(lastEnd + 300, DAY_MINUTES)];
  return { id: crypto.randomUUID(), day, from: formatTimeOfDay(from), to: formatTimeOfDay(to) };
}

/** One weekday's opening hours, any number of spans. */
export function DayHours({ day, hours, full, errorOf, onChange, onCopy }: DayHoursProps) {
  const row = useRef<HTMLDivElement>(null);
  const wasAdded = useRef(false);
  const id = useId();
  const name = texts.days[day];
  const daySpans = hours.map((span, index) => ({ span, index })).filter(({ span }) => span.day === day);
  const spanError = (index: number, end: "from" | "to") => errorOf(`schedule.hours.${index}.${end}`);
  const error = daySpans.map(({ index }) => spanError(index, "from") ?? spanError(index, "to")).find(Boolean);
  useLayoutEffect(() => {
    if (wasAdded.current) [...(row.current?.querySelectorAll<HTMLElement>(".cb-time input") ?? [])].at(-2)?.focus();
    wasAdded.current = false;
  }, [daySpans.length]);

  return (
    <div class="hours-day" ref={row} role="group" aria-labelledby={`${id}-day`}>
      <span class="hours-name" id={`${id}-day`}>
        {name}
      </span>
      <div class="hours-spans">
        {daySpans.length === 0 && <span class="cb-muted hours-closed">{texts.closedDay}</span>}
        {daySpans.map(({ span, index }, indexInDay) => (
          <div key={span.id} class="hours-span">
            <TimeInput
              label={format(texts.from, { day: name, place: indexInDay + 1 })}
              value={span.from}
              invalid={spanError(index, "from") !== undefined}
              describedBy={error && id}
              onChange={(from) => onChange(hours.with(index, { ...span, from }))}
            />
            <span class="cb-muted">{texts.until}</span>
            <TimeInput
              isEnd
              label={format(texts.to, { day: name, place: indexInDay + 1 })}
              value={span.to}
              invalid={spanError(index, "to") !== undefined}
              describedBy={error && id}
              onChange={(to) => onChange(hours.with(index, { ...span, to }))}
            />
            <IconButton
              icon="x"
              label={format(texts.removeHours, { from: span.from, to: span.to, day: name })}
              onClick={() => {
                row.current?.querySelector<HTMLElement>("[data-add]")?.focus();
                onChange(hours.filter((other) => other !== span));
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
            wasAdded.current = true;
            const lastIndex = daySpans.at(-1)?.index ?? hours.length - 1;
            onChange(
              hours.toSpliced(
                lastIndex + 1,
                0,
                nextSpan(
                  day,
                  daySpans.map(({ span }) => span),
                ),
              ),
            );
          }}
        />
      </div>
    </div>
  );
}
