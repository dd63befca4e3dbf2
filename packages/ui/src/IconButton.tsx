import type { ButtonHTMLAttributes } from "preact";
import { Icon, type IconName } from "./Icon.tsx";
import "./IconButton.css";

export interface IconButtonProps extends Omit<ButtonHTMLAttributes, "size" | "icon" | "label" | "children"> {
  icon: IconName;
  label: string;
  size?: "small" | "medium" | undefined;
  /** Given for a button that stays in: the eye sees a fill, a listener hears "pressed". */
  pressed?: boolean | undefined;
}

/** The label is required and is also the tooltip: a picture alone is a riddle the first ten times. */
export function IconButton({ icon, label, size = "medium", pressed, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      title={label}
      {...rest}
      class={rest.class ? `cb-icon-button ${rest.class}` : "cb-icon-button"}
      data-size={size}
      aria-label={label}
      aria-pressed={pressed}
    >
      <Icon name={icon} size={size === "small" ? 14 : 16} />
    </button>
  );
}
