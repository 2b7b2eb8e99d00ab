// Sets the colour scheme before anything is painted, so that a dark page never flashes white.
(function () {
  var chosen = null;
  try {
    chosen = window.localStorage.getItem('clawstead-scheme');
  } catch {
    // Storage is closed to us: the system's scheme it is.
  }
  var dark =
    chosen === 'dark' ||
    (chosen !== 'light' && window.matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light');
})();
