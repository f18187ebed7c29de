// Reviewing at intervals, with days and clocks of the test's choice.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { load, plain, read } from './load.mjs';

const DAY = 20000;

test('a wrong answer comes back after 1, 3 and 7 days, and then no more', () => {
  const B = load('schedule.js');
  let place = B.nextPlace(undefined, false, DAY);
  const waits = [];
  for (let day = DAY; B.daysLeft(place, day) !== Infinity; ) {
    const left = B.daysLeft(place, day);
    waits.push(left);
    assert.equal(B.daysLeft(place, day + left - 1), 1);
    day += left;
    place = B.nextPlace(place, true, day);
  }
  assert.deepEqual(waits, [1, 3, 7]);
  assert.equal(B.nextPlace(place, true, DAY + 99), place);
});

test('what was never wrong waits for nothing', () => {
  const B = load('schedule.js');
  assert.equal(B.nextPlace(undefined, true, DAY), undefined);
  assert.equal(B.daysLeft(undefined, DAY), Infinity);
});

test('right before its turn changes nothing, wrong at any time begins anew', () => {
  const B = load('schedule.js');
  const second = [1, DAY];
  assert.equal(B.nextPlace(second, true, DAY + 2), second);
  assert.deepEqual(plain(B.nextPlace(second, true, DAY + 3)), [2, DAY + 3]);
  for (const place of [[0, DAY], second, [2, DAY], [3, DAY]]) {
    assert.deepEqual(plain(B.nextPlace(place, false, DAY + 1)), [0, DAY + 1]);
  }
});

test('a turn that was missed stays due, and the next step counts from the day it is taken', () => {
  const B = load('schedule.js');
  assert.equal(B.daysLeft([0, DAY], DAY + 40), 0);
  assert.deepEqual(plain(B.nextPlace([0, DAY], true, DAY + 40)), [1, DAY + 40]);
});

test('a clock that was ahead and is set right does not hide a question for years', () => {
  const B = load('schedule.js');
  assert.equal(B.daysLeft([0, DAY + 1000], DAY), 0);
  assert.equal(B.daysLeft([2, DAY + 2], DAY), 0);
  // One day ahead is a journey west, or midnight passed in another tab: no reason to ask what was just asked.
  assert.equal(B.daysLeft([0, DAY + 1], DAY), 2);
});

test('a place that is none is due never', () => {
  const B = load('schedule.js');
  for (const place of [null, 3, '01', [], [0], [0, '20000'], [9, DAY], [-1, DAY], ['map', DAY], [0, NaN], {}]) {
    assert.equal(B.daysLeft(place, DAY), Infinity, JSON.stringify(place));
  }
});

test('days are those of the calendar, over both changes of the clock and at any hour', () => {
  // A zone of its own for each: an hour, half an hour (Lord Howe), none.
  const script = `
    eval(process.argv[1]);
    const B = globalThis.Banxing;
    const day = (...at) => B.dayOf(new Date(...at));
    const steps = [];
    for (const [month, date] of [[2, 6], [9, 30]]) {
      for (let i = 0; i < 10; i += 1) {
        const here = day(2027, month, date + i, 0, 1);
        steps.push(day(2027, month, date + i, 23, 59) - here, day(2027, month, date + i + 1, 0, 1) - here);
      }
    }
    process.stdout.write(Array.from(new Set(steps)).join());
  `;
  const source = read('scripts/banxing/player/schedule.js');
  for (const TZ of ['America/New_York', 'Europe/Berlin', 'Australia/Lord_Howe', 'Asia/Shanghai']) {
    const out = execFileSync(process.execPath, ['-e', script, source], { env: { ...process.env, TZ }, encoding: 'utf8' });
    assert.equal(out, '0,1', TZ);
  }
});

test('of two tabs none takes away a place in the review, or a result', () => {
  const B = load('store.js');
  const entry = (t, more) => Object.assign({ v: 'A', t, p: 'x' }, more);
  const heard = { answers: { a: entry(5, { c: true, r: [0, DAY] }), b: entry(5, { r: [0, DAY] }) }, results: [[5, 100, 200]] };
  const deaf = { answers: { a: entry(9), b: entry(9, { p: 'new' }) }, results: [[7, 200, 200], [5, 100, 200]] };
  for (const [mine, theirs] of [[heard, deaf], [deaf, heard]]) {
    const merged = plain(B.mergeRecords(mine, theirs));
    assert.deepEqual(merged.answers.a, entry(9, { r: [0, DAY] }));
    assert.equal(merged.answers.b.r, undefined, 'another text is another question');
    assert.deepEqual(merged.results.map(([when]) => when).sort(), [5, 7]);
  }
});

test('a question that has changed loses its place in the review', () => {
  const B = load('store.js');
  const record = { answers: { a: { v: 'A', t: 1, p: 'old', c: true, r: [1, DAY] } } };
  const { a } = B.dropChanged(record, [{ id: 'a', type: 'single_choice', print: 'new' }]).answers;
  assert.deepEqual([a.r, a.s, a.c], [undefined, true, undefined]);
});

