import { HOLIDAYS_MAX, QUEUE_NAME_MAX } from "@callboard/domain/queues/types";
import { Button } from "@callboard/ui/Button";
import { Icon } from "@callboard/ui/Icon";
import { IconButton } from "@callboard/ui/IconButton";
import { TextInput } from "@callboard/ui/TextInput";
import { useEffect, useId, useRef } from "preact/hooks";
import { queues } from "../../texts/en/queues.ts";
import { format } from "../../texts/format.ts";
import type { Holiday } from "./queueFormValues.ts";
import type { QueueFieldProps } from "./QueueFieldProps.ts";

const texts = queues.form;

/** Days on which the queue is closed, whatever its hours say. */
export function Holidays({ form: { holidays }, edit, errorOf }: QueueFieldProps) {
  const id = useId();
  const list = useRef<HTMLUListElement>(null);
  const wasAdded = useRef(false);
  useEffect(() => {
    if (wasAdded.current) list.current?.querySelector<HTMLElement>("li:last-child input")?.focus();
    wasAdded.current = false;
  }, [holidays.length]);
  const change = (next: readonly Holiday[]) => edit({ holidays: next });
  return (
    <section class="holidays" aria-labelledby={id}>
      <div>
        <h3 id={id}>{texts.holidays}</h3>
        <p class="cb-muted">{texts.holidaysSubtitle}</p>
      </div>
      {holidays.length > 0 && (
        <ul class="holidays-list" ref={list}>
          {holidays.map((holiday, index) => (
            <HolidayRow
              key={holiday.id}
              holiday={holiday}
              errors={{
                date: errorOf(`schedule.holidays.${index}.date`),
                name: errorOf(`schedule.holidays.${index}.name`),
              }}
              onChange={(next) => change(holidays.with(index, { ...holiday, ...next }))}
              onRemove={() => change(holidays.filter((other) => other !== holiday))}
            />
          ))}
        </ul>
      )}
      <Button
        class="holidays-add"
        icon="plus"
        size="small"
        disabled={holidays.length >= HOLIDAYS_MAX}
        onClick={() => {
          wasAdded.current = true;
          change([...holidays, { id: crypto.randomUUID(), date: "", name: "" }]);
        }}
      >
        {texts.addHoliday}
      </Button>
    </section>
  );
}

interface HolidayRowProps {
  holiday: Holiday;
  errors: { date: string | undefined; name: string | undefined };
  onChange: (change: Partial<Holiday>) => void;
  onRemove: () => void;
}

function HolidayRow({ holiday: { date, name }, errors, onChange, onRemove }: HolidayRowProps) {
  const id = useId();
  const error = errors.date ?? errors.name;
  const describedBy = error && id;
  return (
    <li class="holiday">
      <TextInput
        type="date"
        label={texts.holidayDate}
        value={date}
        aria-invalid={errors.date !== undefined || undefined}
        aria-describedby={describedBy}
        onChange={(next) => onChange({ date: next })}
      />
      <TextInput
        label={texts.holidayName}
        placeholder={texts.holidayExample}
        value={name}
        maxLength={QUEUE_NAME_MAX}
        aria-invalid={errors.name !== undefined || undefined}
        aria-describedby={describedBy}
        onChange={(next) => onChange({ name: next })}
      />
      <IconButton
        icon="x"
        label={name.trim() ? format(texts.removeHoliday, { name: name.trim() }) : texts.removeHolidayNew}
        onClick={(event) => {
          event.currentTarget.closest("section")?.querySelector<HTMLElement>(".holidays-add")?.focus();
          onRemove();
        }}
      />
      {error && (
        <p class="cb-field-error" id={id} role="alert">
          <Icon name="alert" size={14} />
          <span>{error}</span>
        </p>
      )}
    </li>
  );
}
