// mark(question, answer): the copy of marking.py for practice. Exam pages have no keys and do not load it.
//
// An answer is one text: `B`, `AC`, `对`, ordering `BCA`, matching `BA-` by stem, blanks joined by \x1f, an essay's text.
// All marks are hundredths of a point. tests/data/marking holds both copies to one table of cases.
(function (B) {
  'use strict';
  if (B.mark) return;
  const SEPARATOR = '\x1f';
  const STOPS = '，。；：、！？,.;:!?（）()《》「」“”"\'';

  // points × part / whole, rounded half up; whole numbers only.
  B.share = (points, part, whole) => Math.floor((2 * points * part + whole) / (2 * whole));

  // What c right ones of k, with `wrong` wrong ones beside them, earn under a policy.
  B.pay = (policy, points, c, wrong, k) => {
    if (policy.kind === 'net_correct') return B.share(points, Math.max(c - wrong, 0), k);
    if (wrong || !c) return 0;
    if (c === k) return points;
    if (policy.kind === 'per_option') return policy.value * c;
    if (policy.kind === 'flat') return policy.value;
    return policy.kind === 'proportional' ? B.share(points, c, k) : 0;
  };

  const policyOf = (question) => question.policy || {kind: 'all_or_nothing', value: 0};

  const exact = (question, answer) => (answer === question.answer ? question.points : 0);

  const several = (question, answer) => {
    const right = new Set(question.answer);
    const chosen = Array.from(new Set(answer));
    const c = chosen.filter((letter) => right.has(letter)).length;
    return B.pay(policyOf(question), question.points, c, chosen.length - c, right.size);
  };

  const pairs = (letters) => new Set(Array.from(letters.slice(1), (letter, i) => letters[i] + letter));

  const ordering = (question, answer) => {
    if (policyOf(question).kind !== 'pairs') return exact(question, answer);
    const wanted = pairs(question.answer);
    const got = pairs(answer);
    return B.share(question.points, Array.from(wanted).filter((pair) => got.has(pair)).length, wanted.size);
  };

  const matching = (question, answer) => {
    const right = Array.from(question.answer).filter((letter, i) => answer[i] === letter).length;
    return B.share(question.points, right, question.answer.length);
  };

  // The words right behind a blank, as compared: a candidate may repeat the unit that stands there.
  B.following = (text) => {
    const words = Array.from(B.normalise(Array.from(text).slice(0, 12).join('')));
    const end = words.findIndex((sign) => STOPS.includes(sign));
    return (end < 0 ? words : words.slice(0, end)).join('');
  };

  const fitsExactly = (blank, given) => {
    if (Array.isArray(blank)) return blank.some((text) => given === B.normalise(text));
    const value = B.micro(given.replace(/,/g, ''));
    return value !== null && Math.abs(value - blank.number) <= blank.tolerance;
  };

  // Whether a text fills a blank: a list of accepted texts, or {number, tolerance} in millionths.
  B.fits = (blank, text, after) => {
    const given = B.normalise(text);
    if (!given) return false;
    const candidates = [given];
    for (let length = 1; length <= after.length; length += 1) {
      if (given.endsWith(after.slice(0, length))) candidates.push(given.slice(0, given.length - length));
    }
    return candidates.some((candidate) => fitsExactly(blank, candidate));
  };

  // For each blank whether it is filled right.
  B.fittingBlanks = (question, answer) => {
    const given = answer.split(SEPARATOR);
    return question.answer.map((blank, i) => i < given.length && B.fits(blank, given[i], B.following(question.after[i])));
  };

  const blanks = (question, answer) =>
    B.share(question.points, B.fittingBlanks(question, answer).filter(Boolean).length, question.answer.length);

  const markers = {
    single_choice: exact,
    true_false: exact,
    multiple_choice: several,
    indefinite_choice: several,
    ordering,
    matching,
    fill_blank: blanks,
  };

  // Hundredths for an answer; null where only people can tell.
  B.mark = (question, answer) => {
    const marker = markers[question.type];
    if (!marker) return null;
    return answer ? marker(question, answer) : 0;
  };

  // A practice result. `answers` is part id → answer; essays do not count. Passed is decided in whole numbers, and the
  // percentage is cut, never rounded up: 59.96 must not read 60.0 beside 未通过.
  B.tally = (questions, answers, passMark) => {
    const objectives = new Map();
    const result = {score: 0, max: 0, unanswered: 0, objectives: []};
    for (const question of questions) {
      const marks = B.mark(question, answers[question.id]);
      if (marks === null) continue;
      const id = question.objective || '';
      if (!objectives.has(id)) objectives.set(id, {id, score: 0, max: 0});
      for (const sum of [result, objectives.get(id)]) {
        sum.score += marks;
        sum.max += question.points;
      }
      if (!answers[question.id]) result.unanswered += 1;
    }
    result.objectives = Array.from(objectives.values());
    result.passed = 100 * result.score >= passMark * result.max;
    result.percent = B.percent(result.score, result.max);
    return result;
  };

  B.percent = (score, max) => (max ? Math.floor((1000 * score) / max) / 10 : 0);
})(globalThis.Banxing = globalThis.Banxing || {});
