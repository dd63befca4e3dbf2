import { Notice } from "@callboard/ui/Notice";
import type { ComponentChildren } from "preact";
import { href } from "../route.ts";
import { shell as texts } from "../texts/en/shell.ts";
import { Gate } from "./Gate.tsx";

interface GateNoticeProps {
  title: string;
  sentence: string;
  detail?: string;
  action?: ComponentChildren;
}

/** A mailed link that leads nowhere: why, and the way on. */
export function GateNotice({ title, sentence, detail, action }: GateNoticeProps) {
  const foot = (
    <p class="gate-foot">
      <a href={href("")}>{texts.home}</a>
    </p>
  );
  return (
    <Gate title={title} foot={foot}>
      <Notice kind="bad" sentence={sentence} detail={detail} action={action} />
    </Gate>
  );
}
