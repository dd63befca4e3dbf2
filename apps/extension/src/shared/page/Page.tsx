import { Icon } from "@callboard/ui/Icon";
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { shell as texts } from "../../texts/en/shell/shell.ts";
import { format } from "../../texts/format.ts";
import { useViewer } from "../viewer.ts";
import "./Page.css";

interface PageProps {
  title: string;
  /** The page's state in one sentence. Its line is reserved while that is unknown. */
  summary?: ComponentChildren;
  action?: ComponentChildren;
  /** The list that a record's page leads back to, from `listHref`. */
  back?: { href: string; label: string };
  children: ComponentChildren;
}

/** False for the first page of a visit: the browser then reads out the document's title by itself. */
let hasNavigated = false;
addEventListener("hashchange", () => (hasNavigated = true));

/** A page of the console. Opening it focuses its title, so that it is read out and Tab continues from there. */
export function Page({ title, summary, action, back, children }: PageProps) {
  const { account } = useViewer();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // If something has already set the focus, like a restored list, leave it.
    if (hasNavigated && !document.activeElement?.closest(".page")) heading.current?.focus();
  }, []);
  useEffect(() => {
    const { name, label } = account;
    const accountTitle = label === "active" ? name : format(texts.labeled, { name, label: texts.state[label] });
    document.title = format(texts.tabTitle, { page: title, account: accountTitle });
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
          {summary !== undefined && <p class="page-state">{summary}</p>}
        </div>
        {action && <div class="page-action">{action}</div>}
      </header>
      {children}
    </div>
  );
}
