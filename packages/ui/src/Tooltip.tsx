import type { ComponentChildren } from "preact";
import "./Tooltip.css";

export interface TooltipProps {
  /** One sentence: why the word is what it is. */
  why: string;
  /** The edge of the word that the reason lines up with: where it stands at the right, the end. */
  align?: "start" | "end" | undefined;
  children: ComponentChildren;
}

/**
 * A word whose reason is one look away: under the pointer, or while the row that it stands in has the focus. It is no
 * stop of its own for the Tab key, since a list has hundreds; those who hear the page hear it with the word.
 */
export function Tooltip({ why, align = "start", children }: TooltipProps) {
  return (
    <span class="cb-explained" data-align={align}>
      {children}
      <span class="cb-explained-why">{why}</span>
    </span>
  );
}
