// The response file banxing-response/1: what a candidate hands in.
(function (B) {
  'use strict';
  if (B.buildResponse) return;
  const SEPARATOR = '\x1f';
  const MAX_ID = 40;

  // NFKC, no white space, nothing invisible.
  B.candidateId = (text) => text.normalize('NFKC').replace(/[\s\p{Cc}\p{Cf}\p{Cs}]/gu, '');

  // The name of the text that says what is wrong with an id; '' when nothing is.
  B.idFault = (id) => {
    if (!id) return 'exam_id_missing';
    if (Array.from(id).length > MAX_ID) return 'exam_id_long';
    return /^\d+(\.\d+)?E[+-]?\d+$/i.test(id) ? 'exam_id_cut' : '';
  };

  // A name or an office: one line, no control characters.
  B.plainName = (text) => text.replace(/[\p{Cf}\p{Cs}]/gu, '').replace(/\p{Cc}/gu, ' ').replace(/\s+/g, ' ').trim();

  const two = (number) => String(number).padStart(2, '0');

  // 2026-11-23T09:00:00+08:00, local time with its offset.
  B.isoTime = (ms) => {
    const day = new Date(ms);
    const offset = -day.getTimezoneOffset();
    const zone = (offset < 0 ? '-' : '+') + two(Math.floor(Math.abs(offset) / 60)) + ':' + two(Math.abs(offset) % 60);
    return day.getFullYear() + '-' + two(day.getMonth() + 1) + '-' + two(day.getDate()) + 'T' +
      two(day.getHours()) + ':' + two(day.getMinutes()) + ':' + two(day.getSeconds()) + zone;
  };

  // 2026-11-23 09:00, for people.
  B.shownTime = (iso) => iso.slice(0, 16).replace('T', ' ');

  const byCodePoint = (a, b) => (a < b ? -1 : 1); // part ids are ASCII

  // 32-bit FNV-1a over the lines of a response: it shows a cut or mistyped copy, and is no protection against cheating.
  B.checkCode = (response) => {
    const lines = [response.quiz, response.candidate.id, response.seed, response.submitted];
    for (const [id, print] of response.prints) lines.push(id + '=' + print);
    for (const part of Object.keys(response.answers).sort(byCodePoint)) {
      const answer = response.answers[part];
      lines.push(part + '=' + (Array.isArray(answer) ? answer.join(SEPARATOR) : answer));
    }
    return B.fnv1a(lines.join('\n')).toString(16).padStart(8, '0');
  };

  // `record` is what is stored; `drawn` the pool's entries in shown order; `questions` the parts of these.
  B.buildResponse = (quiz, record, drawn, questions, submitted) => {
    const answers = {};
    for (const question of questions) {
      const entry = record.answers[question.id];
      const value = entry && entry.p === question.print ? B.finalAnswer(question.type, entry.v) : '';
      if (value) answers[question.id] = question.type === 'fill_blank' ? value.split(SEPARATOR) : value;
    }
    const response = {
      format: 'banxing-response/1',
      quiz,
      candidate: record.candidate,
      seed: record.candidate.id,
      started: B.isoTime(record.started),
      submitted: B.isoTime(submitted),
      prints: drawn.map((question) => [question.id, question.print]),
      answers,
    };
    response.check = B.checkCode(response);
    return response;
  };

  // One line of JSON. `prints` is written by hand: an object would put ids made of digits first.
  B.responseText = (response) => {
    const prints = response.prints.map((pair) => pair.map((text) => JSON.stringify(text)).join(':'));
    const whole = JSON.stringify(Object.assign({}, response, {prints: {}}));
    return whole.replace('"prints":{}', () => '"prints":{' + prints.join(',') + '}');
  };

  B.responseFile = (quiz, id) => ('banxing-' + quiz + '-' + id).replace(/[\\/:*?"<>|\s]/g, '-') + '.json';
})(globalThis.Banxing = globalThis.Banxing || {});