test('one rule says what has changed, before the page of the practice was opened and after', () => {
  const B = load('core.js', 'store.js', 'schedule.js', 'progress.js', 'standing.js');
  const entries = {
    answered: { v: 'A', t: 1, p: 'old' },
    emptied: { v: '', t: 1, p: 'old' },
    waiting: { v: '', t: 1, p: 'old', r: [0, DAY] },
    again: { v: '', t: 1, p: 'older', s: true },
    same: { v: 'A', t: 1, p: 'x', c: true },
  };
  const prints = Object.fromEntries(Object.keys(entries).map((part) => [part, 'x']));
  const changed = (answers) => B.standing({ id: 'q', pass: 60, prints }, { answers }, DAY).changed;
  const before = changed(entries);
  const questions = Object.keys(entries).map((id) => ({ id, type: 'single_choice', print: 'x' }));
  const { answers } = plain(B.dropChanged({ answers: entries }, questions));
  const marked = Object.keys(answers).filter((part) => answers[part].s);
  assert.deepEqual(marked, ['answered', 'waiting', 'again']);
  assert.deepEqual([before, changed(answers)], [3, 3]);
});

const quiz = { id: 'q', pass: 60, prints: { a: 'x', b: 'x', c: 'x', d: 'x', e: 'x' } };
const STUDY = ['core.js', 'store.js', 'schedule.js', 'progress.js', 'standing.js', 'transfer.js'];

test('what is changed is neither done nor due', () => {
  const B = load(...STUDY);
  const answers = {
    a: { v: 'A', t: 1, p: 'x', c: true, r: [0, DAY - 1] },
    b: { v: 'A', t: 1, p: 'old', c: true, r: [0, DAY - 1] },
    c: { v: '', t: 1, p: 'x', s: true },
    d: { v: '', t: 1, p: 'old' },
    e: { v: 'A', t: 1, p: 'x', c: true, r: [1, DAY] },
    gone: { v: 'A', t: 1, p: 'x', c: true, r: [0, DAY - 9] },
  };
  const { total, done, due, changed, waiting, best, last, passed } = plain(B.standing(quiz, { answers }, DAY));
  assert.deepEqual([total, done, due, changed, waiting], [5, 2, 1, 2, [3]]);
  assert.deepEqual([best, last, passed], [null, null, false]);
  assert.deepEqual(plain(B.upcoming([{ waiting: [3, 1, 3] }, { waiting: [1] }])), [[1, 2], [3, 2]]);
});

test('a practice of essays is done by each that was written and held against its rubric', () => {
  const B = load(...STUDY);
  const essays = { id: 'q', self: true, prints: { a: 'x', b: 'x', c: 'x', d: 'x', e: 'x' } };
  const answers = {
    a: { v: 'text', t: 1, p: 'x', c: true }, b: { v: 'text', t: 1, p: 'x', o: true }, c: { v: 'text', t: 1, p: 'x' },
    d: { v: '', t: 1, p: 'x', c: true, o: true }, e: { v: 'text', t: 1, p: 'old', o: true },
  };
  const { done, tried, changed, passed } = B.standing(essays, { answers, results: [[1, 1, 1]] }, DAY);
  assert.deepEqual([done, tried, changed, passed], [2, 3, 1, false]);
});

test('best and last are told apart, and nonsense among results is passed over', () => {
  const B = load(...STUDY);
  const results = [[3, 5996, 10000], [1, 90, 100], [2, 9, 10], null, [4], [4, 200, 100], [9e15, 1, 1], [5, 1, 0], ['6', 1, 1]];
  const { best, last, passed } = plain(B.standing(quiz, { answers: {}, results }, DAY));
  assert.deepEqual([best.t, best.percent, last.t, last.percent, passed], [1, 90, 3, 59.9, true]);
  assert.equal(B.passes({ score: 5999, max: 10000 }, quiz), false);
});

const stored = (records) => Object.entries(records).map(([key, value]) => ['banxing/1/' + key, JSON.stringify(value)]);
const entry = (v, t) => ({ v, t, p: 'x', c: true, r: [0, DAY] });
const mine = {
  'practice/a/b/': { quiz: 'a/b', answers: { one: entry('A', 5), two: entry('A', 9) }, results: [[5, 1, 2]] },
  'inline/a/b#1/': { quiz: 'a/b#1', answers: { one: entry('A', 5) }, results: [] },
  'ticks/tools/during': { t: 4, on: ['00000000'] },
  'read/a/b': { t: 4, done: true },
};
const importInto = (B, text, records) => {
  const kept = new Map(stored(records));
  const writes = B.importRecords(text, (key) => (kept.has(key) ? kept.get(key) : null));
  return writes && Object.fromEntries(writes.map(([key, value]) => [key.slice('banxing/1/'.length), JSON.parse(value)]));
};

test('what goes out comes in again, and nothing of an exam goes out', () => {
  const B = load(...STUDY);
  const everything = stored({ ...mine, 'exam/final/3701': { quiz: 'final', candidate: { id: '3701' }, answers: {} }, 'exam/final/': { receipts: [{}] } });
  const records = plain(B.exportRecords([...everything, ['other', '{}'], ['banxing/1/practice/bad/', '{']]));
  assert.deepEqual(Object.keys(records).sort(), Object.keys(mine).sort());
  const text = B.exportText(records, new Date(0));
  assert.deepEqual(importInto(B, text, {}), mine);
  assert.deepEqual(importInto(B, text, mine), mine);
});

