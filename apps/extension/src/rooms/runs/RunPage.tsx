import { api } from "../../api.ts";
import { listHref } from "../../list/places.ts";
import { useResource } from "../../resource.ts";
import { Loaded } from "../../shell/Loaded.tsx";
import { Page } from "../../shell/Page.tsx";
import { ZoneNote } from "../../shell/ZoneNote.tsx";
import { useViewer } from "../../shell/viewer.ts";
import { runs as texts } from "../../texts/en/runs.ts";
import { RunActions } from "./RunActions.tsx";
import { RunItems } from "./RunItems.tsx";
import { RunProgress } from "./RunProgress.tsx";
import { sentenceOf, titleOf } from "./runWords.ts";
import "./Runs.css";

/** One run from its proposal to its report. All of it is on the server: the page can be closed at any moment. */
export function RunPage({ id }: { id: string }) {
  const { locale } = useViewer();
  const run = useResource(["run"], () => api().runs.get.query({ run: id }), [id]);
  const now = run.data.value;
  return (
    <Page
      title={now ? titleOf(now) : texts.title}
      state={now && sentenceOf(now, locale)}
      action={now && <RunActions run={now} refetch={run.refetch} />}
      back={{ href: listHref("runs"), label: texts.back }}
    >
      <Loaded of={run} label={texts.loadingOne}>
        {(answer) => (
          <>
            {answer.state !== "proposed" && <RunProgress run={answer} />}
            <RunItems run={answer} />
            <ZoneNote />
          </>
        )}
      </Loaded>
    </Page>
  );
}
