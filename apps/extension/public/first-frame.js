// Before anything is painted: the last visit's theme, and in the popup its last frame (docs/decisions/0016).
(() => {
  const { app } = document.currentScript.dataset;
  const root = document.documentElement;
  let frame;
  try {
    const choice = localStorage.getItem("callboard.theme");
    if (choice === "light" || choice === "dark") root.dataset.theme = choice;
    const kept = app && JSON.parse(localStorage.getItem("callboard.snapshot"));
    frame = kept?.app === app && kept.frame;
    const dark = choice === "dark" || (choice !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
    if (frame?.dark !== dark || frame.until < Date.now()) frame = null;
  } catch {
    // Without storage it is the system's theme, and no frame.
  }
  const start = () => import(app);
  const show = () => {
    if (!frame) return start();
    const place = document.getElementById("root");
    place.innerHTML = frame.html;
    place.inert = true;
    const early = (window.callboardEarly = []);
    for (const type of ["keydown", "click"]) addEventListener(type, (event) => place.inert && early.push(event));
    // After the paint, and without one where nobody looks. The second import is none.
    requestAnimationFrame(() => setTimeout(start));
    setTimeout(start, 100);
  };
  if (app) document.addEventListener("readystatechange", show, { once: true });
})();
