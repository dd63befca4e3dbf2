import { Card } from "@callboard/ui/Card";
import { api } from "../../data/api.ts";
import { useResource } from "../../data/liveResource.ts";
import { href } from "../../shared/route.ts";
import { Loaded } from "../../shared/page/Loaded.tsx";
import { lifecycle } from "../../texts/en/lifecycle.ts";
import { OpenReleasesNotice } from "./OpenReleasesNotice.tsx";
import "./Lifecycle.css";

const texts = lifecycle.openRequests;

/** Provider requests of a cancellation that haven't ended yet. */
export function OpenRequestsCard() {
  const outstanding = useResource(["providerRequest", "lifecycle", "run", "number"], () =>
    api().lifecycle.outstanding.query(),
  );
  return (
    <Loaded resource={outstanding} label={texts.loading}>
      {({ orders, more: hasMore, remainingNumbers }) => (
        <>
          {remainingNumbers && <OpenReleasesNotice remainingNumbers={remainingNumbers} />}
          {orders.length > 0 && (
            <Card title={texts.title} subtitle={texts.subtitle}>
              <ul class="action-list">
                {orders.map((order) => (
                  <li key={order.id} class="action-row">
                    <span class="action-row-words">
                      <strong>{order.shown}</strong>
                      <span class="cb-muted">{order.why}</span>
                    </span>
                    <a href={href("numbers", "orders", order.id)}>{texts.order}</a>
                  </li>
                ))}
              </ul>
              {hasMore && <p class="cb-muted disposition-hint">{texts.more}</p>}
            </Card>
          )}
        </>
      )}
    </Loaded>
  );
}
