import { IconButton } from "@callboard/ui/IconButton";
import { Card } from "@callboard/ui/Card";
import { useState } from "preact/hooks";
import { api } from "../../../data/api.ts";
import { type Kind, useResource } from "../../../data/resource.ts";
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
import { CompareFields, CompareFoot } from "./CompareFields.tsx";
import { CompareSide } from "./CompareSide.tsx";
import type { Comparison } from "./types.ts";

interface ComparePageProps {
  kind: string;
  id: string;
  from: number;
  to: number;
}

/** Compares any two versions of a record, field by field; either can be restored completely or in parts. */
export function ComparePage({ kind, id, from, to }: ComparePageProps) {
  const { account, zone } = useViewer();
  const compared = useResource([kind as Kind], () => api().history.compare.query({ kind, id, zone, from, to }), [
    from,
    to,
    zone,
  ]);
  const list = useVersions(kind, id);
  const [picked, setPicked] = useState<readonly string[]>([]);
  const [restoring, setRestoring] = useState<RestoreRequest | null>(null);
  const now = compared.data.value;
  const present = list.facts.value?.present ?? null;
  const show = (left: number, right: number) => replaceRoute("record", kind, id, `${left}..${right}`);
  const rows = list.data.value?.rows ?? [];
  const fields = now?.fields.filter(({ field }) => picked.includes(field)) ?? [];
  const restore = (version: number) =>
    setRestoring({
      kind,
      id,
      version,
      name: now!.title,
      how: present === null ? "bring back" : "version",
      fields: fields.length > 0 && present !== null ? fields : undefined,
      seen: present ?? undefined,
    });
  return (
    <Page
      title={now ? format(texts.compareTitle, { name: now.title }) : texts.compare}
      state={now && summaryText(now)}
      back={{
        href: recordHref(kind, id),
        label: now ? format(texts.backToVersions, { name: now.title }) : texts.title,
      }}
    >
      <div class="compare-sides">
        <CompareSide label={texts.left} version={from} side={now?.from} rows={rows} onChoose={(one) => show(one, to)} />
        <IconButton icon="swap" label={texts.swap} onClick={() => show(to, from)} />
        <CompareSide label={texts.right} version={to} side={now?.to} rows={rows} onChoose={(one) => show(from, one)} />
      </div>
      <Loaded of={compared} label={texts.loadingCompare}>
        {(answer) => (
          <>
            <Card flush>
              <CompareFields
                compared={answer}
                picked={picked}
                onPick={answer.restorable && mayDo(account, "restore") ? setPicked : null}
              />
            </Card>
            {answer.restorable && mayDo(account, "restore") && (
              <CompareFoot compared={answer} present={present} count={fields.length} onRestore={restore} />
            )}
            <ZoneNote />
          </>
        )}
      </Loaded>
      {restoring && <RestoreDialog of={restoring} onClose={() => setRestoring(null)} />}
    </Page>
  );
}

function summaryText({ fields }: Comparison): string {
  if (fields.length === 0) return texts.compareStateNone;
  return fields.length === 1 ? texts.compareStateOne : format(texts.compareState, { count: fields.length });
}
