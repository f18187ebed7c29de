// What is kept in localStorage: one JSON a quiz and candidate, merged answer by answer.
//
// An answer is {v: text in authored letters, t: when it was given (ms), p: fingerprint of the question,
// c: true once checked, f: true while flagged in an exam, s: true while its question has changed since, r: its place in
// the review, if it was ever wrong (schedule.js), o: true once an essay was held against its rubric}. An emptied answer stays as v ''. `results` are what 查看结果 said:
// [when, hundredths, of so many].
(function (B) {
  'use strict';
  if (B.Store) return;
  const PREFIX = 'banxing/1/';

  // A candidate's id may hold any sign; `/` in it must not look like another quiz.
  B.storageKey = (mode, quiz, id) => PREFIX + mode + '/' + quiz + '/' + (id || '').replace(/[%/]/g, encodeURIComponent);

  const isEntry = (entry) =>
    Boolean(entry) && typeof entry.v === 'string' && typeof entry.p === 'string' && Number.isFinite(entry.t);

  // Text from storage → a record, or null for what is none.
  B.parseRecord = (text) => {
    let record = null;
    try {
      record = JSON.parse(text);
    } catch (error) {
      return null;
    }
    if (!record || typeof record !== 'object' || !record.answers || typeof record.answers !== 'object') return null;
    const answers = {};
    for (const [part, entry] of Object.entries(record.answers)) if (isEntry(entry)) answers[part] = entry;
    const {view} = record;
    const sound = Boolean(view) && Number.isFinite(view.t) && Array.isArray(view.hide);
    const results = Array.isArray(record.results) ? record.results.filter(Array.isArray) : undefined;
    return Object.assign({}, record, {answers, results, view: sound ? view : undefined});
  };

  const later = (a, b) => {
    if (!a || !b) return a || b;
    const [won, lost] = b.t > a.t ? [b, a] : [a, b];
    // A place in the review is never given up: a tab that had not heard of it does not take it away.
    return lost.r && !won.r && lost.p === won.p ? Object.assign({r: lost.r}, won) : won;
  };

  // Two tabs' records of one candidate: the later answer of each part, the first handing-in.
  B.mergeRecords = (mine, theirs) => {
    if (!theirs) return mine;
    const answers = Object.assign({}, mine.answers);
    for (const [part, entry] of Object.entries(theirs.answers)) answers[part] = later(answers[part], entry);
    const merged = Object.assign({}, theirs, mine, {answers});
    const view = later(mine.view, theirs.view);
    if (view) merged.view = view;
    if (theirs.response) merged.response = theirs.response;
    const results = new Map((theirs.results || []).concat(mine.results || []).map((result) => [result[0], result]));
    if (results.size) merged.results = Array.from(results.values());
    return merged;
  };

  // When an answer is given: later than what it replaces even where the clock was set back.
  B.stamp = (before) => Math.max(Date.now(), before ? before.t + 1 : 0);

  // Whether a question has changed since it was answered, or since it was put on the review's list.
  B.hasChanged = (entry, print) => Boolean(entry.s || (entry.p !== print && (entry.v || entry.r)));

  // Answers to a text that has changed since are emptied and marked; an essay's text is kept to be looked at again.
  B.dropChanged = (record, questions) => {
    for (const question of questions) {
      const entry = record.answers[question.id];
      if (!entry || entry.p === question.print) continue;
      const kept = question.type === 'essay' ? entry.v : '';
      record.answers[question.id] = {v: kept, t: B.stamp(entry), p: question.print, s: B.hasChanged(entry, question.print)};
    }
    return record;
  };

  B.Store = class Store {
    // `onResult(saved)` hears after each attempt whether this device can save.
    constructor(key, onResult) {
      this.key = key;
      this.onResult = onResult;
    }

    read() {
      try {
        return B.parseRecord(localStorage.getItem(this.key));
      } catch (error) {
        return null;
      }
    }

    // Merges what another tab may have written, saves, and returns the merged record.
    write(record) {
      const merged = B.mergeRecords(record, this.read());
      try {
        localStorage.setItem(this.key, JSON.stringify(merged));
        this.onResult(true);
      } catch (error) {
        this.onResult(false);
      }
      return merged;
    }
  };

  // A banner on top for as long as saving fails; leaving the page then asks first.
  B.watchSaving = (root, text) => {
    const banner = B.element('p', {class: 'bx-unsaved', role: 'alert', hidden: true});
    root.prepend(banner);
    const ask = (event) => {
      event.preventDefault();
      event.returnValue = '';
    };
    return (saved) => {
      if (banner.hidden === saved) return;
      banner.hidden = saved;
      banner.textContent = saved ? '' : text;
      if (saved) window.removeEventListener('beforeunload', ask);
      else window.addEventListener('beforeunload', ask);
    };
  };
})(globalThis.Banxing = globalThis.Banxing || {});
