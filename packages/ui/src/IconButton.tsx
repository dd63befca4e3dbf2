import type { ButtonHTMLAttributes } from "preact";
import { Icon, type IconName } from "./Icon.tsx";
import "./IconButton.css";

export interface IconButtonProps extends Omit<ButtonHTMLAttributes, "size" | "icon" | "label" | "children"> {
  icon: IconName;
  label: string;
  size?: "small" | "medium" | undefined;
  /** Set for a toggle button: it is filled, and screen readers say "pressed". */
  pressed?: boolean | undefined;
}

/** The label is required and is also the tooltip: nobody knows what an icon alone means at first. */
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
