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

/** Records of all kinds that have changed since that instant; some of them can be selected and brought back. */
export function AsOfPage({ at }: { at: number }) {
  const viewer = useViewer();
  const list = useDifferences(at);
  const page = list.data.value;
  const mayRestore = mayDo(viewer.account, "restore");
  const pickable = page?.rows.filter(({ restorable }) => restorable) ?? [];
  const picking = useSelection(String(at), pickable, pickable.length);
  const [bringing, setBringing] = useState(false);
  return (
    <Page
      title={texts.title}
      state={page && summaryText(page)}
      back={{ href: listHref("history"), label: shell.rooms.history }}
    >
      <AsOfBanner at={at} />
      <InstantForm at={at} />
      <Loaded of={list} label={texts.loading}>
        {(shown) =>
          shown.rows.length === 0 && shown.next === null ? (
            <EmptyState icon="check" sentence={texts.nothing} />
          ) : (
            <>
              <ol class="asof-records" aria-label={texts.caption}>
                {shown.rows.map((row) => (
                  <DifferenceRow key={row.id} row={row} picking={mayRestore ? picking : null} />
                ))}
              </ol>
              <div class="asof-foot">
                <ListFoot list={list} page={shown} />
              </div>
              <BulkBar picking={picking} total={pickable.length} most={PROPOSAL_MAX}>
                <Button variant="primary" onClick={() => setBringing(true)}>
                  {texts.bringBack}
                </Button>
              </BulkBar>
            </>
          )
        }
      </Loaded>
      {bringing && (
        <BringBackDialog
          at={at}
          records={pickable.filter(({ id }) => picking.isPicked(id))}
          onClose={() => setBringing(false)}
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
