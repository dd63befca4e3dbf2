import { Button } from "@callboard/ui/Button";
import { EmptyState } from "@callboard/ui/EmptyState";
import { useState } from "preact/hooks";
import { BulkBar } from "../../../shared/list/BulkBar.tsx";
import type { ListPage } from "../../../shared/list/createList.ts";
import { ListFoot } from "../../../shared/list/ListFoot.tsx";
import { listHref } from "../../../shared/list/listMemory.ts";
import { useSelection } from "../../../shared/list/useSelection.ts";
import { Loaded } from "../../../shared/page/Loaded.tsx";
import { Page } from "../../../shared/page/Page.tsx";
import { AsOfBanner } from "../../../shared/page/AsOfBanner.tsx";
import { mayDo, useViewer } from "../../../shared/viewer.ts";
import { asOf as texts } from "../../../texts/en/asOf.ts";
import { shell } from "../../../texts/en/shell/shell.ts";
import { format } from "../../../texts/format.ts";
import { BringBackDialog } from "./BringBackDialog.tsx";
import { DifferenceRow } from "./DifferenceRow.tsx";
import { InstantForm } from "./InstantForm.tsx";
import { type Difference, useDifferences } from "./useDifferences.ts";

/** The most records that one proposal takes. */
const PROPOSAL_MAX = 200;

/** Records of all kinds that have changed since that instant. Those that can be brought back can be selected. */
export function AsOfPage({ at }: { at: number }) {
  const viewer = useViewer();
  const list = useDifferences(at);
  const page = list.data.value;
  const mayRestore = mayDo(viewer.account, "restore");
  const restorableRows = page?.rows.filter(({ restorable }) => restorable) ?? [];
  const selection = useSelection(String(at), restorableRows, restorableRows.length);
  const [isDialogOpen, setDialogOpen] = useState(false);
  return (
    <Page
      title={texts.title}
      summary={page && summaryText(page)}
      back={{ href: listHref("history"), label: shell.pages.history }}
    >
      <AsOfBanner at={at} />
      <InstantForm at={at} />
      <Loaded resource={list} label={texts.loading}>
        {(answer) =>
          answer.rows.length === 0 && answer.next === null ? (
            <EmptyState icon="check" sentence={texts.nothing} />
          ) : (
            <>
              <ol class="as-of-records" aria-label={texts.caption}>
                {answer.rows.map((row) => (
                  <DifferenceRow key={row.id} row={row} selection={mayRestore ? selection : null} />
                ))}
              </ol>
              <div class="as-of-foot">
                <ListFoot list={list} page={answer} />
              </div>
              <BulkBar selection={selection} total={restorableRows.length} max={PROPOSAL_MAX}>
                <Button variant="primary" onClick={() => setDialogOpen(true)}>
                  {texts.bringBack}
                </Button>
              </BulkBar>
            </>
          )
        }
      </Loaded>
      {isDialogOpen && (
        <BringBackDialog
          at={at}
          records={restorableRows.filter(({ id }) => selection.isSelected(id))}
          onClose={() => setDialogOpen(false)}
        />
      )}
    </Page>
  );
}

function summaryText({ rows, next }: ListPage<Difference>): string {
  const count = rows.length;
  if (count === 0 && next === null) return texts.sentenceNone;
  if (next !== null) return format(texts.sentenceMore, { count });
  return count === 1 ? texts.sentenceOne : format(texts.sentence, { count });
}
