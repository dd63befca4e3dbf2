import type { ComponentChildren } from "preact";
import { Icon, type IconName } from "./Icon.tsx";
import type { Tone, Color } from "./tone.ts";
import "./Badge.css";

export interface BadgeProps {
  tone?: Tone | Color | undefined;
  icon?: IconName | undefined;
  children: ComponentChildren;
}

/** A short word about something. The word is required: a tone alone says nothing to people who can't see it. */
export function Badge({ tone = "slate", icon, children }: BadgeProps) {
  return (
    <span class="cb-badge" data-tone={tone}>
      {icon && <Icon name={icon} size={12} />}
      {children}
    </span>
  );
}
