import { api } from "../../data/api.ts";
import type { PresetKind } from "../../shared/presets/presets.ts";
import { useResource } from "../../data/resource.ts";
import { href } from "../../shared/route.ts";
import { Loaded } from "../../shared/page/Loaded.tsx";
import { Page } from "../../shared/page/Page.tsx";
import { presets as texts } from "../../texts/en/presets.ts";
import { PresetForm } from "./PresetForm.tsx";

interface NewPresetProps {
  of: PresetKind;
  /** The preset to copy from; null starts from scratch. */
  from: string | null;
}

export function NewPreset({ of, from }: NewPresetProps) {
  const begun = useResource(
    [],
    async () => ({ of: from === null ? null : await api().presets.get.query({ id: from }) }),
    [from],
  );
  return (
    <Page
      title={texts.form.newTitle[of]}
      back={{ href: of === "queue" ? href("presets", "queues") : href("presets"), label: texts.back }}
    >
      <Loaded of={begun} label={texts.loading}>
        {({ of: answer }) => (
          <PresetForm
            of={of}
            preset={null}
            from={answer?.preset ?? null}
            readOnly={false}
            refetch={() => Promise.resolve()}
          />
        )}
      </Loaded>
    </Page>
  );
}
