import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import "./Card.css";

export interface CardProps {
  title?: string | undefined;
  /** A quiet sentence under the title. */
  subtitle?: ComponentChildren;
  actions?: ComponentChildren;
  /** Without padding, so that a table or a list reaches the card's edges. */
  flush?: boolean | undefined;
  /** The heading's level. */
  level?: 2 | 3 | undefined;
  children: ComponentChildren;
}

/** A titled section of a page. With a title it is a landmark that screen readers list; without one only a surface. */
export function Card({ title, subtitle, actions, flush, level = 2, children }: CardProps) {
  const titleId = useId();
  const Heading = level === 2 ? "h2" : "h3";
  const Frame = title === undefined ? "div" : "section";
  return (
    <Frame class="cb-card" aria-labelledby={title === undefined ? undefined : titleId}>
      {(title !== undefined || actions) && (
        <header class="cb-card-header">
          <div class="cb-card-text">
            {title !== undefined && <Heading id={titleId}>{title}</Heading>}
            {subtitle && <p>{subtitle}</p>}
          </div>
          {actions && <div class="cb-card-actions">{actions}</div>}
        </header>
      )}
      <div class="cb-card-body" data-flush={flush || undefined}>
        {children}
      </div>
    </Frame>
  );
}
