import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import { Icon } from "./Icon.tsx";
import "./Checkbox.css";

export interface CheckboxProps {
  checked: boolean;
  onChange: (checked: boolean) => void;
  label: string;
  /** Only screen readers get the label: in a table row, the cells say what is selected. */
  hideLabel?: boolean | undefined;
  hint?: ComponentChildren;
  /** Some of the items that it covers are selected, not all. */
  mixed?: boolean | undefined;
  disabled?: boolean | undefined;
  name?: string | undefined;
}

/** A native checkbox under a drawn one: the whole label is clickable, which is easier than a square of 16 px. */
export function Checkbox({ checked, onChange, label, hideLabel, hint, mixed = false, disabled, name }: CheckboxProps) {
  const id = useId();
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => {
    // HTML has no attribute for it, so it is set on the element.
    if (box.current) box.current.indeterminate = mixed;
  }, [mixed]);
  return (
    <label class="cb-checkbox" data-bare={hideLabel || undefined}>
      <span class="cb-checkbox-box">
        <input
          ref={box}
          type="checkbox"
          name={name}
          checked={checked}
          disabled={disabled}
          aria-labelledby={`${id}-label`}
          aria-describedby={hint ? `${id}-hint` : undefined}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
        {mixed ? <span class="cb-checkbox-dash" /> : <Icon name="check" size={14} />}
      </span>
      <span class={hideLabel ? "cb-visually-hidden" : "cb-checkbox-text"}>
        <span id={`${id}-label`}>{label}</span>
        {hint && (
          <span class="cb-checkbox-hint" id={`${id}-hint`}>
            {hint}
          </span>
        )}
      </span>
    </label>
  );
}
