// Runs before anything is painted: the theme of the last visit, so that a dark screen never flashes white.
(function () {
  try {
    var choice = localStorage.getItem("callboard.theme");
    if (choice === "light" || choice === "dark") document.documentElement.dataset.theme = choice;
  } catch {
    // No storage: the system's theme is used.
  }
})();
