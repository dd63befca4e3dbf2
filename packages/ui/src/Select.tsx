import { useField } from "./Field.tsx";
import { Icon } from "./Icon.tsx";
import "./Select.css";

export interface SelectOption<Value extends string = string> {
  value: Value;
  label: string;
  disabled?: boolean | undefined;
}

export interface SelectProps<Value extends string = string> {
  options: readonly SelectOption<Value>[];
  /** An empty string shows the placeholder. */
  value: Value | "";
  onChange: (value: Value) => void;
  /** Needed outside a Field. */
  label?: string | undefined;
  placeholder?: string | undefined;
  size?: "small" | "medium" | undefined;
  name?: string | undefined;
  disabled?: boolean | undefined;
  required?: boolean | undefined;
}

/** The native list with our own look: it finds by typing, fits any window and works with every keyboard. */
export function Select<Value extends string>(props: SelectProps<Value>) {
  const { options, value, onChange, label, placeholder, size = "medium", ...rest } = props;
  return (
    <span class="cb-select" data-size={size}>
      <select
        {...useField()}
        {...rest}
        aria-label={label}
        data-empty={value === "" || undefined}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value as Value)}
      >
        {placeholder !== undefined && (
          <option value="" disabled hidden>
            {placeholder}
          </option>
        )}
        {options.map((option) => (
          <option key={option.value} value={option.value} disabled={option.disabled}>
            {option.label}
          </option>
        ))}
      </select>
      <Icon name="chevron-down" size={14} />
    </span>
  );
}
