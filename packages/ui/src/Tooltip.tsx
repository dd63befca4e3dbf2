import type { ComponentChildren } from "preact";
import "./Tooltip.css";

export interface TooltipProps {
  /** One sentence that explains the word. */
  text: string;
  /** The edge of the word that the tooltip lines up with: `end` for a word at the right. */
  align?: "start" | "end" | undefined;
  children: ComponentChildren;
}

/**
 * A word with an explanation, shown under the pointer or while the row around it has the focus. It isn't a Tab stop,
 * because a list may have hundreds; screen readers read it with the word.
 */
export function Tooltip({ text, align = "start", children }: TooltipProps) {
  return (
    <span class="cb-tooltip" data-align={align}>
      {children}
      <span class="cb-tooltip-text">{text}</span>
    </span>
  );
}
