import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import "./Switch.css";

export interface SwitchProps {
  checked: boolean;
  onChange: (checked: boolean) => void;
  label: string;
  hint?: ComponentChildren;
  disabled?: boolean | undefined;
  /** Words first and the switch at the line's end, for a list of settings. */
  spread?: boolean | undefined;
}

/** For what takes effect at once; what waits for a save is a checkbox. */
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
      <span class="cb-switch-words">
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
