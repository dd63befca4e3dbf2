import { Card } from "@callboard/ui/Card";
import { listHref } from "../../../shared/list/listMemory.ts";
import { Page } from "../../../shared/page/Page.tsx";
import { useViewer } from "../../../shared/viewer.ts";
import { asOf as texts } from "../../../texts/en/asOf.ts";
import { shell } from "../../../texts/en/shell/shell.ts";
import { format } from "../../../texts/format.ts";
import { InstantForm } from "./InstantForm.tsx";

/** Lets the reader choose an instant of the past. */
export function PickInstantPage() {
  const { account } = useViewer();
  return (
    <Page
      title={texts.title}
      summary={format(texts.summary, { account: account.name })}
      back={{ href: listHref("history"), label: shell.pages.history }}
    >
      <div class="page-narrow">
        <Card title={texts.pick}>
          <InstantForm at={null} />
        </Card>
        <p class="cb-muted">{texts.fromHistory}</p>
      </div>
    </Page>
  );
}
