import { TextInput } from "./TextInput.tsx";
import "./TimeInput.css";

export interface TimeInputProps {
  /** The text as typed; `parseTime` reads it. */
  value: string;
  onChange: (value: string) => void;
  /** The time ends a span of hours: midnight is then 24:00, not 00:00. */
  isEnd?: boolean | undefined;
  label?: string | undefined;
  invalid?: boolean | undefined;
  /** The id of the error message. */
  describedBy?: string | undefined;
  disabled?: boolean | undefined;
}

const DAY_MINUTES = 24 * 60;
/** Hours, minutes if any, and am or pm if any. */
const TYPED_TIME = /^(\d{1,2})(?:[:.h ]?(\d{2}))?\s*(am|pm|a|p)?$/i;

/** Minutes from midnight in `9`, `930`, `9:30`, `17.30` or `5:30 pm`; null if it isn't a time. */
export function parseTime(text: string, isEnd = false): number | null {
  const [, hours, minutes = "0", meridiem] = TYPED_TIME.exec(text.trim()) ?? [];
  if (hours === undefined) return null;
  const hour = Number(hours);
  if (meridiem && (hour < 1 || hour > 12)) return null;
  const hour24 = meridiem ? (hour % 12) + (meridiem.toLowerCase().startsWith("p") ? 12 : 0) : hour;
  const time = hour24 * 60 + Number(minutes);
  if (Number(minutes) > 59 || time > DAY_MINUTES || (time === DAY_MINUTES && !isEnd)) return null;
  return time === 0 && isEnd ? DAY_MINUTES : time;
}

const padTwo = (value: number) => String(value).padStart(2, "0");
/** `570` as `09:30`; the end of the day as `24:00`. */
export const formatTimeOfDay = (minutes: number): string =>
  `${padTwo(Math.floor(minutes / 60))}:${padTwo(minutes % 60)}`;

/** A time of day typed the way people say it; on leaving it is written out, so that a mistake shows at once. */
export function TimeInput({ value, onChange, isEnd, label, invalid, describedBy, disabled }: TimeInputProps) {
  return (
    <span class="cb-time">
      <TextInput
        label={label}
        value={value}
        disabled={disabled}
        aria-invalid={invalid || undefined}
        aria-describedby={describedBy}
        maxLength={8}
        placeholder="00:00"
        onChange={onChange}
        onBlur={() => {
          const minutes = parseTime(value, isEnd);
          if (minutes !== null && formatTimeOfDay(minutes) !== value) onChange(formatTimeOfDay(minutes));
        }}
      />
    </span>
  );
}
