import { truncateText } from "./graphemes.ts";
import "./Avatar.css";

export interface AvatarProps {
  name: string;
  size?: "sm" | "md" | undefined;
  /** The name is written next to it, so a screen reader needn't read it twice. */
  decorative?: boolean | undefined;
}

/** First letters of the first and last words; a letter with accents or an emoji counts as one and is never cut. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const first = truncateText(words[0] ?? "", 1);
  const last = words.length > 1 ? truncateText(words.at(-1) ?? "", 1) : "";
  return (first + last).toUpperCase();
}

/** A person in two letters. All are the same grey: colour is reserved for what a person is doing. */
export function Avatar({ name, size = "md", decorative }: AvatarProps) {
  return (
    <span
      class="cb-avatar"
      data-size={size}
      title={decorative ? undefined : name}
      {...(decorative ? { "aria-hidden": true } : { role: "img", "aria-label": name })}
    >
      {initials(name)}
    </span>
  );
}
