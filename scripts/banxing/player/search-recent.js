// Recent searches, kept in this browser alone.
(function (B) {
  'use strict';
  if (B.recentSearches) return;
  const NAME = 'banxing/1/searches';
  const KEPT = 8;

  const list = () => {
    try {
      const kept = JSON.parse(localStorage.getItem(NAME));
      return Array.isArray(kept) ? kept.filter((words) => typeof words === 'string').slice(0, KEPT) : [];
    } catch (error) {
      return [];
    }
  };

  const keep = (searches) => {
    try {
      if (searches.length) localStorage.setItem(NAME, JSON.stringify(searches));
      else localStorage.removeItem(NAME);
    } catch (error) {
      // A browser that keeps nothing still searches.
    }
  };

  B.recentSearches = {
    list,
    add: (words) => keep([words].concat(list().filter((other) => other !== words)).slice(0, KEPT)),
    clear: () => keep([]),
  };
})(globalThis.Banxing = globalThis.Banxing || {});
