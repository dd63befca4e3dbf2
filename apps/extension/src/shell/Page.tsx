import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { shell as texts } from "../texts/en/shell.ts";
import { say } from "../texts/say.ts";
import { useViewer } from "./viewer.ts";
import "./Page.css";

interface PageProps {
  title: string;
  /** The answer first: one sentence of how things stand. */
  state?: ComponentChildren;
  action?: ComponentChildren;
  children: ComponentChildren;
}

let moved = false;
addEventListener("hashchange", () => (moved = true));

/** A screen of the console. Moving to it moves the focus to its title, so that it is read out and Tab goes on from there. */
export function Page({ title, state, action, children }: PageProps) {
  const { account } = useViewer();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (moved) heading.current?.focus();
  }, []);
  useEffect(() => {
    document.title = say(texts.tabTitle, { page: title, account: account.name });
  }, [title, account.name]);
  return (
    <div class="page">
      <header class="page-head">
        <div class="page-words">
          <h1 ref={heading} tabIndex={-1}>
            {title}
          </h1>
          {state && <p class="page-state">{state}</p>}
        </div>
        {action && <div class="page-action">{action}</div>}
      </header>
      {children}
    </div>
  );
}
