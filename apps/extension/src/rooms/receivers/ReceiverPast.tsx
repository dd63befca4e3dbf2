import { listHref } from "../../list/places.ts";
import { Page } from "../../shell/Page.tsx";
import { ZoneNote } from "../../shell/ZoneNote.tsx";
import { receivers as texts } from "../../texts/en/receivers.ts";
import { versions } from "../../texts/en/record.ts";
import { format } from "../../texts/say.ts";
import { useVersions } from "../../versions/useVersions.ts";
import { Versions } from "../../versions/Versions.tsx";

/** A receiving number is edited in its row; its versions need a page. */
export function ReceiverVersions({ id }: { id: string }) {
  const list = useVersions("receiver", id);
  const facts = list.facts.value;
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
