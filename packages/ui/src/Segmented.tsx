import type { TargetedKeyboardEvent } from "preact";
import { Icon, type IconName } from "./Icon.tsx";
import "./Segmented.css";

interface Segment<Value extends string = string> {
  value: Value;
  label: string;
  icon?: IconName | undefined;
  /** Shows only the icon; the label becomes its name and tooltip. */
  iconOnly?: boolean | undefined;
}

export interface SegmentedProps<Value extends string = string> {
  label: string;
  options: readonly Segment<Value>[];
  value: Value;
  onChange: (value: Value) => void;
  size?: "small" | "medium" | undefined;
  disabled?: boolean | undefined;
}

const STEPS: Record<string, number> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

/** Two to four options, all visible. The Tab key reaches only the chosen one, and the arrows choose another. */
export function Segmented<Value extends string>(props: SegmentedProps<Value>) {
  const { label, options, value, onChange, size = "medium", disabled } = props;
  const selected = Math.max(
    0,
    options.findIndex((option) => option.value === value),
  );

  function onKeyDown(event: TargetedKeyboardEvent<HTMLDivElement>) {
    const step = STEPS[event.key];
    if (step === undefined || disabled) return;
    event.preventDefault();
    const target = (selected + step + options.length) % options.length;
    event.currentTarget.querySelectorAll<HTMLElement>("[role=radio]")[target]?.focus();
    const next = options[target];
    if (next) onChange(next.value);
  }

  return (
    <div class="cb-segmented" role="radiogroup" aria-label={label} data-size={size} onKeyDown={onKeyDown}>
      {options.map((option, index) => (
        <button
          key={option.value}
          type="button"
          role="radio"
          aria-checked={option.value === value}
          aria-label={option.iconOnly ? option.label : undefined}
          title={option.iconOnly ? option.label : undefined}
          tabIndex={index === selected ? 0 : -1}
          disabled={disabled}
          onClick={() => option.value !== value && onChange(option.value)}
        >
          {option.icon && <Icon name={option.icon} size={14} />}
          {!option.iconOnly && option.label}
        </button>
      ))}
    </div>
  );
}
