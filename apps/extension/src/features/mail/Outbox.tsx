import { EmptyState } from "@callboard/ui/EmptyState";
import { api } from "../../data/api.ts";
import { useResource } from "../../data/liveResource.ts";
import { href } from "../../shared/route.ts";
import { Loaded } from "../../shared/page/Loaded.tsx";
import { Page } from "../../shared/page/Page.tsx";
import { useViewer } from "../../shared/viewer.ts";
import { ZoneNote } from "../../shared/page/ZoneNote.tsx";
import { mail as texts } from "../../texts/en/mail.ts";
import { MailTable } from "./MailTable.tsx";

/** The account's mails. If no mail server is configured, people open the links in them here. */
export function Outbox() {
  const viewer = useViewer();
  const outbox = useResource(["invitation", "member"], () => api().mail.list.query());
  // Whether a mail server is configured; undefined while it loads.
  const sendsMail = outbox.data.value?.sendsMail;
  const empty = <EmptyState icon="mail" sentence={texts.empty} action={<a href={href("access")}>{texts.invite}</a>} />;
  return (
    <Page title={texts.title} summary={sendsMail === undefined ? undefined : sendsMail ? texts.sends : texts.keeps}>
      <Loaded resource={outbox} label={texts.loading}>
        {({ mails }) => (
          <>
            <MailTable mails={mails} locale={viewer} empty={empty} />
            {mails.length > 0 && <ZoneNote />}
          </>
        )}
      </Loaded>
    </Page>
  );
}
