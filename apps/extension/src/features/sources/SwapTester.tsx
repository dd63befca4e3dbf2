import { Card } from "@callboard/ui/Card";
import { EmptyState } from "@callboard/ui/EmptyState";
import { Field } from "@callboard/ui/Field";
import { Icon } from "@callboard/ui/Icon";
import { useRef } from "preact/hooks";
import { api } from "../../data/api.ts";
import { useResource } from "../../data/liveResource.ts";
import { asOfIn } from "../../shared/asOf.ts";
import { Loaded } from "../../shared/page/Loaded.tsx";
import { href, route } from "../../shared/route.ts";
import { useViewer } from "../../shared/viewer.ts";
import { format } from "../../texts/format.ts";
import { sources, trackingCode } from "../../texts/en/sources.ts";
import type { SwapTrial } from "./types.ts";
import { VisitField } from "./VisitField.tsx";
import "./Sources.css";

const texts = trackingCode.tester;
const visitTexts = sources.tester;
/** What decides which number stands on a page. */
const KINDS = ["trackingCode", "source", "number", "receiver", "account", "terms", "lifecycle", "balance"] as const;

/** Tries what a new visitor sees instead of a number on a page. The page's address keeps the visit. */
export function SwapTester({ isSetUp }: { isSetUp: boolean }) {
  const { account } = useViewer();
  if (asOfIn(account.id) !== null) return <Hint icon="clock" sentence={texts.past} />;
  if (!isSetUp)
    return (
      <Hint icon="code" sentence={texts.notSetUp} action={<a href={href("tracking-code")}>{texts.toSettings}</a>} />
    );
  return <Tester />;
}

const Hint = (props: Parameters<typeof EmptyState>[0]) => (
  <Card>
    <EmptyState {...props} />
  </Card>
);

function Tester() {
  const { address = "", referrer = "", number = "" } = route.value.query;
  const isComplete = address !== "" && number !== "";
  const load = () => (isComplete ? api().sources.trySwap.query({ address, referrer, number }) : Promise.resolve(null));
  const trial = useResource<SwapTrial | null>(KINDS, load, [address, referrer, number]);
  const failure = trial.failure.value;
  // Keeps the last result while the next one loads.
  const lastResult = useRef<SwapTrial | null>(null);
  if (trial.data.value) lastResult.current = trial.data.value;
  if (!isComplete || failure) lastResult.current = null;
  const errorOf = (field: string) => (failure?.field === field ? failure.sentence : undefined);
  return (
    <div class="tester">
      <Card title={texts.page}>
        <div class="form">
          <Field label={texts.number} hint={texts.numberHint} error={errorOf("number")}>
            <VisitField name="number" value={number} example={texts.numberExample} />
          </Field>
          <Field label={visitTexts.address} hint={visitTexts.addressHint} error={errorOf("address")}>
            <VisitField name="address" value={address} example={visitTexts.addressExample} />
          </Field>
          <Field label={visitTexts.referrer} hint={visitTexts.referrerHint} error={errorOf("referrer")}>
            <VisitField name="referrer" value={referrer} example={visitTexts.referrerExample} />
          </Field>
        </div>
      </Card>
      {!isComplete && <Hint icon="search" sentence={texts.empty} />}
      {isComplete && !failure?.field && (
        <Loaded resource={{ ...trial, data: { value: lastResult.current } }} label={texts.loading} lines={3}>
          {(result) => <Result result={result} number={number} />}
        </Loaded>
      )}
    </div>
  );
}

function Result({ result: { source, shown, isSwapped, why }, number }: { result: SwapTrial; number: string }) {
  return (
    <section class="tester-answer" data-tone={isSwapped ? "good" : "slate"} aria-label={texts.answer} role="status">
      <Icon name={isSwapped ? "check" : "x"} />
      <p>
        <strong>{isSwapped ? format(texts.swapped, { number: shown }) : format(texts.stays, { number })}</strong>
        {source && <span>{format(texts.source, { name: source.name })}</span>}
        {!isSwapped && <span class="cb-muted">{why}</span>}
      </p>
    </section>
  );
}
