import { Card } from "@callboard/ui/Card";
import { api } from "../../data/api.ts";
import { useResource } from "../../data/resource.ts";
import { href } from "../../shared/route.ts";
import { Loaded } from "../../shared/page/Loaded.tsx";
import { lifecycle } from "../../texts/en/lifecycle.ts";
import { OpenReleasesNotice } from "./OpenReleasesNotice.tsx";
import "./Lifecycle.css";

const texts = lifecycle.openEnds;

/** Provider requests of a cancellation that are still open, until the last one has ended. */
export function OpenRequestsCard() {
  const open = useResource(["errand", "lifecycle", "run", "number"], () => api().lifecycle.outstanding.query());
  return (
    <Loaded of={open} label={texts.loading}>
      {({ ends, more, left }) => (
        <>
          {left && <OpenReleasesNotice left={left} />}
          {ends.length > 0 && (
            <Card title={texts.title} sub={texts.sub}>
              <ul class="deeds">
                {ends.map((order) => (
                  <li key={order.id} class="deed">
                    <span class="deed-words">
                      <strong>{order.shown}</strong>
                      <span class="cb-quiet">{order.why}</span>
                    </span>
                    <a href={href("numbers", "orders", order.id)}>{texts.order}</a>
                  </li>
                ))}
              </ul>
              {more && <p class="cb-quiet leaving-hint">{texts.more}</p>}
            </Card>
          )}
        </>
      )}
    </Loaded>
  );
}
