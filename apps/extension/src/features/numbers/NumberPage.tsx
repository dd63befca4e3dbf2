import { StatusShape } from "@callboard/ui/StatusShape";
import { api } from "../../data/api.ts";
import { listHref } from "../../shared/list/listMemory.ts";
import { useResource } from "../../data/liveResource.ts";
import { Loaded } from "../../shared/page/Loaded.tsx";
import { Page } from "../../shared/page/Page.tsx";
import { ZoneNote } from "../../shared/page/ZoneNote.tsx";
import { mayDo, useViewer } from "../../shared/viewer.ts";
import { numbers as texts } from "../../texts/en/numbers.ts";
import { shell } from "../../texts/en/shell/shell.ts";
import { format } from "../../texts/format.ts";
import { RecordTabs } from "../../shared/versions/RecordTabs.tsx";
import { NumberServiceCard } from "./NumberServiceCard.tsx";
import { NumberFacts } from "./NumberFacts.tsx";
import { NumberForm } from "./NumberForm.tsx";
import { OrderCard } from "./buy/OrderCard.tsx";
import { ReleaseCard } from "./ReleaseCard.tsx";
import { ServiceShape } from "./ServiceState.tsx";
import "./Numbers.css";
import type { NumberView } from "./types.ts";

const KINDS = ["number", "source", "receiver", "queue", "account", "lifecycle", "providerRequest"] as const;

const TABS = [{ id: "now", label: texts.now }] as const;

/** One tracking number: its service state and why, then everything that can be changed about it. */
export function NumberPage({ id, tab }: { id: string; tab: string | undefined }) {
  const resource = useResource(KINDS, () => api().numbers.get.query({ id }), [id]);
  const number = resource.data.value;
  return (
    <Page
      title={number?.shown ?? texts.number}
      summary={number && <Summary number={number} />}
      back={{ href: listHref("numbers"), label: shell.pages.numbers }}
    >
      <Loaded resource={resource} label={texts.loadingOne}>
        {(answer) => (
          <RecordTabs label={texts.tabsLabel} page="numbers" kind="number" id={id} tabs={TABS} requestedTab={tab}>
            {() => <Body number={answer} refetch={resource.refetch} />}
          </RecordTabs>
        )}
      </Loaded>
    </Page>
  );
}

interface BodyProps {
  number: NumberView;
  refetch: () => Promise<void>;
}

function Body(props: BodyProps) {
  const { number } = props;
  const mayChange = mayDo(useViewer().account, "change routing");
  const state = number.state.is;
  // A frozen number is read-only, and nobody can change a released one.
  const isReadOnly = number.frozen !== null || state === "released";
  return (
    <>
      <div class="number-page">
        <div class="number-column">
          <NumberServiceCard {...props} mayEdit={mayChange && !isReadOnly} />
          {!isReadOnly && <NumberForm {...props} mayChange={mayChange} />}
        </div>
        <div class="number-column">
          <NumberFacts number={number} isReadOnly={isReadOnly} />
          {number.order && <OrderCard order={number.order} />}
          {mayChange && state === "active" && <ReleaseCard {...props} />}
        </div>
      </div>
      <ZoneNote />
    </>
  );
}

function summaryText({ service: { label, connects, why }, routeName, sourceName }: NumberView): string {
  const { answer } = texts;
  if (connects && routeName === null) return answer.nobody;
  if (label !== "active") return format(answer.because, { label: texts.labels[label], why });
  const route = routeName ?? "";
  return sourceName === null ? format(answer.callsOnly, { route }) : format(answer.both, { route, source: sourceName });
}

function Summary({ number }: { number: NumberView }) {
  const { service, name } = number;
  return (
    <span class="number-answer">
      {service.connects && number.routeName === null ? (
        <StatusShape shape="half" tone="warn" />
      ) : (
        <ServiceShape service={service} size={12} />
      )}
      <span>
        <b>{name}</b> · {summaryText(number)}
      </span>
    </span>
  );
}
