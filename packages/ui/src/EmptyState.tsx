import type { ComponentChildren } from "preact";
import { Icon, type IconName } from "./Icon.tsx";
import "./EmptyState.css";

export interface EmptyStateProps {
  icon: IconName;
  sentence: string;
  /** The one next step: a single button or link. */
  action?: ComponentChildren;
}

/** Shown instead of rows; says what to do rather than that nothing is there. */
export function EmptyState({ icon, sentence, action }: EmptyStateProps) {
  return (
    <div class="cb-empty">
      <span class="cb-empty-icon">
        <Icon name={icon} />
      </span>
      <p>{sentence}</p>
      {action}
    </div>
  );
}
