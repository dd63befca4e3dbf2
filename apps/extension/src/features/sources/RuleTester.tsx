import { Card } from "@callboard/ui/Card";
import { EmptyState } from "@callboard/ui/EmptyState";
import { Field } from "@callboard/ui/Field";
import { Icon } from "@callboard/ui/Icon";
import { useRef } from "preact/hooks";
import { api } from "../../data/api.ts";
import { type Resource, useResource } from "../../data/liveResource.ts";
import { route } from "../../shared/route.ts";
import { Loaded } from "../../shared/page/Loaded.tsx";
import { sources } from "../../texts/en/sources.ts";
import { format } from "../../texts/format.ts";
import { TestedSources } from "./TestedSources.tsx";
import type { VisitTestView } from "./types.ts";
import { VisitField } from "./VisitField.tsx";

const texts = sources.tester;

/** Tests the saved rules on a typed or pasted visit. The page's address keeps the visit, so that it can be shared. */
export function RuleTester() {
  const { address = "", referrer = "" } = route.value.query;
  const visitTest = useVisitTest(address, referrer);
  return (
    <div class="tester">
      <Card title={texts.visit}>
        <VisitFields address={address} referrer={referrer} failure={visitTest?.failure.value ?? null} />
      </Card>
      {visitTest === null && (
        <Card>
          <EmptyState icon="search" sentence={texts.empty} />
        </Card>
      )}
      {visitTest && !isFieldError(visitTest.failure.value) && (
        <Loaded resource={visitTest} label={texts.loading} lines={4}>
          {(result) => <VisitResult result={result} />}
        </Loaded>
      )}
    </div>
  );
}

/** An error of one of the fields is shown at that field only. */
const isFieldError = (failure: { field: string | null } | null): boolean =>
  failure?.field === "address" || failure?.field === "referrer";

type VisitTestResource = Pick<Resource<VisitTestView>, "failure" | "offline" | "refetch"> & {
  data: { value: VisitTestView | null };
};

/** Keeps the last result while the next one loads; null for a visit without an address. */
function useVisitTest(address: string, referrer: string): VisitTestResource | null {
  const load = () => (address === "" ? Promise.resolve(null) : api().sources.testVisit.query({ address, referrer }));
  const resource = useResource<VisitTestView | null>(["source"], load, [address, referrer]);
  const lastResult = useRef<VisitTestView | null>(null);
  const failure = resource.failure.value;
  if (resource.data.value) lastResult.current = resource.data.value;
  if (address === "" || failure) lastResult.current = null;
  if (address === "") return null;
  return { ...resource, data: { value: lastResult.current } };
}

interface VisitFieldsProps {
  address: string;
  referrer: string;
  failure: { field: string | null; sentence: string } | null;
}

function VisitFields({ address, referrer, failure }: VisitFieldsProps) {
  const errorOf = (field: string) => (failure?.field === field ? failure.sentence : undefined);
  return (
    <div class="form">
      <Field label={texts.address} hint={texts.addressHint} error={errorOf("address")}>
        <VisitField name="address" value={address} example={texts.addressExample} />
      </Field>
      <Field label={texts.referrer} hint={texts.referrerHint} error={errorOf("referrer")}>
        <VisitField name="referrer" value={referrer} example={texts.referrerExample} />
      </Field>
    </div>
  );
}

function VisitResult({ result }: { result: VisitTestView }) {
  const { winner, why } = result;
  return (
    <>
      <section class="tester-answer" data-tone={winner ? "good" : "slate"} aria-label={texts.answer} role="status">
        <Icon name={winner ? "check" : "x"} />
        <p>
          <strong>{winner ? format(texts.winner, { name: winner.name }) : texts.nobody}</strong>
          <span class="cb-muted">{why}</span>
        </p>
      </section>
      <TestedSources steps={result.steps} />
    </>
  );
}
