import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import { runInThisContext } from 'node:vm';
import { load, plain, read, readJson } from './load.mjs';

runInThisContext(read('tests/js/tables.js'));
const tables = globalThis.playerTables;

for (const name of readdirSync(new URL('../data/marking/', import.meta.url))) {
  test(`marks as Python does: ${name}`, () => {
    assert.deepEqual(tables.marking(load('numerals.js', 'answers.js', 'marking.js'), readJson(`tests/data/marking/${name}`)), []);
  });
}

test('draws as Python does', () => {
  assert.deepEqual(tables.shuffle(load('shuffle.js'), readJson('tests/data/shuffle.json')), []);
});

test('a source that runs twice changes nothing', () => {
  const once = load('core.js', 'shuffle.js', 'response.js');
  const twice = load('core.js', 'shuffle.js', 'response.js', 'core.js', 'shuffle.js', 'response.js');
  assert.deepEqual(Object.keys(twice), Object.keys(once));
});

test('a tally is in whole numbers, and its percentage is cut', () => {
  const B = load('numerals.js', 'answers.js', 'marking.js');
  const single = (id, points, objective) => ({ id, type: 'single_choice', points, answer: 'A', objective });
  const questions = [single('a', 5996, 'x'), single('b', 4004, null), { id: 'c', type: 'essay', points: 1000, objective: 'x' }];
  const result = plain(B.tally(questions, { a: 'A', b: 'B', c: '一段' }, 60));
  assert.deepEqual([result.score, result.max, result.passed, result.percent], [5996, 10000, false, 59.9]);
  assert.deepEqual(result.objectives, [{ id: 'x', score: 5996, max: 5996 }, { id: '', score: 0, max: 4004 }]);
  assert.equal(B.tally([single('a', 60, 'x'), single('b', 40, 'x')], { a: 'A' }, 60).passed, true);
  assert.equal(B.tally(questions, {}, 60).unanswered, 2);
});

test('what an answer sheet says', () => {
  const B = load('completeness.js');
  const table = [
    ['single_choice', '', 'none'], ['single_choice', 'B', 'full'], ['fill_blank', '五\x1f', 'part'],
    ['fill_blank', '五\x1f六', 'full'], ['matching', 'A-', 'part'], ['matching', 'AB', 'full'], ['ordering', 'BC-A', 'part'],
  ];
  for (const [type, value, wanted] of table) assert.equal(B.completeness(type, value), wanted, `${type} ${value}`);
});

test('an ordering with gaps hands in its longest run', () => {
  const B = load('fields.js');
  assert.deepEqual(['BCA', 'B-CA', 'AB-C', '--', 'A-B'].map((value) => B.finalAnswer('ordering', value)), ['BCA', 'CA', 'AB', '', 'A']);
  assert.equal(B.finalAnswer('matching', 'A-B'), 'A-B');
});

test('text that JSON and UTF-8 would not carry is replaced', () => {
  const B = load('fields.js');
  assert.equal(B.cleanText('a\x1fb\x00c\td\ne'), 'abc\td\ne');
  assert.equal(B.cleanText('x\ud83d'), 'x\ufffd');
  assert.equal(B.cleanText('\ud83d\ude00'), '\ud83d\ude00');
});

test('the later answer of each part wins, whoever writes', () => {
  const B = load('store.js');
  const entry = (v, t) => ({ v, t, p: 'p' });
  const mine = { answers: { a: entry('A', 1), b: entry('B', 9) }, view: { t: 5, hide: [] } };
  const theirs = { answers: { a: entry('C', 2), b: entry('D', 3), c: entry('E', 1) }, response: { text: '{}' }, view: { t: 4, hide: [] } };
  const merged = plain(B.mergeRecords(mine, theirs));
  assert.deepEqual(Object.entries(merged.answers).map(([part, { v }]) => part + v), ['aC', 'bB', 'cE']);
  assert.deepEqual([merged.response, merged.view.t], [{ text: '{}' }, 5]);
  assert.deepEqual(plain(B.mergeRecords(mine, null)), mine);
});

test('storage that holds nonsense is no record', () => {
  const B = load('store.js');
  for (const text of [null, '', '{', 'null', '1', '[]', '{"answers":1}', '{}']) assert.equal(B.parseRecord(text), null, String(text));
  const kept = B.parseRecord('{"answers":{"a":{"v":"A","t":1,"p":"x"},"b":{"v":1},"c":null},"view":{"hide":3}}');
  assert.deepEqual(plain(kept), { answers: { a: { v: 'A', t: 1, p: 'x' } } });
});

