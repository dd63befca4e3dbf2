import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { Logo } from "./Logo.tsx";
import { shell } from "../../texts/en/shell/shell.ts";
import { format } from "../../texts/format.ts";
import "./Page.css";
import "./CenteredPage.css";

interface CenteredPageProps {
  title: string;
  subtitle?: ComponentChildren;
  /** Links below the card. */
  foot?: ComponentChildren;
  children: ComponentChildren;
}

/** The layout of pages outside the console's frame, most of them shown to people who aren't signed in. */
export function CenteredPage({ title, subtitle, foot, children }: CenteredPageProps) {
  useEffect(() => {
    document.title = format(shell.centeredPageTitle, { page: title });
  }, [title]);
  return (
    <main class="centered-page">
      <p class="centered-page-mark">
        <Logo />
        {shell.product}
      </p>
      <div class="centered-page-card">
        <header>
          <h1>{title}</h1>
          {subtitle && <p class="cb-muted">{subtitle}</p>}
        </header>
        {children}
      </div>
      {foot}
    </main>
  );
}
