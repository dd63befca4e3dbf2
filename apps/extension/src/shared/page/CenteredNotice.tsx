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

/** A link to the start page, for pages opened from an email. */
export const HomeLink = () => (
  <p class="centered-page-foot">
    <a href={href("")}>{texts.home}</a>
  </p>
);

/** Says why a link from an email doesn't work, and what to do. */
export function CenteredNotice({ title, sentence, detail, action }: CenteredNoticeProps) {
  return (
    <CenteredPage title={title} foot={<HomeLink />}>
      <Notice tone="bad" sentence={sentence} detail={detail} action={action} />
    </CenteredPage>
  );
}
