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

/** The way out of a page that a mail opened. */
export const GateHome = () => (
  <p class="gate-foot">
    <a href={href("")}>{texts.home}</a>
  </p>
);

/** A mailed link that leads nowhere: why, and the way on. */
export function GateNotice({ title, sentence, detail, action }: GateNoticeProps) {
  return (
    <Gate title={title} foot={<GateHome />}>
      <Notice kind="bad" sentence={sentence} detail={detail} action={action} />
    </Gate>
  );
}
