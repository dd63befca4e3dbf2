import type { Answers } from "../../api.ts";
import { clockTime, type Reader } from "../../shell/times.ts";
import { history as texts } from "../../texts/en/history.ts";
import { say } from "../../texts/say.ts";

export type Change = Answers["history"]["list"]["changes"][number];

/** Who did what, when and why; below it the fields that differ. */
export function ChangeLine({ change, reader }: { change: Change; reader: Reader }) {
  const { at, by, byOneself, action, cause, fields } = change;
  return (
    <li class="change">
      <time class="change-time" dateTime={new Date(at).toISOString()}>
        {clockTime(at, reader)}
      </time>
      <div class="change-words">
        <p>
          <strong>{byOneself ? texts.you : by}</strong> {action}
        </p>
        {cause && <p class="cb-quiet">{say(texts.cause, { cause })}</p>}
        {fields.length > 0 && (
          <dl class="change-fields">
            {fields.map(({ label, before, after }) => (
              <div key={label}>
                <dt>{label}</dt>
                <dd>
                  <del>
                    <span class="cb-unseen">{texts.was} </span>
                    {before}
                  </del>
                  <span aria-hidden="true"> → </span>
                  <ins>
                    <span class="cb-unseen">{texts.is} </span>
                    {after}
                  </ins>
                </dd>
              </div>
            ))}
          </dl>
        )}
      </div>
    </li>
  );
}
