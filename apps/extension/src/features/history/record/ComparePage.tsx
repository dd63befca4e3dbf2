import { IconButton } from "@callboard/ui/IconButton";
import { Card } from "@callboard/ui/Card";
import { useState } from "preact/hooks";
import { api } from "../../../data/api.ts";
import { type Kind, useResource } from "../../../data/liveResource.ts";
import { replaceRoute } from "../../../shared/route.ts";
import { Loaded } from "../../../shared/page/Loaded.tsx";
import { Page } from "../../../shared/page/Page.tsx";
import { mayDo, useViewer } from "../../../shared/viewer.ts";
import { ZoneNote } from "../../../shared/page/ZoneNote.tsx";
import { versions as texts } from "../../../texts/en/shared/versions.ts";
import { format } from "../../../texts/format.ts";
import { recordHref } from "../../../shared/versions/addresses.ts";
import { RestoreDialog, type RestoreRequest } from "../../../shared/versions/RestoreDialog.tsx";
import { useVersions } from "../../../shared/versions/useVersions.ts";
import { CompareFields, CompareButtons } from "./CompareFields.tsx";
import { CompareSide } from "./CompareSide.tsx";
import type { Comparison } from "./types.ts";

interface ComparePageProps {
  kind: string;
  id: string;
  from: number;
  to: number;
}

/** Compares any two versions of a record, field by field; either one can be restored, completely or in part. */
export function ComparePage({ kind, id, from, to }: ComparePageProps) {
  const { account, zone } = useViewer();
  const resource = useResource([kind as Kind], () => api().history.compare.query({ kind, id, zone, from, to }), [
    from,
    to,
    zone,
  ]);
  const list = useVersions(kind, id);
  const [selectedFields, setSelectedFields] = useState<readonly string[]>([]);
  const [restoring, setRestoring] = useState<RestoreRequest | null>(null);
  const comparison = resource.data.value;
  const present = list.record.value?.present ?? null;
  const show = (left: number, right: number) => replaceRoute("record", kind, id, `${left}..${right}`);
  const rows = list.data.value?.rows ?? [];
  const fields = comparison?.fields.filter(({ field }) => selectedFields.includes(field)) ?? [];
  const restore = (version: number) =>
    setRestoring({
      kind,
      id,
      version,
      name: comparison!.title,
      mode: present === null ? "bring back" : "version",
      fields: fields.length > 0 && present !== null ? fields : undefined,
      presentVersion: present ?? undefined,
    });
  return (
    <Page
      title={comparison ? format(texts.compareTitle, { name: comparison.title }) : texts.compare}
      summary={comparison && summaryText(comparison)}
      back={{
        href: recordHref(kind, id),
        label: comparison ? format(texts.backToVersions, { name: comparison.title }) : texts.title,
      }}
    >
      <div class="compare-sides">
        <CompareSide
          label={texts.left}
          version={from}
          side={comparison?.from}
          rows={rows}
          onChoose={(next) => show(next, to)}
        />
        <IconButton icon="swap" label={texts.swap} onClick={() => show(to, from)} />
        <CompareSide
          label={texts.right}
          version={to}
          side={comparison?.to}
          rows={rows}
          onChoose={(next) => show(from, next)}
        />
      </div>
      <Loaded resource={resource} label={texts.loadingCompare}>
        {(answer) => (
          <>
            <Card flush>
              <CompareFields
                comparison={answer}
                selectedFields={selectedFields}
                onSelect={answer.restorable && mayDo(account, "restore") ? setSelectedFields : null}
              />
            </Card>
            {answer.restorable && mayDo(account, "restore") && (
              <CompareButtons comparison={answer} present={present} count={fields.length} onRestore={restore} />
            )}
            <ZoneNote />
          </>
        )}
      </Loaded>
      {restoring && <RestoreDialog request={restoring} onClose={() => setRestoring(null)} />}
    </Page>
  );
}

function summaryText({ fields }: Comparison): string {
  if (fields.length === 0) return texts.compareStateNone;
  return fields.length === 1 ? texts.compareStateOne : format(texts.compareState, { count: fields.length });
}
