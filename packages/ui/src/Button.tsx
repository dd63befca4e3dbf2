import type { ButtonHTMLAttributes, ComponentChildren, TargetedMouseEvent } from "preact";
import { Icon, type IconName } from "./Icon.tsx";
import "./Button.css";

export interface ButtonProps extends Omit<ButtonHTMLAttributes, "size" | "icon"> {
  /** A screen has one primary button; plain ones have a border, quiet ones neither border nor background. */
  variant?: "primary" | "plain" | "quiet" | "danger" | undefined;
  size?: "small" | "medium" | undefined;
  icon?: IconName | undefined;
  busy?: boolean | undefined;
  children: ComponentChildren;
}

/** While busy it keeps its text and width and ignores clicks, but stays focusable for keyboard users. */
export function Button({ variant = "plain", size = "medium", icon, busy, children, onClick, ...rest }: ButtonProps) {
  function click(event: TargetedMouseEvent<HTMLButtonElement>) {
    if (!busy) return onClick?.(event);
    event.preventDefault();
    event.stopPropagation();
  }
  return (
    <button
      type="button"
      {...rest}
      class={rest.class ? `cb-button ${rest.class}` : "cb-button"}
      data-variant={variant}
      data-size={size}
      aria-busy={busy || undefined}
      aria-disabled={busy || undefined}
      onClick={click}
    >
      <span class="cb-button-text">
        {icon && <Icon name={icon} size={size === "small" ? 14 : 16} />}
        {children}
      </span>
      {busy && <span class="cb-button-spinner" aria-hidden />}
    </button>
  );
}
