// What this device knows of a reader's progress: modules said to be studied, and what practice came to.
(function (B) {
  'use strict';
  if (B.kept) return;
  const PREFIX = 'banxing/1/';
  const LAST_DAY = 8.64e15;

  // What stands under a key, or null for nothing, and for what no reader of it could use.
  B.kept = (key) => {
    try {
      const value = JSON.parse(localStorage.getItem(PREFIX + key));
      return value && typeof value === 'object' ? value : null;
    } catch (error) {
      return null;
    }
  };

  // Whether it could be kept.
  B.keep = (key, value) => {
    try {
      localStorage.setItem(PREFIX + key, JSON.stringify(value));
      return true;
    } catch (error) {
      return false;
    }
  };

  // Ticks of a checklist: {t: when, on: what is ticked}. They were a bare list once.
  B.tickRecord = (value) => {
    if (Array.isArray(value)) return {t: 0, on: value};
    return value && Array.isArray(value.on) ? value : null;
  };

  B.isTime = (time) => Number.isFinite(time) && Math.abs(time) <= LAST_DAY;

  // When the reader marked a module as studied; null when not, or when it was taken back.
  B.studied = (module) => {
    const mark = B.kept('read/' + module);
    return mark && mark.done === true && B.isTime(mark.t) ? mark.t : null;
  };

  const isSound = (result) =>
    Array.isArray(result) && result.length === 3 && result.every(Number.isFinite) &&
    B.isTime(result[0]) && result[1] >= 0 && result[2] > 0 && result[1] <= result[2];

  // The results of a practice record, oldest first: {t, score, max, percent}, the percentage cut as everywhere.
  B.resultsOf = (record) => (record && Array.isArray(record.results) ? record.results.filter(isSound) : [])
    .map(([t, score, max]) => ({t, score, max, percent: Math.floor((1000 * score) / max) / 10}))
    .sort((a, b) => a.t - b.t);

  B.bestOf = (results) => results.reduce((best, each) => (best && best.percent >= each.percent ? best : each), null);

  B.practiceKey = (quiz) => 'practice/' + quiz + '/';
})(globalThis.Banxing = globalThis.Banxing || {});