test('of two records the later of each answer, mark and list counts', () => {
  const B = load(...STUDY);
  const theirs = {
    'practice/a/b/': { quiz: 'a/b', answers: { one: entry('B', 6), two: entry('B', 8) }, results: [[7, 2, 2]] },
    'ticks/tools/during': { t: 5, on: [] },
    'read/a/b': { t: 3, done: false },
    'read/a/c': { t: 3, done: true },
  };
  const merged = importInto(B, B.exportText(theirs, new Date(0)), mine);
  const practice = merged['practice/a/b/'];
  assert.deepEqual([practice.answers.one.v, practice.answers.two.v], ['B', 'A']);
  assert.deepEqual(practice.results.sort(), [[5, 1, 2], [7, 2, 2]]);
  assert.deepEqual([merged['ticks/tools/during'].on, merged['read/a/b'].done, merged['read/a/c'].done], [[], true, true]);
  assert.equal(importInto(B, B.exportText({ 'ticks/tools/during': ['1'] }, new Date(0)), {})['ticks/tools/during'].t, 0);
});

test('a file that is none of ours, or only partly, is none', () => {
  const B = load(...STUDY);
  const file = (records, format = 'banxing-study/1') => JSON.stringify({ format, records });
  const bad = [
    '', '{', 'null', '[]', '{}', file(null), file(mine, 'banxing-response/1'), B.exportText(mine, new Date(0)).slice(0, -9),
    file({ 'exam/final/3701': { answers: {} } }), file({ 'practice/../x/': mine['practice/a/b/'] }), file({ '__proto__x': {} }),
    file({ 'practice/a/': 3 }), file({ 'practice/a/': { answers: { one: entry('A', 9e15) } } }),
    file({ 'practice/a/': { answers: { one: { ...entry('A', 1), r: 'x' } } } }),
    file({ 'ticks/a': { t: 1, on: [3] } }), file({ 'ticks/a': { on: [] } }), file({ 'read/a': { t: 1, done: 'yes' } }), file({ 'read/a': null }),
  ];
  for (const text of bad) assert.equal(importInto(B, text, mine), null, text.slice(0, 90));
  assert.ok(importInto(B, file(mine), mine));
});

test('a record brings nothing along but what a record holds', () => {
  const B = load(...STUDY);
  const extra = { ...mine['practice/a/b/'], response: { text: 'x' }, candidate: { id: '1' }, results: [[1, 9, 2], 'x'] };
  const got = importInto(B, JSON.stringify({ format: 'banxing-study/1', records: { 'practice/a/b/': extra } }), {})['practice/a/b/'];
  assert.deepEqual(Object.keys(got).sort(), ['answers', 'quiz', 'results']);
  assert.deepEqual(got.results, []);
});

test('no file brings a time after tomorrow: nothing could follow it', () => {
  const B = load(...STUDY);
  const now = Date.UTC(2026, 10, 23);
  const end = 8.64e15;
  const records = {
    'practice/a/b/': { quiz: 'a/b', answers: { one: entry('A', end), two: entry('B', now) }, results: [[end - 1, 1, 2], [end, 2, 2]], view: { t: end, result: false, hide: [] } },
    'ticks/a': { t: end, on: [] },
    'read/a': { t: end, done: true },
  };
  const writes = B.importRecords(JSON.stringify({ format: 'banxing-study/1', records }), () => null, now);
  const got = Object.fromEntries(writes.map(([key, value]) => [key.slice('banxing/1/'.length), JSON.parse(value)]));
  const tomorrow = now + 864e5;
  const practice = got['practice/a/b/'];
  assert.deepEqual([practice.answers.one.t, practice.answers.two.t, practice.view.t], [tomorrow, now, tomorrow]);
  assert.deepEqual(practice.results, [[tomorrow, 1, 2], [tomorrow + 1, 2, 2]]);
  assert.deepEqual([got['ticks/a'].t, got['read/a'].t], [tomorrow, tomorrow]);
  assert.deepEqual(practice.answers.one, { ...entry('A', tomorrow) });
});

test('what deleting takes is counted, exams apart', () => {
  const B = load(...STUDY);
  const records = {
    ...mine, 'read/a/c': { t: 1, done: false }, 'ticks/tools/after': { t: 1, on: [] },
    'exam/final/1': { candidate: { id: '1' }, started: 7 }, 'exam/final/2': { candidate: { id: '2' }, started: 8, response: {} },
    'exam/final/': { receipts: [{}, {}] },
  };
  const all = plain(B.everything([...stored(records), ['somebody/else', '1'], ['banxing/1/practice/cut/', '{']]));
  assert.deepEqual([all.practice, all.read, all.ticks, all.receipts], [3, 1, 1, 2]);
  assert.deepEqual(all.exams, [{ started: 7, done: false }, { started: 8, done: true }]);
});
