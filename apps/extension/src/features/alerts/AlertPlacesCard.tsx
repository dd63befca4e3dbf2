import { ALERT_PLACES, type AlertPlace } from "@callboard/domain/alerts/types";
import { Card } from "@callboard/ui/Card";
import { Checkbox } from "@callboard/ui/Checkbox";
import { Table } from "@callboard/ui/Table";
import { api, type Inputs } from "../../data/api.ts";
import { failureText } from "../../shared/form/failures.ts";
import { useAction } from "../../shared/form/useAction.ts";
import { toasts } from "../../shared/toasts.ts";
import { alerts } from "../../texts/en/alerts.ts";
import { format } from "../../texts/format.ts";
import type { AlertsView } from "../../shared/openAlerts.ts";

const texts = alerts.settings;
type KindView = AlertsView["kinds"][number];

interface AlertPlacesCardProps {
  kinds: readonly KindView[];
  refetch: () => Promise<void>;
}

/** Where the reader is alerted of each kind that their role lets them see. Each tick takes effect at once. */
export function AlertPlacesCard({ kinds, refetch }: AlertPlacesCardProps) {
  const save = useAction((input: Inputs["alerts"]["setPlaces"], options) =>
    api().alerts.setPlaces.mutate(input, options),
  );
  const toggle = async ({ kind, places }: KindView, place: AlertPlace, on: boolean) => {
    const outcome = await save.run({
      kind,
      places: on ? [...places, place] : places.filter((other) => other !== place),
    });
    await refetch();
    if (outcome?.ok) toasts.show({ tone: "good", sentence: texts.saved });
    else if (outcome) toasts.show({ tone: "bad", sentence: failureText(outcome) ?? "" });
  };
  return (
    <Card title={texts.title} subtitle={texts.subtitle} flush>
      <Table
        caption={texts.caption}
        columns={[
          { key: "kind", header: texts.kind, width: "100%", cell: ({ kind }: KindView) => texts.kinds[kind] },
          ...ALERT_PLACES.map((place) => ({
            key: place,
            header: texts.places[place],
            cell: (row: KindView) => {
              if (place === "mail" && !row.hasMail)
                return (
                  <span class="cb-muted" title={texts.noMail}>
                    —
                  </span>
                );
              return (
                <Checkbox
                  hideLabel
                  label={format(texts.toggle, { kind: texts.kinds[row.kind], place: texts.places[place] })}
                  checked={row.places.includes(place)}
                  disabled={save.busy.value}
                  onChange={(on) => void toggle(row, place, on)}
                />
              );
            },
          })),
        ]}
        rows={kinds}
        rowKey={({ kind }) => kind}
      />
    </Card>
  );
}
