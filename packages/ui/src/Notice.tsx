import type { ComponentChildren } from "preact";
import { Icon, type IconName } from "./Icon.tsx";
import "./Notice.css";

type NoticeTone = "info" | "warn" | "bad";

export interface NoticeProps {
  tone?: NoticeTone | undefined;
  sentence: ComponentChildren;
  /** A second, quiet sentence: the cause, or what was not changed. */
  detail?: ComponentChildren;
  /** The next step. */
  action?: ComponentChildren;
}

const ICONS: Record<NoticeTone, IconName> = { info: "info", warn: "alert", bad: "alert" };

/** A sentence that stays until its cause is gone. Only `bad` interrupts a screen reader: the others can wait. */
export function Notice({ tone = "info", sentence, detail, action }: NoticeProps) {
  return (
    <div class="cb-notice" data-tone={tone} role={tone === "bad" ? "alert" : "status"}>
      <Icon name={ICONS[tone]} />
      <div class="cb-notice-text">
        <p>{sentence}</p>
        {detail && <p class="cb-notice-detail">{detail}</p>}
      </div>
      {action && <div class="cb-notice-action">{action}</div>}
    </div>
  );
}
