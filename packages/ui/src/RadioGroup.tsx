import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import "./RadioGroup.css";

interface RadioOption<Value extends string = string> {
  value: Value;
  label: string;
  /** One line on what it means. */
  hint?: ComponentChildren;
}

export interface RadioGroupProps<Value extends string = string> {
  label: string;
  options: readonly RadioOption<Value>[];
  value: Value;
  onChange: (value: Value) => void;
  /** Side by side if there is space. */
  horizontal?: boolean | undefined;
}

/** Options with an explanation each, so that all are read before one is chosen. */
export function RadioGroup<Value extends string>({
  label,
  options,
  value,
  onChange,
  horizontal,
}: RadioGroupProps<Value>) {
  const id = useId();
  return (
    <fieldset class="cb-radio-group" data-horizontal={horizontal || undefined}>
      <legend>{label}</legend>
      <div class="cb-radio-group-options">
        {options.map((option) => (
          <label key={option.value} class="cb-radio">
            <input
              type="radio"
              name={id}
              checked={option.value === value}
              aria-labelledby={`${id}-${option.value}`}
              aria-describedby={option.hint ? `${id}-${option.value}-hint` : undefined}
              onChange={() => onChange(option.value)}
            />
            <span class="cb-radio-text">
              <span id={`${id}-${option.value}`}>{option.label}</span>
              {option.hint && (
                <span class="cb-radio-hint" id={`${id}-${option.value}-hint`}>
                  {option.hint}
                </span>
              )}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
