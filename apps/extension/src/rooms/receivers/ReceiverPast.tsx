import { listHref } from "../../list/places.ts";
import { Page } from "../../shell/Page.tsx";
import { ZoneNote } from "../../shell/ZoneNote.tsx";
import { receivers as texts } from "../../texts/en/receivers.ts";
import { record } from "../../texts/en/record.ts";
import { say } from "../../texts/say.ts";
import { useVersions } from "../../versions/useVersions.ts";
import { Versions } from "../../versions/Versions.tsx";

/** A receiving number is edited in its row; its versions need a page. */
export function ReceiverPast({ id }: { id: string }) {
  const list = useVersions("receiver", id);
  const facts = list.facts.value;
  return (
    <Page
      title={facts ? say(record.backToVersions, { name: facts.title }) : record.title}
      back={{ href: listHref("receivers"), label: texts.title }}
    >
      <Versions kind="receiver" id={id} list={list} />
      <ZoneNote />
    </Page>
  );
}
