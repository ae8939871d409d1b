// Before the first paint, so that a remembered theme does not flash the other one.
(function () {
  try {
    var theme = localStorage.getItem('theme');
    if (theme === 'dark' || theme === 'light') document.documentElement.dataset.theme = theme;
  } catch (blocked) { /* the browser keeps nothing: the system's theme it is */ }
})();
