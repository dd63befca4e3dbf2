import { Card } from "@callboard/ui/Card";
import { Field } from "@callboard/ui/Field";
import { Segmented } from "@callboard/ui/Segmented";
import { Switch } from "@callboard/ui/Switch";
import { THEME_CHOICES } from "@callboard/ui/theme";
import { api, type Inputs } from "../../data/api.ts";
import { useResource } from "../../data/liveResource.ts";
import { Loaded } from "../../shared/page/Loaded.tsx";
import { Page } from "../../shared/page/Page.tsx";
import { failureText } from "../../shared/form/failures.ts";
import { useNow } from "../../shared/useNow.ts";
import { setThemeOnDevice, setTheme } from "../../shared/setTheme.ts";
import { clockTime } from "../../shared/timeText.ts";
import { toasts } from "../../shared/toasts.ts";
import { useAction } from "../../shared/form/useAction.ts";
import { deviceZone } from "../../data/locale.ts";
import { useViewer } from "../../shared/viewer.ts";
import { ZoneSelect } from "../../shared/form/ZoneSelect.tsx";
import { preferences as texts } from "../../texts/en/preferences.ts";
import { shell } from "../../texts/en/shell/shell.ts";
import { format } from "../../texts/format.ts";
import { isDeviceTheme, themeChoice } from "../../data/theme.ts";

/** Settings that follow a person into every account. All of them take effect at once. */
export function PreferencesPage() {
  return (
    <Page title={texts.title} summary={texts.summary}>
      <div class="page-narrow">
        <ThemeCard />
        <ZoneCard />
      </div>
    </Page>
  );
}

function ThemeCard() {
  return (
    <Card title={texts.theme} subtitle={texts.themeSubtitle}>
      <div class="form">
        <Segmented
          label={texts.theme}
          options={THEME_CHOICES.map((value) => ({ value, label: shell.theme[value] }))}
          value={themeChoice.value}
          onChange={(choice) => void setTheme(choice)}
        />
        <Switch
          label={texts.onlyHere}
          hint={texts.onlyHereHint}
          checked={isDeviceTheme.value}
          onChange={(on) => void setThemeOnDevice(on)}
        />
      </div>
    </Card>
  );
}

function ZoneCard() {
  const viewer = useViewer();
  const now = useNow();
  const preferences = useResource(["preferences"], () => api().preferences.get.query());
  const save = useAction((input: Inputs["preferences"]["save"], options) =>
    api().preferences.save.mutate(input, options),
  );
  const choose = async (zone: string) => {
    const outcome = await save.run({ zone: zone === "device" ? null : zone });
    await preferences.refetch();
    if (outcome?.ok) toasts.show({ tone: "good", sentence: texts.saved });
  };
  const deviceOption = {
    value: "device",
    label: format(texts.zoneDevice, { zone: deviceZone().replaceAll("_", " ") }),
  };
  return (
    <Card title={texts.zone} subtitle={texts.zoneSubtitle}>
      <Loaded resource={preferences} label={texts.loading} lines={1}>
        {({ zone }) => (
          <Field
            label={texts.zoneLabel}
            hint={format(texts.now, { time: clockTime(now, viewer) })}
            error={failureText(save.outcome.value)}
          >
            <ZoneSelect value={zone ?? "device"} first={deviceOption} onChange={(next) => void choose(next)} />
          </Field>
        )}
      </Loaded>
    </Card>
  );
}
