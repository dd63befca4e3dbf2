import { Notice } from "@callboard/ui/Notice";
import { api } from "../../data/api.ts";
import { listHref } from "../../shared/list/listMemory.ts";
import { useResource } from "../../data/liveResource.ts";
import { Loaded } from "../../shared/page/Loaded.tsx";
import { Page } from "../../shared/page/Page.tsx";
import { mayDo, useViewer } from "../../shared/viewer.ts";
import { queues as texts } from "../../texts/en/queues.ts";
import { shell } from "../../texts/en/shell/shell.ts";
import { QueueForm } from "./QueueForm.tsx";

/** The form of a new queue, or a notice for readers who may not add one. */
export function NewQueue() {
  const mayChange = mayDo(useViewer().account, "change routing");
  const people = useResource(["member"], () => api().queues.people.query());
  return (
    <Page title={texts.form.newTitle} back={{ href: listHref("queues"), label: texts.back }}>
      {mayChange ? (
        <Loaded resource={people} label={texts.loading}>
          {(answer) => <QueueForm queue={null} people={answer.people} readOnly={false} refetch={people.refetch} />}
        </Loaded>
      ) : (
        <Notice sentence={shell.readOnly} />
      )}
    </Page>
  );
}
