// The number swap on an account's website: asks which tracking numbers to show and puts them where the page's own stand.
// Served without these comment lines (`swapScript.ts`), so each one has a line of its own. Whatever goes wrong, the page
// keeps its own numbers.
(() => {
  const script = /** @type {HTMLScriptElement | null} */ (document.currentScript);
  if (!script) return;
  const { key = "", storage } = script.dataset;
  const server = script.src;
  const ADDRESS_MAX = 2000;
  const landing = {
    page: location.href.replace(/#.*/, "").slice(0, ADDRESS_MAX),
    referrer: document.referrer.slice(0, ADDRESS_MAX),
  };
  const MEMORY = "callboard-source";
  const TIMEOUT_MS = 3000;
  // Pages that render later change often, so they are looked through at intervals, and not for ever.
  const SCAN_INTERVAL_MS = 200;
  let scansLeft = 2000;
  const REQUESTS_MAX = 10;
  let requestsLeft = REQUESTS_MAX;
  const TEXTS_PER_REQUEST = 30;
  const TEXT_MAX = 60;
  const PHONE = /[+(]?\d[\d\s()./\u2010-\u2015-]{5,}\d/g;
  // Part of a longer word or an address: no phone number.
  const JOINED_BEFORE = /[\w=&#%/@]/;
  const JOINED_AFTER = /^(?!x\d|ext)[\w=&#%@]/i;
  const UNTOUCHED = "script,style,noscript,textarea,template,[contenteditable]";
  const LINKS = 'a[href^="tel:" i]';

  // Each text that was asked about, with the text that stands there instead.
  /** @type {Map<string, string>} */
  const answers = new Map();
  /** @type {Set<string>} */
  let unknown = new Set();
  let isAsking = false;
  let isScheduled = false;

  const swapped = (/** @type {string} */ text) =>
    text.replace(PHONE, (phone, at) => {
      const before = text[at - 1] || " ";
      const after = text.slice(at + phone.length);
      if (phone.length > TEXT_MAX || JOINED_BEFORE.test(before) || JOINED_AFTER.test(after)) return phone;
      const answer = answers.get(phone);
      if (answer === undefined) unknown.add(phone);
      return answer || phone;
    });

  const swapText = (/** @type {Node} */ node) => {
    const text = node.nodeValue || "";
    if (text.search(PHONE) < 0 || node.parentElement?.closest(UNTOUCHED)) return;
    const next = swapped(text);
    if (next !== text) node.nodeValue = next;
  };

  const swapLink = (/** @type {Element} */ link) => {
    for (const name of ["href", "title", "aria-label"]) {
      const value = link.getAttribute(name);
      if (!value) continue;
      if (name !== "href") {
        if (swapped(value) !== value) link.setAttribute(name, swapped(value));
        continue;
      }
      const number = decodeURIComponent(value.slice(4));
      const next = swapped(number);
      if (next !== number) link.setAttribute(name, `tel:${encodeURI(next)}`);
    }
  };

  const memory = () => (storage === "none" ? null : localStorage);
  // The source and when it was recognized; null where the page or the browser forbids storage.
  const remembered = () => {
    try {
      const [source, at] = JSON.parse(memory()?.getItem(MEMORY) || "[]");
      return source && { source, seconds: Math.max(0, Math.floor((Date.now() - at) / 1000)) };
    } catch {
      return null;
    }
  };
  const remember = (/** @type {{ source: string | null, recognized: boolean }} */ { source, recognized }) => {
    try {
      if (recognized) memory()?.setItem(MEMORY, JSON.stringify([source, Date.now()]));
      else if (!source) memory()?.removeItem(MEMORY);
    } catch {}
  };

  const ask = async (/** @type {string[]} */ texts) => {
    const endpoint = new URL("swap", server);
    endpoint.search = `${new URLSearchParams({ key, ...landing, ...remembered() })}`;
    for (const text of texts) endpoint.searchParams.append("text", text);
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), TIMEOUT_MS);
    try {
      const response = await fetch(endpoint, {
        signal: stop.signal,
        credentials: "omit",
        referrerPolicy: "no-referrer",
      });
      if (!response.ok) return false;
      const answer = await response.json();
      for (const text of texts) {
        const next = answer.texts[text];
        const isNumber = /^[\d\s()+./\u2010-\u2015-]+$/.test(next);
        answers.set(text, isNumber ? next : text);
        // What stands there now needs no question of its own.
        if (isNumber && !answers.has(next)) answers.set(next, next);
      }
      remember(answer);
      return true;
    } catch {
      return false;
    } finally {
      clearTimeout(timer);
    }
  };

  const scan = async () => {
    isScheduled = false;
    unknown = new Set();
    const walker = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) swapText(walker.currentNode);
    for (const link of document.querySelectorAll(LINKS))
      try {
        swapLink(link);
      } catch {}
    // The first request is sent even without numbers: a visitor may land on a page that has none.
    if (isAsking || requestsLeft < 1 || (unknown.size === 0 && requestsLeft < REQUESTS_MAX)) return;
    requestsLeft -= 1;
    isAsking = true;
    if (!(await ask([...unknown].slice(0, TEXTS_PER_REQUEST)))) requestsLeft = 0;
    isAsking = false;
    void scan();
  };

  const scheduleScan = () => {
    if (isScheduled || scansLeft < 1) return;
    isScheduled = true;
    scansLeft -= 1;
    setTimeout(scan, SCAN_INTERVAL_MS);
  };

  const start = () => {
    void scan();
    new MutationObserver(scheduleScan).observe(document.documentElement, {
      subtree: true,
      childList: true,
      characterData: true,
      attributeFilter: ["href"],
    });
  };
  if (document.readyState === "loading") addEventListener("DOMContentLoaded", start);
  else start();
})();
