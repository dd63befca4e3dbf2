import { Card } from "@callboard/ui/Card";
import { EmptyState } from "@callboard/ui/EmptyState";
import { Field } from "@callboard/ui/Field";
import { Icon } from "@callboard/ui/Icon";
import { TextInput } from "@callboard/ui/TextInput";
import { useEffect, useRef, useState } from "preact/hooks";
import { api } from "../../api.ts";
import { type Resource, useResource } from "../../resource.ts";
import { ask, place } from "../../route.ts";
import { Loaded } from "../../shell/Loaded.tsx";
import { sources } from "../../texts/en/sources.ts";
import { say } from "../../texts/say.ts";
import { TriedSources } from "./TriedSources.tsx";
import type { Tried } from "./answers.ts";

const texts = sources.tester;
const PAUSE_MS = 250;
const ADDRESS_MAX = 2000;

/** A visit that is typed or pasted, and what the saved rules make of it. It stands in the address, to be sent on. */
export function Tester() {
  const { address = "", referrer = "" } = place.value.query;
  const visit = useVisit(address, referrer);
  return (
    <div class="tester">
      <Card title={texts.visit}>
        <VisitFields address={address} referrer={referrer} refusal={visit?.refusal.value ?? null} />
      </Card>
      {visit === null && (
        <Card>
          <EmptyState icon="search" sentence={texts.empty} />
        </Card>
      )}
      {visit && !isAtField(visit.refusal.value) && (
        <Loaded of={visit} label={texts.loading} lines={4}>
          {(tried) => <TriedVisit tried={tried} />}
        </Loaded>
      )}
    </div>
  );
}

/** What was refused of one of the fields stands there, and nowhere else. */
const isAtField = (refusal: { field: string | null } | null): boolean =>
  refusal?.field === "address" || refusal?.field === "referrer";

type VisitAnswer = Pick<Resource<Tried>, "refusal" | "offline" | "refetch"> & { data: { value: Tried | null } };

/** What was answered last stays while the next answer is under way; none for a visit without an address. */
function useVisit(address: string, referrer: string): VisitAnswer | null {
  const load = () => (address === "" ? Promise.resolve(null) : api().tracking.tryVisit.query({ address, referrer }));
  const resource = useResource<Tried | null>(["source"], load, [address, referrer]);
  const last = useRef<Tried | null>(null);
  const refused = resource.refusal.value;
  if (resource.data.value) last.current = resource.data.value;
  if (address === "" || refused) last.current = null;
  if (address === "") return null;
  return { ...resource, data: { value: last.current } };
}

interface VisitFieldsProps {
  address: string;
  referrer: string;
  refusal: { field: string | null; sentence: string } | null;
}

function VisitFields({ address, referrer, refusal }: VisitFieldsProps) {
  const errorOf = (field: string) => (refusal?.field === field ? refusal.sentence : undefined);
  return (
    <div class="form">
      <Field label={texts.address} hint={texts.addressHint} error={errorOf("address")}>
        <Typed name="address" value={address} example={texts.addressExample} />
      </Field>
      <Field label={texts.referrer} hint={texts.referrerHint} error={errorOf("referrer")}>
        <Typed name="referrer" value={referrer} example={texts.referrerExample} />
      </Field>
    </div>
  );
}

/** Told to the address once the typing pauses. */
function Typed({ name, value, example }: { name: "address" | "referrer"; value: string; example: string }) {
  const [typed, setTyped] = useState(value);
  const told = useRef(value);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    // Another visit was opened by its address.
    if (value !== told.current) setTyped(value);
    told.current = value;
  }, [value]);
  useEffect(() => () => clearTimeout(timer.current), []);
  return (
    <TextInput
      type="url"
      value={typed}
      placeholder={example}
      maxLength={ADDRESS_MAX}
      autoComplete="off"
      onChange={(next) => {
        setTyped(next);
        clearTimeout(timer.current);
        timer.current = setTimeout(() => {
          told.current = next.trim();
          ask({ [name]: told.current });
        }, PAUSE_MS);
      }}
    />
  );
}

function TriedVisit({ tried }: { tried: Tried }) {
  const { winner, why } = tried;
  return (
    <>
      <section class="tester-answer" data-tone={winner ? "good" : "slate"} aria-label={texts.answer} role="status">
        <Icon name={winner ? "check" : "x"} />
        <p>
          <strong>{winner ? say(texts.winner, { name: winner.name }) : texts.nobody}</strong>
          <span class="cb-quiet">{why}</span>
        </p>
      </section>
      <TriedSources steps={tried.steps} />
    </>
  );
}
