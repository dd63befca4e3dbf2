import { Notice } from "@callboard/ui/Notice";
import type { ComponentChildren } from "preact";
import { href } from "../route.ts";
import { shell as texts } from "../../texts/en/shell/shell.ts";
import { CenteredPage } from "./CenteredPage.tsx";

interface CenteredNoticeProps {
  title: string;
  sentence: string;
  detail?: string;
  action?: ComponentChildren;
}

/** The way out of a page that a mailed link opened. */
export const HomeLink = () => (
  <p class="centered-page-foot">
    <a href={href("")}>{texts.home}</a>
  </p>
);

/** A mailed link that doesn't work: why, and what to do next. */
export function CenteredNotice({ title, sentence, detail, action }: CenteredNoticeProps) {
  return (
    <CenteredPage title={title} foot={<HomeLink />}>
      <Notice kind="bad" sentence={sentence} detail={detail} action={action} />
    </CenteredPage>
  );
}
