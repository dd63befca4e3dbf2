import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { Logo } from "./Logo.tsx";
import { shell } from "../../texts/en/shell/shell.ts";
import { format } from "../../texts/format.ts";
import "./Page.css";
import "./CenteredPage.css";

interface CenteredPageProps {
  title: string;
  sub?: ComponentChildren;
  /** Links below the card. */
  foot?: ComponentChildren;
  children: ComponentChildren;
}

/** The layout of every page before the sign-in. */
export function CenteredPage({ title, sub, foot, children }: CenteredPageProps) {
  useEffect(() => {
    document.title = format(shell.gateTitle, { page: title });
  }, [title]);
  return (
    <main class="gate">
      <p class="centered-page-mark">
        <Logo />
        {shell.product}
      </p>
      <div class="centered-page-card">
        <header>
          <h1>{title}</h1>
          {sub && <p class="cb-muted">{sub}</p>}
        </header>
        {children}
      </div>
      {foot}
    </main>
  );
}
