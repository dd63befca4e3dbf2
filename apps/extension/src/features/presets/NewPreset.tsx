import { api } from "../../data/api.ts";
import type { PresetKind } from "../../shared/presets/presets.ts";
import { useResource } from "../../data/liveResource.ts";
import { href } from "../../shared/route.ts";
import { Loaded } from "../../shared/page/Loaded.tsx";
import { Page } from "../../shared/page/Page.tsx";
import { presets as texts } from "../../texts/en/presets.ts";
import { PresetForm } from "./PresetForm.tsx";

interface NewPresetProps {
  kind: PresetKind;
  /** The preset to copy from; null starts from scratch. */
  sourcePresetId: string | null;
}

/** The form of a new preset, empty or filled in from another one. */
export function NewPreset({ kind, sourcePresetId }: NewPresetProps) {
  const template = useResource(
    [],
    async () => ({ view: sourcePresetId === null ? null : await api().presets.get.query({ id: sourcePresetId }) }),
    [sourcePresetId],
  );
  return (
    <Page
      title={texts.form.newTitle[kind]}
      back={{ href: kind === "queue" ? href("presets", "queues") : href("presets"), label: texts.back }}
    >
      <Loaded resource={template} label={texts.loading}>
        {({ view }) => (
          <PresetForm
            kind={kind}
            preset={null}
            template={view?.preset ?? null}
            readOnly={false}
            refetch={() => Promise.resolve()}
          />
        )}
      </Loaded>
    </Page>
  );
}
