import { iconPath, type IconName } from "./iconPath.ts";
import "./Icon.css";

export type { IconName };

export interface IconProps {
  name: IconName;
  size?: number | undefined;
  /** Only if there is no text next to it: an icon that repeats a word is noise in a screen reader. */
  label?: string | undefined;
}

/** Drawn inline and stroked with the text colour, so that an icon needs no colour or request of its own. */
export function Icon({ name, size = 16, label }: IconProps) {
  return (
    <svg
      class="cb-icon"
      width={size}
      height={size}
      viewBox="0 0 16 16"
      role={label ? "img" : undefined}
      aria-label={label}
      aria-hidden={label ? undefined : true}
    >
      <path d={iconPath(name)} />
    </svg>
  );
}
