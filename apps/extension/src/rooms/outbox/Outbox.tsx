import { EmptyState } from "@callboard/ui/EmptyState";
import { api } from "../../api.ts";
import { useResource } from "../../resource.ts";
import { href } from "../../route.ts";
import { Loaded } from "../../shell/Loaded.tsx";
import { Page } from "../../shell/Page.tsx";
import { useViewer } from "../../shell/viewer.ts";
import { ZoneNote } from "../../shell/ZoneNote.tsx";
import { mail as texts } from "../../texts/en/outbox.ts";
import { MailTable } from "./MailTable.tsx";

/** The account's mails. Where no mail server is set, this is where their links are found. */
export function Outbox() {
  const viewer = useViewer();
  const outbox = useResource(["invitation", "member"], () => api().outbox.list.query());
  const sends = outbox.data.value?.sends;
  const empty = <EmptyState icon="mail" sentence={texts.empty} action={<a href={href("people")}>{texts.invite}</a>} />;
  return (
    <Page title={texts.title} state={sends === undefined ? undefined : sends ? texts.sends : texts.keeps}>
      <Loaded of={outbox} label={texts.loading}>
        {({ mails }) => (
          <>
            <MailTable mails={mails} reader={viewer} empty={empty} />
            {mails.length > 0 && <ZoneNote />}
          </>
        )}
      </Loaded>
    </Page>
  );
}
