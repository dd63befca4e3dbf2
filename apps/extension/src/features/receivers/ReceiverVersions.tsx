import { listHref } from "../../shared/list/listMemory.ts";
import { Page } from "../../shared/page/Page.tsx";
import { ZoneNote } from "../../shared/page/ZoneNote.tsx";
import { receivers as texts } from "../../texts/en/receivers.ts";
import { versions } from "../../texts/en/shared/versions.ts";
import { format } from "../../texts/format.ts";
import { useVersions } from "../../shared/versions/useVersions.ts";
import { Versions } from "../../shared/versions/Versions.tsx";

/** The versions of a receiving number. It is edited in a dialog and has no page of its own. */
export function ReceiverVersions({ id }: { id: string }) {
  const list = useVersions("receiver", id);
  const facts = list.record.value;
  return (
    <Page
      title={facts ? format(versions.backToVersions, { name: facts.title }) : versions.title}
      back={{ href: listHref("receivers"), label: texts.title }}
    >
      <Versions kind="receiver" id={id} list={list} />
      <ZoneNote />
    </Page>
  );
}
