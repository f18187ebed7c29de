// The drawn paper: sections in printed order, options in the seed's order, numbers and shown letters.
(function (B) {
  'use strict';
  if (B.buildPaper) return;
  const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

  // Puts the nodes of `letters` in that order; `name(node, shown)` writes the letter a candidate sees.
  const reorder = (parent, letters, find, name) => letters.forEach((letter, i) => {
    const node = find(letter);
    name(node, LETTERS[i]);
    parent.append(node);
  });

  // Authored letters stay the values; what is shown is A, B, … from above.
  const relabel = (item, question, seed) => {
    if (!question.options) return;
    const letters = B.optionOrder(question.options, question.id.split('/').pop(), seed, question.shuffle !== false);
    const list = item.querySelector('.bx-options, .bx-lettered');
    reorder(list, letters, (letter) => list.querySelector('[data-letter="' + letter + '"]'), (node, shown) => {
      node.querySelector('.bx-letter').textContent = shown;
    });
    for (const select of item.querySelectorAll('select')) {
      reorder(select, letters, (letter) => select.querySelector('option[value="' + letter + '"]'), (node, shown) => {
        node.textContent = shown;
      });
    }
  };

  const sectionTitle = (section, count, index, t) =>
    t(count > 1 ? 'exam_section' : 'exam_section_one', {
      index: t('exam_numerals')[index],
      kind: t('exam_kind_' + section.type),
      points: B.points(section.points),
      total: B.points(section.points * count),
    });

  // Its name says of which question; pressed or not is its state, which the star shows too.
  const flagButton = (exam, question, number) => {
    const flag = B.button(' ' + exam.t('exam_flag'), () => exam.flag(question), 'flag');
    flag.prepend(B.element('span', {class: 'bx-sign', 'aria-hidden': 'true'}));
    flag.setAttribute('aria-label', exam.t('exam_flag_of', {number}));
    return flag;
  };

  // Question id → its parts, of the whole pool.
  const partsById = (questions) => {
    const found = new Map();
    for (const question of questions) {
      const id = question.id.split('/')[0];
      found.set(id, (found.get(id) || []).concat(question));
    }
    return found;
  };

  // The parts of one drawn question, which is `page` of the paper: {question, page, number}.
  const partsOf = (exam, found, page, number) => found.map((question, i) => ({
    question,
    page,
    number: found.length > 1 ? exam.t('exam_sub_number', {number, sub: i + 1}) : String(number),
  }));

  // Puts a fresh copy of a drawn question on the paper; its parts get {item, changed, flag}.
  const place = (exam, {drawn, number, parts, list}, seed) => {
    if (!list.isConnected) return; // the candidate has left
    const {t} = exam;
    const item = exam.pool.get(drawn.id).cloneNode(true);
    item.tabIndex = -1;
    item.querySelector('.bx-number').textContent = number;
    for (const part of parts) {
      const {question} = part;
      part.item = question.id === drawn.id ? item : item.querySelector('[data-part="' + question.id + '"]');
      part.item.tabIndex = -1;
      relabel(part.item, question, seed);
      const fieldset = part.item.querySelector('fieldset');
      part.changed = B.element('p', {class: 'bx-changed', hidden: true},
        t(question.type === 'essay' ? 'note_changed_essay' : 'note_changed'));
      fieldset.before(part.changed);
      if (question.type === 'ordering') fieldset.append(B.element('p', {class: 'bx-hint'}, t('note_once')));
      part.flag = flagButton(exam, question, part.number);
      fieldset.after(part.flag);
    }
    list.append(item);
  };

  // Writes what is kept of a part into it, where that is new and the part is on the paper.
  B.showPart = (part, entry) => {
    if (part.kept === entry && part.shown === part.item) return;
    const value = entry ? entry.v : '';
    part.kept = entry;
    part.shown = part.item;
    part.flagged = Boolean(entry && entry.f);
    part.status = B.completeness(part.question.type, value);
    if (!part.item) return;
    B.showAnswer(part.question, part.item, value);
    part.changed.hidden = !(entry && entry.s);
    part.flag.setAttribute('aria-pressed', String(part.flagged));
    part.flag.firstChild.textContent = part.flagged ? '★' : '☆';
  };

  // Fills `form` with the paper of `seed`. Returns {drawn, parts} in shown order and `start(after)`, which places the
  // questions, in turns where they are many, and returns what places the rest at once.
  B.buildPaper = (exam, form, seed) => {
    const drawn = [];
    const parts = [];
    const places = [];
    const pool = partsById(exam.data.questions);
    form.textContent = '';
    B.draw(exam.data, seed).forEach(({section, questions}, index) => {
      const list = B.element('ol', {class: 'bx-items'});
      for (const question of questions) {
        drawn.push(question);
        const own = partsOf(exam, pool.get(question.id), question.id, drawn.length);
        parts.push(...own);
        places.push({drawn: question, number: drawn.length, parts: own, list});
      }
      const title = sectionTitle(section, questions.length, index, exam.t);
      form.append(B.element('section', {class: 'bx-section', 'aria-label': title}, B.element('h2', {}, title), list));
    });
    return {drawn, parts, start: (after) => B.inTurns(places, (one) => place(exam, one, seed), after, true)};
  };
})(globalThis.Banxing = globalThis.Banxing || {});
