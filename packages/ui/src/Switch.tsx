import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import "./Switch.css";

export interface SwitchProps {
  checked: boolean;
  onChange: (checked: boolean) => void;
  label: string;
  hint?: ComponentChildren;
  disabled?: boolean | undefined;
  /** The text first and the switch at the end of the line, for a list of settings. */
  spread?: boolean | undefined;
}

/** For settings that take effect at once; use a checkbox for those that wait for a save. */
export function Switch({ checked, onChange, label, hint, disabled, spread }: SwitchProps) {
  const id = useId();
  return (
    <label class="cb-switch" data-spread={spread || undefined}>
      <input
        type="checkbox"
        role="switch"
        checked={checked}
        disabled={disabled}
        aria-labelledby={`${id}-label`}
        aria-describedby={hint ? `${id}-hint` : undefined}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <span class="cb-switch-text">
        <span id={`${id}-label`}>{label}</span>
        {hint && (
          <span class="cb-switch-hint" id={`${id}-hint`}>
            {hint}
          </span>
        )}
      </span>
    </label>
  );
}
