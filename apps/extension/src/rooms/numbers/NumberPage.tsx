import { type Answers, api } from "../../api.ts";
import { listHref } from "../../list/places.ts";
import { useResource } from "../../resource.ts";
import { Loaded } from "../../shell/Loaded.tsx";
import { Page } from "../../shell/Page.tsx";
import { ZoneNote } from "../../shell/ZoneNote.tsx";
import { mayIn, useViewer } from "../../shell/viewer.ts";
import { numbers as texts } from "../../texts/en/numbers.ts";
import { shell } from "../../texts/en/shell.ts";
import { NumberAnswer } from "./NumberAnswer.tsx";
import { NumberFacts } from "./NumberFacts.tsx";
import { NumberForm } from "./NumberForm.tsx";
import { OrderCard } from "./OrderCard.tsx";
import { ServiceShape } from "./NumberState.tsx";
import "./Numbers.css";

export type NumberAnswer = Answers["tracking"]["number"];

const KINDS = ["number", "source", "receiver", "queue", "account", "lifecycle", "errand"] as const;

/** One tracking number: what it does now and why, then what can be changed about it. */
export function NumberPage({ id }: { id: string }) {
  const { account } = useViewer();
  const number = useResource(KINDS, () => api().tracking.number.query({ id }), [id]);
  const now = number.data.value;
  const changes = mayIn(account, "change routing");
  return (
    <Page
      title={now?.shown ?? texts.number}
      state={now && <Answer number={now} />}
      back={{ href: listHref("numbers"), label: shell.rooms.numbers }}
    >
      <Loaded of={number} label={texts.loadingOne}>
        {(answer) => {
          const editable = changes && answer.parked === null && isOurs(answer);
          const shared = { number: answer, refetch: number.refetch };
          return (
            <>
              <div class="number-page">
                <div class="number-column">
                  <NumberAnswer {...shared} editable={editable} />
                  <NumberForm {...shared} editable={editable} />
                </div>
                <div class="number-column">
                  <NumberFacts number={answer} />
                  {answer.errand && <OrderCard order={answer.errand} />}
                </div>
              </div>
              <ZoneNote account />
            </>
          );
        }}
      </Loaded>
    </Page>
  );
}

const isOurs = ({ standing }: NumberAnswer) => standing.is !== "released" && standing.is !== "releasing";

function Answer({ number: { service, name } }: { number: NumberAnswer }) {
  return (
    <span class="number-answer">
      <ServiceShape service={service} size={12} />
      <span>
        <b>{name}</b> · {texts.labels[service.label]}: {service.why}.
      </span>
    </span>
  );
}
