// A reader's records as one file: out, and in again beside what is there. Exams never go into it. No document.
//
// {"format": "banxing-study/1", "exported": "…", "records": {key without prefix: value}}
(function (B) {
  'use strict';
  if (B.exportRecords) return;
  const FORMAT = 'banxing-study/1';
  const PREFIX = 'banxing/1/';
  const KEY = /^(practice|inline|ticks|read)\/[a-z0-9][a-z0-9/#-]*$/;

  const isEntry = (entry) => !('r' in entry) || Array.isArray(entry.r);

  const record = (value) => {
    const sound = B.parseRecord(JSON.stringify(value));
    if (!sound || !Object.values(sound.answers).every((entry) => B.isTime(entry.t) && isEntry(entry))) return null;
    const {quiz, answers, view} = sound;
    const results = B.resultsOf(sound).map(({t, score, max}) => [t, score, max]);
    return {quiz: String(quiz), answers, results, view: view && B.isTime(view.t) ? view : undefined};
  };

  // A clock that was ahead must not win over all that comes later; there is even a last time, which nothing could follow.
  const bounded = (value, latest) => {
    const bound = (time, more) => (B.isTime(time) && time > latest ? latest + more : time);
    const copy = JSON.parse(JSON.stringify(value), (name, each) => (name === 't' ? bound(each, 0) : each));
    // Results are told apart by their time.
    if (copy && Array.isArray(copy.results)) {
      copy.results = copy.results.map((each, i) => (Array.isArray(each) ? [bound(each[0], i), ...each.slice(1)] : each));
    }
    return copy;
  };

  const stamped = (value, isSound) =>
    (value && typeof value === 'object' && B.isTime(value.t) && isSound(value) ? value : null);

  const later = (mine, theirs) => (mine && mine.t >= theirs.t ? mine : theirs);

  // For each kind: what of a value can be used (null: nothing), and two of them made one.
  const kinds = {
    practice: {read: record, merge: B.mergeRecords},
    inline: {read: record, merge: B.mergeRecords},
    ticks: {read: (value) => stamped(B.tickRecord(value), (ticks) => ticks.on.every((box) => typeof box === 'string')), merge: later},
    read: {read: (value) => stamped(value, (mark) => typeof mark.done === 'boolean'), merge: later},
  };

  const kindOf = (key) => kinds[key.split('/')[0]];

  const parsed = (text) => {
    try {
      return JSON.parse(text);
    } catch (error) {
      return null;
    }
  };

  // `storage` is [key, text] of everything kept. Keys without the prefix → values, of what is a reader's own.
  B.exportRecords = (storage) => {
    const records = {};
    for (const [name, text] of storage) {
      const key = name.slice(PREFIX.length);
      const value = name.startsWith(PREFIX) && KEY.test(key) ? kindOf(key).read(parsed(text)) : null;
      if (value) records[key] = value;
    }
    return records;
  };

  B.exportText = (records, now) => JSON.stringify({format: FORMAT, exported: now.toISOString(), records});

  // Text of a file → [key with prefix, text to write] of every record, merged into what `kept(key)` gives as text; null
  // for a file that is not one of these from end to end. Nothing in it counts as later than a day from `now`.
  B.importRecords = (text, kept, now = Date.now()) => {
    const file = parsed(text);
    if (!file || file.format !== FORMAT || !file.records || typeof file.records !== 'object') return null;
    const writes = [];
    for (const [key, value] of Object.entries(file.records)) {
      const theirs = KEY.test(key) ? kindOf(key).read(bounded(value, now + 864e5)) : null;
      if (!theirs) return null;
      const {read, merge} = kindOf(key);
      const mine = read(parsed(kept(PREFIX + key)));
      writes.push([PREFIX + key, JSON.stringify(mine ? merge(mine, theirs) : theirs)]);
    }
    return writes;
  };

  // What deleting everything would take: {practice, read, ticks, exams: [{started, done}], receipts}.
  B.everything = (storage) => {
    const all = {practice: 0, read: 0, ticks: 0, receipts: 0, exams: []};
    for (const [name, text] of storage) {
      if (!name.startsWith(PREFIX)) continue;
      const value = parsed(text) || {};
      const [kind] = name.slice(PREFIX.length).split('/');
      if (kind === 'exam' && value.candidate) all.exams.push({started: value.started, done: Boolean(value.response)});
      else if (kind === 'exam') all.receipts += Array.isArray(value.receipts) ? value.receipts.length : 0;
      else if (kind === 'practice' || kind === 'inline') all.practice += 1;
      else if (kind === 'read' && value.done) all.read += 1;
      else if (kind === 'ticks' && (B.tickRecord(value) || {on: []}).on.length) all.ticks += 1;
    }
    return all;
  };
})(globalThis.Banxing = globalThis.Banxing || {});