test('an answer to another text is emptied and marked; an essay is kept', () => {
  const B = load('store.js');
  const questions = [{ id: 'a', type: 'single_choice', print: 'new' }, { id: 'e', type: 'essay', print: 'new' }, { id: 'k', type: 'essay', print: 'old' }];
  const record = { answers: Object.fromEntries(questions.map(({ id }) => [id, { v: 'B', t: 7, p: 'old', c: true }])) };
  const { answers } = plain(B.dropChanged(record, questions));
  assert.deepEqual([answers.a.v, answers.a.s, answers.a.c, answers.a.p], ['', true, undefined, 'new']);
  assert.deepEqual([answers.e.v, answers.e.s, answers.k.c], ['B', true, true]);
  assert.ok(answers.a.t > 7);
});

test('a candidate id is one text however it is typed', () => {
  const B = load('shuffle.js', 'response.js');
  assert.equal(B.candidateId(' ３７０ 1-ａ\u200b\u3000\n'), '3701-a');
  const faults = [['', 'exam_id_missing'], ['x'.repeat(41), 'exam_id_long'], ['3.70E+17', 'exam_id_cut'], ['𠮷'.repeat(40), ''], ['3701', '']];
  for (const [id, fault] of faults) assert.equal(B.idFault(id), fault, id);
});

test('a storage key keeps quizzes and candidates apart', () => {
  const B = load('store.js');
  assert.equal(B.storageKey('practice', 'a/b', ''), 'banxing/1/practice/a/b/');
  assert.notEqual(B.storageKey('exam', 'a', 'b/c'), B.storageKey('exam', 'a/b', 'c'));
});

test('a response is one line of JSON whose questions stand in shown order, digits or not', () => {
  const B = load('fields.js', 'shuffle.js', 'response.js');
  const questions = [
    { id: 'b', type: 'single_choice', print: '1b' }, { id: '404', type: 'fill_blank', print: '14' },
    { id: 'c/x', type: 'ordering', print: '1x' }, { id: 'gone', type: 'essay', print: '1g' }];
  const record = {
    candidate: { id: '3701', name: '张"三\n', unit: '' }, started: 0,
    answers: {
      b: { v: 'A', t: 1, p: '1b' }, 404: { v: '五\x1f', t: 1, p: '14' }, 'c/x': { v: 'B-CA', t: 1, p: '1x' },
      gone: { v: '旧', t: 1, p: 'other' } },
  };
  const drawn = [{ id: 'b', print: '1b' }, { id: '404', print: '14' }, { id: 'c', print: '1c' }];
  const response = B.buildResponse('final', record, drawn, questions, 3600000);
  const text = B.responseText(response);
  assert.ok(!text.includes('\n'));
  assert.ok(text.includes('"prints":{"b":"1b","404":"14","c":"1c"}'));
  const parsed = JSON.parse(text);
  assert.deepEqual(parsed.answers, { b: 'A', 404: ['五', ''], 'c/x': 'CA' });
  assert.equal(Date.parse(parsed.submitted) - Date.parse(parsed.started), 3600000);
  assert.match(parsed.started, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$/);
  const lines = ['final', '3701', '3701', parsed.submitted, 'b=1b', '404=14', 'c=1c', '404=五\x1f', 'b=A', 'c/x=CA'];
  assert.equal(parsed.check, B.fnv1a(lines.join('\n')).toString(16).padStart(8, '0'));
});

test('a file name holds no sign a file system refuses', () => {
  assert.equal(load('shuffle.js', 'response.js').responseFile('a/b', '37:01?'), 'banxing-a-b-37-01-.json');
});

test('sources keep to what old kernels and strict pages allow', () => {
  for (const name of readdirSync(new URL('scripts/banxing/player/', new URL('../../', import.meta.url))).filter((entry) => entry.includes('.'))) {
    const source = read(`scripts/banxing/player/${name}`).replace(/^ *\/\/.*$/gm, '');
    if (name.endsWith('.css')) {
      assert.doesNotMatch(source, /:has\(|:is\(|:where\(|\binset\b|aspect-ratio|color-mix|https?:/, name);
      continue;
    }
    assert.doesNotMatch(source, /innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|fetch\(|XMLHttp/, name);
    assert.doesNotMatch(source, /crypto\.|structuredClone|\.at\(|replaceAll|replaceChildren|\?\?|\?\.[a-z(]|#[a-z]+\s*[=(;]|`|https?:/i, name);
    assert.match(source, /'use strict';\n  if \(B\.\w+\) return;/, name);
  }
});
