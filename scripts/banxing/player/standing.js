// Where a reader stands in one practice quiz and in the whole of them. No document: tests/js runs it.
(function (B) {
  'use strict';
  if (B.standing) return;

  const countPart = (standing, entry, print, today) => {
    // Shown as changed, and never as done or due: it was another question that was answered.
    if (B.hasChanged(entry, print)) standing.changed += 1;
    if (entry.p !== print || entry.s) return;
    if (entry.v) standing.tried += 1;
    // An essay is done once it was written and held against its rubric, which may be folded again.
    if (standing.quiz.self ? entry.v && (entry.o || entry.c) : entry.c) standing.done += 1;
    const left = B.daysLeft(entry.r, today);
    if (left === 0) standing.due += 1;
    else if (left < Infinity) standing.waiting.push(left);
  };

  // `quiz` is {prints: part id → fingerprint, pass, self: true when there are essays alone}, `record` what the player
  // keeps of it, or null.
  B.standing = (quiz, record, today) => {
    const parts = Object.entries(quiz.prints);
    const results = B.resultsOf(record);
    const best = B.bestOf(results);
    const standing = {
      quiz, results, best, total: parts.length, tried: 0, done: 0, changed: 0, due: 0, waiting: [],
      last: results[results.length - 1] || null,
      passed: Boolean(best) && !quiz.self && B.passes(best, quiz),
    };
    for (const [part, print] of parts) {
      const entry = record ? record.answers[part] : null;
      if (entry) countPart(standing, entry, print, today);
    }
    return standing;
  };

  // In whole numbers, as everywhere.
  B.passes = (result, quiz) => 100 * result.score >= quiz.pass * result.max;

  B.sum = (all, name) => all.reduce((total, each) => total + each[name], 0);

  // Days from today → how many questions come back then, soonest first.
  B.upcoming = (standings) => {
    const days = new Map();
    for (const {waiting} of standings) for (const left of waiting) days.set(left, (days.get(left) || 0) + 1);
    return Array.from(days).sort((a, b) => a[0] - b[0]);
  };
})(globalThis.Banxing = globalThis.Banxing || {});
