import type { ComponentChildren, Ref, TargetedFocusEvent, TargetedKeyboardEvent } from "preact";
import { useField } from "./Field.tsx";
import { Icon, type IconName } from "./Icon.tsx";
import { truncateText, GRAPHEME_MAX_UNITS } from "./graphemes.ts";
import "./TextInput.css";

type Control = HTMLInputElement | HTMLTextAreaElement;

export interface TextInputProps {
  value: string;
  /** Called at every keystroke. */
  onChange: (value: string) => void;
  /** Needed outside a Field. */
  label?: string | undefined;
  type?: "text" | "search" | "email" | "password" | "tel" | "url" | "date" | "time" | undefined;
  size?: "small" | "medium" | undefined;
  icon?: IconName | undefined;
  /** Shown inside the frame before or after the typed text: a currency sign, a unit. */
  before?: ComponentChildren;
  after?: ComponentChildren;
  /** Right-aligned digits of equal width, for amounts and counts. */
  numeric?: boolean | undefined;
  /** More than one makes it a text area. */
  rows?: number | undefined;
  name?: string | undefined;
  placeholder?: string | undefined;
  disabled?: boolean | undefined;
  readOnly?: boolean | undefined;
  required?: boolean | undefined;
  autoComplete?: string | undefined;
  /** In characters as people count them. */
  maxLength?: number | undefined;
  onKeyDown?: ((event: TargetedKeyboardEvent<Control>) => void) | undefined;
  onBlur?: ((event: TargetedFocusEvent<Control>) => void) | undefined;
  /** Needed outside a Field. */
  "aria-invalid"?: boolean | undefined;
  "aria-describedby"?: string | undefined;
  /** Only for a single line. */
  inputRef?: Ref<HTMLInputElement> | undefined;
}

/** The frame is around the input rather than on it, so that a sign or an icon inside it needs no measured padding. */
export function TextInput(props: TextInputProps) {
  const {
    value,
    onChange,
    label,
    type = "text",
    size = "medium",
    icon,
    before,
    after,
    numeric,
    rows = 1,
    maxLength,
    ...rest
  } = props;
  const { inputRef = null, ...plain } = rest;
  const shared = {
    ...useField(),
    ...plain,
    value,
    "aria-label": label,
    inputMode: numeric ? ("decimal" as const) : undefined,
    maxLength: maxLength && maxLength * GRAPHEME_MAX_UNITS,
    onInput: ({ currentTarget: control, isComposing }: { currentTarget: Control; isComposing?: boolean }) => {
      // An input method that composes a character keeps its own state: changing the text now would break it.
      if (maxLength !== undefined && !isComposing && control.value.length > maxLength)
        control.value = truncateText(control.value, maxLength);
      onChange(control.value);
    },
  };
  return (
    <span class="cb-input" data-size={size} data-numeric={numeric || undefined} data-rows={rows > 1 || undefined}>
      {icon && <Icon name={icon} />}
      {before && <span class="cb-input-aside">{before}</span>}
      {rows > 1 ? <textarea {...shared} rows={rows} /> : <input {...shared} type={type as "text"} ref={inputRef} />}
      {after && <span class="cb-input-aside">{after}</span>}
    </span>
  );
}
