import type { CardField, CardFormInput } from "./testCards.ts";

export interface PageState {
  account: string;
  values: Omit<CardFormInput, "number" | "code">;
  error: { field: CardField | null; why: string } | null;
}

const escapeHtml = (text: string): string =>
  text.replace(/[&<>"]/g, (character) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[character]!);

const STYLE = `:root{color-scheme:light dark;font:15px/1.45 system-ui,sans-serif}
body{margin:0;min-height:100vh;display:grid;place-items:center;background:light-dark(#f4f5f8,#14171c);color:light-dark(#1c2330,#e8ebf1)}
main{box-sizing:border-box;width:min(400px,100% - 32px);padding:28px;border:1px solid light-dark(#d9dce4,#333943);border-radius:12px;background:light-dark(#fff,#1d2128)}
h1{margin:0;font-size:20px}p{margin:8px 0 20px;color:light-dark(#5b6474,#a2aaba)}
label{display:grid;gap:4px;margin-block-end:14px;font-size:13px;font-weight:550}
input{box-sizing:border-box;width:100%;min-width:0;font:inherit;font-weight:400;padding:9px 10px;border:1px solid light-dark(#8b93a3,#6c7585);border-radius:6px;background:light-dark(#fff,#14171c);color:inherit}
input:focus-visible,button:focus-visible{outline:2px solid light-dark(#3556c4,#9db4ff);outline-offset:1px}
input[aria-invalid]{border-color:light-dark(#b3261e,#ff9d94)}
.pair{display:grid;grid-template-columns:1fr 1fr;gap:12px}
.wrong{font-weight:400;color:light-dark(#b3261e,#ff9d94)}
button{width:100%;padding:10px;border:0;border-radius:6px;background:light-dark(#3556c4,#9db4ff);color:light-dark(#fff,#10131a);font:inherit;font-weight:600;cursor:pointer}
small{display:block;margin-block-start:16px;color:light-dark(#5b6474,#a2aaba)}`;

const pageFrame = (title: string, body: string): string => `<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="referrer" content="no-referrer">
<title>${escapeHtml(title)}</title><style>${STYLE}</style></head><body><main>${body}</main></body></html>`;

/** The form. Card numbers and codes are never sent back. */
export function formPage({ account, values, error }: PageState): string {
  const field = (name: CardField, label: string, attributes: string, value = "") => {
    const isInvalid = error?.field === name;
    const invalidAttributes = isInvalid ? ` aria-invalid="true" aria-describedby="${name}-wrong"` : "";
    return `<label>${label}<input name="${name}" value="${escapeHtml(value)}" ${attributes}${invalidAttributes} required>${
      isInvalid ? `<span class="wrong" id="${name}-wrong" role="alert">${escapeHtml(error.why)}</span>` : ""
    }</label>`;
  };
  return pageFrame(
    "Add a card",
    `<h1>Add a card</h1><p>For ${escapeHtml(account)}. The number stays on this page of the payment provider: Callboard is told its last four digits.</p>
${error && error.field === null ? `<p class="wrong" role="alert">${escapeHtml(error.why)}</p>` : ""}
<form method="post" autocomplete="off">${field("number", "Card number", 'inputmode="numeric" autocomplete="cc-number" maxlength="30" autofocus')}
<div class="pair">${field("expiry", "Expires", 'placeholder="MM / YY" autocomplete="cc-exp" maxlength="9"', values.expiry)}
${field("code", "Security code", 'inputmode="numeric" autocomplete="cc-csc" maxlength="4"')}</div>
${field("holder", "Name on the card", 'autocomplete="cc-name" maxlength="120"', values.holder)}
<button>Add card</button></form><small>Sandbox of the demo: it takes the well-known test cards and moves no money.</small>`,
  );
}

export const donePage = (card: string, account: string): string =>
  pageFrame(
    "Card added",
    `<h1>Card added</h1><p>${escapeHtml(card)} is with ${escapeHtml(account)} now. You can close this tab and go back to Callboard.</p>`,
  );

export const expiredPage = (): string =>
  pageFrame(
    "This page is over",
    "<h1>This page is over</h1><p>Ask for a new one in Callboard under Payment methods.</p>",
  );
