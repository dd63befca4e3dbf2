import { Field } from "@callboard/ui/Field";
import { formatMoney } from "@callboard/ui/Money";
import { TextInput } from "@callboard/ui/TextInput";
import { useState } from "preact/hooks";
import { api, type Inputs } from "../../../data/api.ts";
import { go } from "../../../shared/route.ts";
import { useResource } from "../../../data/liveResource.ts";
import { CostNotice } from "../../../shared/page/CostNotice.tsx";
import { FormDialog } from "../../../shared/form/FormDialog.tsx";
import { fieldError } from "../../../shared/form/failures.ts";
import { useAction } from "../../../shared/form/useAction.ts";
import { useViewer } from "../../../shared/viewer.ts";
import { buyNumbers as texts } from "../../../texts/en/buyNumbers.ts";
import { numbers } from "../../../texts/en/numbers.ts";
import { format } from "../../../texts/format.ts";
import type { NumberOffer } from "../types.ts";
import {
  type TargetChoice,
  NO_ROUTE,
  NO_SOURCE,
  RouteField,
  routeOf,
  SourceField,
  sourceOf,
} from "../RoutingTargetFields.tsx";
import { useRoutingTargets } from "../useRoutingTargets.ts";

const FIELDS = ["name", "source", "route"];

/** Shows the cost and asks what the number is for. The order then has its own page. */
export function BuyDialog({ offer, onClose }: { offer: NumberOffer; onClose: () => void }) {
  const { language } = useViewer();
  const targets = useRoutingTargets();
  const [name, setName] = useState("");
  const [source, setSource] = useState<TargetChoice>(NO_SOURCE);
  const [route, setRoute] = useState<TargetChoice>(NO_ROUTE);
  const [wasSubmitted, setWasSubmitted] = useState(false);
  const cost = useResource(["balance", "number"], () => api().numbers.cost.query({ kind: offer.kind }), [offer.kind]);
  const buy = useAction((input: Inputs["numbers"]["buy"], options) => api().numbers.buy.mutate(input, options));
  const fee = formatMoney(offer.feeMicros, offer.currency, language, { roundUp: true });

  async function submit() {
    setWasSubmitted(true);
    if (name.trim() === "") return;
    const input = { e164: offer.e164, name: name.trim(), source: sourceOf(source), route: routeOf(route) };
    const outcome = await buy.run(input);
    if (!outcome?.ok) return;
    onClose();
    go("numbers", "orders", outcome.output.requestId);
  }

  const outcome = buy.outcome.value;
  const nameError = wasSubmitted && name.trim() === "" ? texts.nameNeeded : undefined;
  return (
    <FormDialog
      title={format(texts.buyTitle, { number: offer.shown })}
      submit={format(texts.submit, { fee })}
      action={buy}
      fields={FIELDS}
      onSubmit={submit}
      onClose={onClose}
    >
      <p>{format(texts.buySummary, { kind: numbers.kinds[offer.kind], region: offer.region })}</p>
      <CostNotice cost={cost.data.value} />
      <Field label={texts.name} hint={texts.nameHint} error={nameError ?? fieldError(outcome, "name")}>
        <TextInput value={name} maxLength={80} onChange={setName} />
      </Field>
      <SourceField targets={targets} value={source} onChange={setSource} error={fieldError(outcome, "source")} />
      <RouteField targets={targets} value={route} onChange={setRoute} error={fieldError(outcome, "route")} />
    </FormDialog>
  );
}
