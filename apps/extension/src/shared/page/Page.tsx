import { Icon } from "@callboard/ui/Icon";
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { shell as texts } from "../../texts/en/shell/shell.ts";
import { format } from "../../texts/format.ts";
import { useViewer } from "../viewer.ts";
import "./Page.css";

interface PageProps {
  title: string;
  /** The answer first: one sentence of how things stand. While it is not known its line is kept. */
  state?: ComponentChildren;
  action?: ComponentChildren;
  /** Where a page of one record leads back to: its list, as `listHref` remembers it. */
  back?: { href: string; label: string };
  children: ComponentChildren;
}

let hasNavigated = false;
addEventListener("hashchange", () => (hasNavigated = true));

/** A screen of the console. Moving to it moves the focus to its title, so that it is read out and Tab goes on from there. */
export function Page({ title, state, action, back, children }: PageProps) {
  const { account } = useViewer();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // What has put the focus on a place of its own, as a list that one comes back to, knows better.
    if (hasNavigated && !document.activeElement?.closest(".page")) heading.current?.focus();
  }, []);
  useEffect(() => {
    const { name, label } = account;
    const named = label === "active" ? name : format(texts.labeled, { name, label: texts.state[label] });
    document.title = format(texts.tabTitle, { page: title, account: named });
  }, [title, account.name, account.label]);
  return (
    <div class="page">
      <header class="page-head">
        <div class="page-words">
          {back && (
            <a class="page-back" href={back.href}>
              <Icon name="chevron-right" size={14} />
              {back.label}
            </a>
          )}
          <h1 ref={heading} tabIndex={-1}>
            {title}
          </h1>
          {state !== undefined && <p class="page-state">{state}</p>}
        </div>
        {action && <div class="page-action">{action}</div>}
      </header>
      {children}
    </div>
  );
}
